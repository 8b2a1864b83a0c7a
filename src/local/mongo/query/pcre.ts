import { MongoError, notSupported } from '../errors.ts';

/*
 * MongoDB's regular expressions are PCRE's (UTF-8, without UCP). Most of one means the same in JavaScript; what does
 * not is written differently here, and what cannot be is refused. The source is pcre2pattern(3).
 */

const INLINE_FLAGS = /^\(\?([imsx]+)\)/;
const SPACES = ' \\t-\\r';

/** Escapes of PCRE that JavaScript does not have or reads differently. */
const ESCAPES: Readonly<Record<string, string>> = {
  A: '(?<![^])',
  z: '(?![^])',
  Z: '(?=\\n?(?![^]))',
  a: '\\x07',
  e: '\\x1b',
  h: '[ \\t\\xa0]',
  H: '[^ \\t\\xa0]',
  N: '[^\\n]',
  R: '(?:\\r\\n|[\\n-\\r\\x85\\u2028\\u2029])',
  s: `[${SPACES}]`,
  S: `[^${SPACES}]`,
};
const ESCAPES_IN_CLASS: Readonly<Record<string, string>> = {
  a: '\\x07',
  e: '\\x1b',
  h: ' \\t\\xa0',
  s: SPACES,
};
const REFUSED_ESCAPES = new Set('CEGKXgoV');

const POSIX_CLASSES: Readonly<Record<string, string>> = {
  alpha: 'a-zA-Z',
  digit: '0-9',
  alnum: 'a-zA-Z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: SPACES,
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~',
  xdigit: '0-9a-fA-F',
  word: '\\w',
};

const TOKEN =
  /\\Q(?<quoted>[\s\S]*?)(?:\\E|$)|\\x\{(?<code>[\da-fA-F]+)\}|(?<property>\\[pP]\{[^}]*\})|\\(?<escaped>[\s\S])|(?<class>\[\^?\]?(?:\[:\^?\w+:\]|\\[\s\S]|[^\]\\])*\])|(?<refused>\(\?[>|R(&]|\(\*|(?:[*+?]|\{\d+(?:,\d*)?\})\+)|\(\?P(?<named>[<=>])|(?<space>\s+|#.*(?:\n|$))|[$.]/gu;

function translateClass(source: string): string {
  const body = source.replace(/^(\[\^?)\]/, '$1\\]');
  return body.replace(
    /\[:(\^?)(\w+):\]|\\x\{([\da-fA-F]+)\}|\\([\s\S])|(?<!^)\[/gu,
    (found, not, posix, code, escaped) => {
      if (posix !== undefined) {
        const members = POSIX_CLASSES[posix];
        if (members === undefined || not) throw notSupported(`${found} in a regular expression`);
        return members;
      }
      if (code !== undefined) return `\\u{${code}}`;
      if (escaped === undefined) return '\\[';
      if (REFUSED_ESCAPES.has(escaped)) throw notSupported(`\\${escaped} in a regular expression`);
      return ESCAPES_IN_CLASS[escaped] ?? found;
    },
  );
}

function translateToken(found: string, groups: Record<string, string | undefined>, flags: string): string {
  const { quoted, code, escaped, class: set, refused, named, space } = groups;
  if (quoted !== undefined) return quoted.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  if (code !== undefined) return `\\u{${code}}`;
  if (set !== undefined) return translateClass(set);
  if (space !== undefined) return flags.includes('x') ? '' : found;
  if (refused !== undefined) throw notSupported(`${refused} in a regular expression`);
  if (groups.property !== undefined) return found;
  if (named !== undefined) {
    if (named !== '<') throw notSupported(`${found} in a regular expression`);
    return '(?<';
  }
  if (escaped !== undefined) {
    if (REFUSED_ESCAPES.has(escaped)) throw notSupported(`\\${escaped} in a regular expression`);
    return ESCAPES[escaped] ?? found;
  }
  if (found === '.') return flags.includes('s') ? found : '[^\\n]';
  return flags.includes('m') ? found : '(?:\\n?$)';
}

/** A pattern for JavaScript, its flags, and whether it needs to read whole code points. */
export interface Translation {
  readonly pattern: string;
  readonly flags: string;
  readonly unicode: boolean;
}

/** Rewrites a pattern of PCRE with MongoDB's flags. Errors: 51108 for an unknown flag, 238 for what JavaScript lacks. */
export function translate(source: string, options: string): Translation {
  for (const flag of options) {
    if (!'imsxu'.includes(flag)) throw new MongoError(51108, `invalid flag in regex options: ${flag}`);
  }
  const inline = INLINE_FLAGS.exec(source);
  const all = options + (inline?.[1] ?? '');
  const rest = source.slice(inline?.[0].length ?? 0);
  const pattern = rest.replace(TOKEN, (found: string, ...parts: unknown[]) =>
    translateToken(found, parts.at(-1) as Record<string, string | undefined>, all),
  );
  return {
    pattern,
    flags: [...'ims'].filter((flag) => all.includes(flag)).join(''),
    unicode: /\\[pPu]\{|[\ud800-\udfff]/.test(pattern),
  };
}
