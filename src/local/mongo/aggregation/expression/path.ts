import { MongoError } from '../../errors.ts';
import { BsonType, buildArray, elementsOf, fieldAt, nameBytes, type RawValue } from '../../values/raw.ts';

/** A dotted path made ready for reading: every part as `fieldAt` wants it. */
export type FieldPath = readonly string[];

/** Checks and splits a dotted path. Errors 40353, 15998 and 16410 as MongoDB's FieldPath gives them. */
export function parsePath(path: string): FieldPath {
  if (path === '') throw new MongoError(40352, 'FieldPath cannot be constructed with empty string');
  if (path.endsWith('.')) throw new MongoError(40353, "FieldPath must not end with a '.'.");
  const parts = path.split('.');
  if (parts.length > 200) throw new MongoError(5984700, 'FieldPath is too long');
  for (const part of parts) {
    if (part === '') throw new MongoError(15998, 'FieldPath field names may not be empty strings.');
    if (part.startsWith('$')) {
      throw new MongoError(
        16410,
        `FieldPath field names may not start with '$'. Consider using $getField or $setField.`,
      );
    }
    if (part.includes('\0')) throw new MongoError(16411, 'FieldPath field names may not contain null bytes.');
  }
  return parts.map(nameBytes);
}

/**
 * What expressions read at a path: inside arrays the path goes on in every document among the members,
 * and the answer is an array of what was there. A number in a path is a name, never a position.
 */
export function readPath(value: RawValue | undefined, path: FieldPath, from = 0): RawValue | undefined {
  let found = value;
  for (let i = from; i < path.length; i++) {
    if (found?.type === BsonType.object) {
      found = fieldAt(found.bytes, found.start, path[i] as string);
    } else if (found?.type === BsonType.array) {
      const results: RawValue[] = [];
      for (const member of elementsOf(found)) {
        if (member.value.type !== BsonType.object) continue;
        const nested = readPath(member.value, path, i);
        if (nested) results.push(nested);
      }
      return buildArray(results);
    } else return undefined;
  }
  return found;
}
