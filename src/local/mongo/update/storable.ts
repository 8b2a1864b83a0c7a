import { MongoError } from '../errors.ts';
import { BsonType, elementsOf, getField, type RawDocument, type RawValue, valueEnd } from '../values/raw.ts';
import { typeName } from '../values/type-name.ts';

/** MongoDB's limit on a document, in bytes. */
const MAX_SIZE = 16 * 1024 * 1024;
const MAX_DEPTH = 100;

function checkDepth(bytes: Uint8Array, start: number, depth: number): void {
  if (depth > MAX_DEPTH) throw new MongoError(15, `Document exceeds maximum nesting depth of ${MAX_DEPTH}`);
  let at = start + 4;
  for (let type = bytes[at] as number; type !== 0; type = bytes[at] as number) {
    do at += 1;
    while (bytes[at] !== 0);
    if (type === BsonType.object || type === BsonType.array) checkDepth(bytes, at + 1, depth + 1);
    at = valueEnd(type, bytes, at + 1);
  }
}

/** Throws 53 or 52 for a value that no `_id` may have. */
export function checkId(id: RawValue): void {
  if (id.type === BsonType.array || id.type === BsonType.regex || id.type === BsonType.undefined) {
    throw new MongoError(53, `The '_id' value cannot be of type ${typeName(id.type)}`);
  }
  if (id.type === BsonType.object) checkNames(id);
}

/** A DBRef's fields may stand in an `_id`, other names with a dollar not, however deep. */
function checkNames(inside: RawValue): void {
  for (const { name, value } of elementsOf(inside)) {
    if (name.startsWith('$') && name !== '$ref' && name !== '$id' && name !== '$db') {
      throw new MongoError(
        52,
        `_id fields may not contain '$'-prefixed fields: ${name} is not valid for storage.`,
      );
    }
    if (value.type === BsonType.object || value.type === BsonType.array) checkNames(value);
  }
}

/** Throws 15 or 17419 for a document that has become too deep or too large. */
export function checkStorable(doc: RawDocument): void {
  if (doc.length > MAX_SIZE) {
    throw new MongoError(17419, `Resulting document after update is larger than ${MAX_SIZE}`);
  }
  checkDepth(doc, 0, 1);
}

/** Throws what `checkId` throws for the document's `_id`. */
export function checkDocumentId(doc: RawDocument): void {
  const id = getField(doc, '_id');
  if (id) checkId(id);
}
