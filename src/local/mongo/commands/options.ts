import { badValue, failedToParse, notSupported } from '../errors.ts';
import { compileSort, type Sort } from '../sort/sort.ts';
import {
  asValue,
  BsonType,
  documentToJs,
  elements,
  getField,
  type RawDocument,
  type RawValue,
  subdocument,
} from '../values/raw.ts';
import { showDocument } from '../values/show.ts';
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

/** The index a command is told to use, by name or key pattern; `{}` names none. Error 9 for anything else. */
export function hintOf(args: Arguments): RawValue | undefined {
  const hint = args.value('hint');
  if (hint?.type === BsonType.object) return isEmpty(subdocument(hint)) ? undefined : hint;
  if (hint && hint.type !== BsonType.string) throw failedToParse('Hint must be a string or an object');
  return hint;
}

/** How `sort` and `hint` order a query: `$natural` alone in a sort is the order of storage, which a hint asks for (2). */
export function orderOf(args: Arguments): { sort: Sort | undefined; hint: RawValue | undefined } {
  const spec = args.document('sort');
  const hint = hintOf(args);
  if (!spec || isEmpty(spec)) return { sort: undefined, hint };
  if (!getField(spec, '$natural')) return { sort: compileSort(spec), hint };
  if (elements(spec).length > 1) {
    throw badValue(`Cannot include '$natural' in compound sort: ${showDocument(spec)}`);
  }
  if (hint) throw badValue("Cannot use 'hint' with a sort by '$natural'");
  return { sort: undefined, hint: asValue(spec) };
}
