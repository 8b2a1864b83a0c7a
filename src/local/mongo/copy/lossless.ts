import { BsonType, elements, elementsOf, type RawDocument, type RawValue, toJs } from '../values/raw.ts';

/** A stored document as Maps and bson's classes: written by any driver it becomes the same bytes again, also with fields such as "10". */
export function losslessDocument(doc: RawDocument): Map<string, unknown> {
  return new Map(elements(doc).map(({ name, value }) => [name, lossless(value)]));
}

/** A value in the same way. */
export function lossless(value: RawValue): unknown {
  if (value.type === BsonType.array) return elementsOf(value).map((member) => lossless(member.value));
  if (value.type === BsonType.object) {
    return new Map(elementsOf(value).map((element) => [element.name, lossless(element.value)]));
  }
  return toJs(value);
}
