import { notSupported } from '../errors.ts';
import { documentToJs, type RawDocument } from '../values/raw.ts';
import type { Arguments } from './arguments.ts';

/** `{}`. */
export const EMPTY_DOCUMENT: RawDocument = Uint8Array.of(5, 0, 0, 0, 0);

export function isEmpty(document: RawDocument): boolean {
  return document.length === EMPTY_DOCUMENT.length;
}

/** Strings compare as bytes here: any collation but the simple one is refused (238). */
export function refuseCollation(args: Arguments): void {
  const collation = args.document('collation');
  if (collation && !isEmpty(collation) && documentToJs(collation).locale !== 'simple') {
    throw notSupported('collation other than simple');
  }
}
