import { BsonType, elementsOf, type RawValue } from '../values/raw.ts';

/** A document of operators, which no DBRef is. */
export function isOperators(value: RawValue, partialReferences = false): boolean {
  if (value.type !== BsonType.object) return false;
  const names = elementsOf(value).map(({ name }) => name);
  if (!names[0]?.startsWith('$')) return false;
  if (partialReferences) return !names.some((name) => name === '$ref' || name === '$id' || name === '$db');
  return !(names.includes('$ref') && names.includes('$id'));
}
