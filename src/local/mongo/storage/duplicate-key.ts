import { MongoError } from '../errors.ts';
import { buildDocument, documentToJs, type RawValue } from '../values/raw.ts';
import { showDocument } from '../values/show.ts';
import type { IndexSpec } from './index-spec.ts';

/** SQLite's extended result codes for a key that is there already (sqlite.org/rescode.html). */
const PRIMARY_KEY_TAKEN = 1555;
const UNIQUE_TAKEN = 2067;

/** Whether SQLite refused a row because its key is taken. */
export function isTaken(error: unknown): boolean {
  const code = (error as { errcode?: number } | null)?.errcode;
  return code === PRIMARY_KEY_TAKEN || code === UNIQUE_TAKEN;
}

/** MongoDB's error 11000, its message in the words that mongoose takes apart. */
export function duplicateKey(namespace: string, spec: IndexSpec, values: readonly RawValue[]): MongoError {
  const keyValue = buildDocument(
    spec.paths.map((path, index): [string, RawValue] => [path, values[index] as RawValue]),
  );
  return new MongoError(
    11000,
    `E11000 duplicate key error collection: ${namespace} index: ${spec.name} dup key: ${showDocument(keyValue)}`,
    { keyPattern: documentToJs(spec.key), keyValue: documentToJs(keyValue) },
  );
}
