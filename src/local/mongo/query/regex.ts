import { MongoError } from '../errors.ts';
import { BsonType, type RawValue } from '../values/raw.ts';
import { textOf } from '../values/text.ts';
import type { RegexSource } from './node.ts';

const INLINE_FLAGS = /^\(\?([imsx]+)\)/;
const KNOWN_FLAGS = 'imsxu';

/** Leaves out what the flag x makes of no account: white space and comments outside of classes. */
function withoutComments(source: string): string {
  return source.replace(/\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]|\s+|#.*(?:\n|$)/g, (found) =>
    /^[\s#]/.test(found) ? '' : found,
  );
}

/** MongoDB's regular expression (PCRE) as one of JavaScript. Errors 51091 and 51108 as in MongoDB (`RegexMatchExpression`). */
export function compileRegex({ source, flags }: RegexSource): RegExp {
  for (const flag of flags) {
    if (!KNOWN_FLAGS.includes(flag)) throw new MongoError(51108, `invalid flag in regex options: ${flag}`);
  }
  const inline = INLINE_FLAGS.exec(source);
  const allFlags = flags + (inline?.[1] ?? '');
  let pattern = source.slice(inline?.[0].length ?? 0);
  if (allFlags.includes('x')) pattern = withoutComments(pattern);
  pattern = pattern.replace(/^\\A/, '^').replace(/\\[zZ]$/, '$');
  const ours = [...'ims'].filter((flag) => allFlags.includes(flag)).join('');
  for (const mode of ['u', '']) {
    try {
      return new RegExp(pattern, ours + mode);
    } catch (error) {
      if (mode === '')
        throw new MongoError(51091, `Regular expression is invalid: ${(error as Error).message}`);
    }
  }
  throw new MongoError(51091, 'Regular expression is invalid');
}

/** The two texts of a BSON regular expression. */
export function regexOf(value: RawValue): RegexSource {
  const { bytes, start, end } = value;
  const zero = bytes.indexOf(0, start);
  return { source: textOf(bytes, start, zero), flags: textOf(bytes, zero + 1, end - 1) };
}

/** A test for strings, symbols and equal regular expressions. */
export function regexTest(regex: RegexSource): (value: RawValue | undefined) => boolean {
  const compiled = compileRegex(regex);
  return (value) => {
    if (value === undefined) return false;
    if (value.type === BsonType.string || value.type === BsonType.symbol) {
      return compiled.test(textOf(value.bytes, value.start + 4, value.end - 1));
    }
    if (value.type !== BsonType.regex) return false;
    const stored = regexOf(value);
    return stored.source === regex.source && stored.flags === regex.flags;
  };
}
