import { ObjectId } from 'bson';
import { MAX_DOCUMENT_BYTES } from '../commands/limits.ts';
import { badValue } from '../errors.ts';
import { checkId } from '../update/storable.ts';
import { findElement } from '../values/path.ts';
import {
  asValue,
  buildDocument,
  elements,
  fieldAt,
  fromJs,
  type RawDocument,
  type RawElement,
  type RawValue,
} from '../values/raw.ts';
import { isEmptyTimestamp, timestampAt } from '../values/timestamp.ts';
import { MAX_STORED_DEPTH, validateDocument } from '../wire/validate.ts';

/** `_id` right behind the length, as every stored document has it. */
const ID_FIRST = Buffer.from('_id\0', 'latin1');
/**
 * A document as it is stored: with an `_id`, which comes first, and the server's time for empty timestamps at the
 * top. Errors: 2 past 16 MB, 15 past 100 levels, 53 and 52 for an `_id` that cannot be one.
 */
export function newDocument(doc: RawDocument): RawDocument {
  checkStorable(doc);
  const stored = needsWork(doc) ? rewritten(doc) : doc;
  checkId(fieldAt(stored, 0, '_id') as RawValue);
  return stored;
}

/** Refuses what is too large or too deep to be stored. */
function checkStorable(doc: RawDocument): void {
  if (doc.length > MAX_DOCUMENT_BYTES) {
    throw badValue(
      `object to insert too large. size in bytes: ${doc.length}, max size: ${MAX_DOCUMENT_BYTES}`,
    );
  }
  validateDocument(doc, 0, doc.length, MAX_STORED_DEPTH);
}

function needsWork(doc: RawDocument): boolean {
  if (!ID_FIRST.every((byte, index) => doc[5 + index] === byte)) return true;
  return findElement(asValue(doc), isEmptyTimestamp) >= 0;
}

function rewritten(doc: RawDocument): RawDocument {
  const fields = elements(doc);
  const id = fields.find(({ name }) => name === '_id')?.value ?? fromJs(new ObjectId());
  const others = fields.filter(({ name }) => name !== '_id').map(withTime);
  return buildDocument([['_id', id], ...others]);
}

function withTime({ name, value }: RawElement): [string, RawValue] {
  return [name, isEmptyTimestamp(value) ? timestampAt(Date.now()) : value];
}
