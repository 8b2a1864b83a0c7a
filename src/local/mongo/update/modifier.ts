import type { RawValue } from '../values/raw.ts';

/** What a modifier may know of the field it changes. */
interface Target {
  /** The path as it is in this document, with positions in place of `$`. */
  readonly path: string;
  /** How messages name the document: `{_id: 1}`. */
  document(): string;
}

/** The answer of a modifier that takes the field away. */
export const REMOVE = Symbol('remove');

/** The new value, `REMOVE`, or undefined to leave the field as it is. */
export type Change = RawValue | typeof REMOVE | undefined;

/** One operator with its argument, for one field. */
export interface Modifier {
  /** Computes the change for a field; `current` is undefined where the field is missing. */
  change(current: RawValue | undefined, target: Target): Change;
  /** Only when an upsert inserts. */
  readonly insertOnly?: boolean;
  /** Takes no offence at a path through a scalar. */
  readonly toleratesAnyPath?: boolean;
  /** Whether a path is given up to `$rename`: the path the value comes from. */
  readonly from?: string;
}

/** Parses an operator's argument for one field. */
export type ModifierParser = (argument: RawValue, path: string, context: ParseContext) => Modifier;

/** What the parsers of some operators need. */
export interface ParseContext {
  /** The time `$currentDate` sets, in milliseconds since 1970. */
  now(): number;
}
