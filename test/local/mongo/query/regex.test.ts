import { expect, test } from 'vitest';
import { compileRegex } from '../../../../src/local/mongo/query/regex.ts';

const matches = (source: string, text: string, flags = '') => compileRegex({ source, flags })(text);

test.each<[string, string, string, boolean]>([
  ['^a.c$', '', 'abc', true],
  ['^a.c$', '', 'a\nc', false],
  ['^a.c$', 's', 'a\nc', true],
  ['a.c', '', 'a\rc', true],
  ['^abc$', '', 'abc\n', true],
  ['^abc$', '', 'abc\n\n', false],
  ['^b$', 'm', 'a\nb\nc', true],
  ['^B', 'i', 'bcd', true],
  ['(?i)B', '', 'abc', true],
  ['(?im)^B', '', 'a\nb', true],
  ['a(?i:B)c', '', 'abc', true],
  ['a b # comment\n c', 'x', 'abc', true],
  ['a[ #]b', 'x', 'a#b', true],
  ['\\Aab\\z', '', 'ab', true],
  ['\\Aab\\z', 'm', 'x\nab', false],
  ['ab\\Z', '', 'ab\n', true],
  ['\\Qa.b\\E.', '', 'a.bX', true],
  ['\\Qa.b\\E', '', 'aXb', false],
  ['[[:digit:]]+[[:alpha:]]', '', '12x', true],
  ['^[]a]+$', '', ']a', true],
  ['^[^]a]+$', '', 'bc', true],
  ['[[]x', '', '[x', true],
  ['a\\sb', '', 'a\u00a0b', false],
  ['a\\hb', '', 'a\tb', true],
  ['\\x{1F600}', '', 'x😀', true],
  ['^.$', '', '😀', true],
  ['^[^a]$', '', '😀', true],
  ['^\\p{L}+$', '', 'äöü', true],
  ['(?P<year>\\d{4})-(\\d\\d)', '', '2026-11', true],
  ['\\-\\_\\@', '', '-_@', true],
  ['a\\.b', '', 'a.b', true],
  ['^(a+)+$', '', `${'a'.repeat(64)}!`, false],
])('/%s/%s on %j: %s', (source, flags, text, expected) => {
  expect(matches(source, text, flags)).toBe(expected);
});

test.each<[string, string, number]>([
  ['(', '', 51091],
  ['a', 'g', 51108],
  ['(?>a)', '', 238],
  ['a++', '', 238],
  ['\\Kx', '', 238],
  ['[[:^alpha:]]', '', 238],
])('/%s/%s is refused with %i', (source, flags, code) => {
  expect(() => matches(source, '', flags)).toThrow(expect.objectContaining({ code }));
});
