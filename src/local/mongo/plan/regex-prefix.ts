import { BSONRegExp } from 'bson';
import type { RegexSource } from '../query/node.ts';
import { OrderTag } from '../values/order.ts';
import { fromJs } from '../values/raw.ts';
import { edgesAround, type Interval, pointAt, unite } from './interval.ts';
import { successor } from './ranges.ts';

/** A literal beginning: characters that mean themselves, each not followed by something that makes it optional. */
const LITERAL = /^(?:\^|\\A)((?:[^\\^$.|?*+()[\]{}](?![?*{])|\\[^a-zA-Z0-9](?![?*{]))+)/u;

/** The keys of strings that a regular expression can match: those with its literal prefix, if it is anchored. */
export function stringsWithPrefix(regex: RegexSource): Interval[] {
  const same = pointAt(fromJs(new BSONRegExp(regex.source, regex.flags)));
  const prefix = prefixOf(regex);
  if (prefix === undefined) {
    const low = { at: Uint8Array.of(OrderTag.string), shown: '""', inclusive: true };
    const high = { at: Uint8Array.of(OrderTag.string + 1), shown: '{}', inclusive: false };
    return unite([{ low, high, isPoint: false }, same]);
  }
  // The key of a string ends with a zero; without it, it is the prefix of all that go on.
  const begin = edgesAround(fromJs(prefix)).before.subarray(0, -1);
  const low = { at: begin, shown: JSON.stringify(prefix), inclusive: true };
  const high = { at: successor(begin), shown: JSON.stringify(following(prefix)), inclusive: false };
  return unite([{ low, high, isPoint: false }, same]);
}

/** The literal beginning of an anchored expression, if matching strings must have it. */
function prefixOf({ source, flags }: RegexSource): string | undefined {
  if (/[imx]/.test(flags) || source.includes('|')) return undefined;
  const literal = LITERAL.exec(source)?.[1]?.replace(/\\([\s\S])/g, '$1');
  return literal || undefined;
}

/** The text `explain` shows as the end of a prefix: its last character one further. */
function following(prefix: string): string {
  const characters = [...prefix];
  const last = characters.pop() ?? '';
  return characters.join('') + String.fromCodePoint(Math.min((last.codePointAt(0) ?? 0) + 1, 0x10ffff));
}
