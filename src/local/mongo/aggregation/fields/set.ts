import {
  asValue,
  BsonType,
  buildDocument,
  elementsOf,
  type RawDocument,
  type RawValue,
  subdocument,
} from '../../values/raw.ts';

/** The document with the value at a path replaced; `undefined` takes it away. Documents on the way are made. */
export function setField(
  doc: RawDocument,
  path: readonly string[],
  value: RawValue | undefined,
): RawDocument {
  const [name = '', ...rest] = path;
  const fields = new Map<string, RawValue>();
  for (const element of elementsOf(asValue(doc))) fields.set(element.name, element.value);
  let made = value;
  if (rest.length > 0) {
    const old = fields.get(name);
    const inner = old?.type === BsonType.object ? subdocument(old) : buildDocument([]);
    made = asValue(setField(inner, rest, value));
  }
  if (made) fields.set(name, made);
  else fields.delete(name);
  return buildDocument(fields);
}
