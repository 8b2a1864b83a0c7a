import { setFlagsFromString } from 'node:v8';
import { MongoError } from '../errors.ts';
import { BsonType, type RawValue } from '../values/raw.ts';
import { textOf } from '../values/text.ts';
import type { RegexSource } from './node.ts';
import { translate } from './pcre.ts';

// Patterns that would try very many ways are matched in linear time, unless they need references or look around.
setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks');

const SURROGATE = /[\ud800-\udfff]/;

function compileAs(pattern: string, flags: string): RegExp {
  try {
    return new RegExp(pattern, flags);
  } catch (error) {
    throw new MongoError(51091, `Regular expression is invalid: ${(error as Error).message}`);
  }
}

/**
 * MongoDB's regular expression as a test of texts. Errors 51091 (no regular expression) and 51108 (an unknown flag)
 * as in MongoDB (`RegexMatchExpression`), 238 for what only PCRE has.
 */
export function compileRegex({ source, flags }: RegexSource): (text: string) => boolean {
  const translated = translate(source, flags);
  const exact = `${translated.flags}u`;
  const plain = compileAs(translated.pattern, translated.unicode ? exact : translated.flags);
  if (translated.unicode) return (text) => plain.test(text);
  let whole: RegExp | undefined;
  return (text) => {
    if (!SURROGATE.test(text)) return plain.test(text);
    whole ??= compileWhole(translated.pattern, exact) ?? plain;
    return whole.test(text);
  };
}

/** Some patterns, such as one with `\\-`, are not allowed where whole code points are read. */
function compileWhole(pattern: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(pattern, flags);
  } catch {
    return undefined;
  }
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
      return compiled(textOf(value.bytes, value.start + 4, value.end - 1));
    }
    if (value.type !== BsonType.regex) return false;
    const stored = regexOf(value);
    return stored.source === regex.source && stored.flags === regex.flags;
  };
}
