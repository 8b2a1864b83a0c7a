import { badValue, notSupported } from '../errors.ts';
import { compileSort, type Sort } from '../sort/sort.ts';
import { asValue, documentToJs, elements, getField, type RawDocument, type RawValue } from '../values/raw.ts';
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

/** How `sort` and `hint` order a query: `$natural` alone in a sort is the order of storage, which a hint asks for (2). */
export function orderOf(args: Arguments): { sort: Sort | undefined; hint: RawValue | undefined } {
  const spec = args.document('sort');
  const hint = args.value('hint');
  if (!spec || isEmpty(spec)) return { sort: undefined, hint };
  if (!getField(spec, '$natural')) return { sort: compileSort(spec), hint };
  if (elements(spec).length > 1) {
    throw badValue(`Cannot include '$natural' in compound sort: ${showDocument(spec)}`);
  }
  return { sort: undefined, hint: asValue(spec) };
}
