import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChannelView, UserObject } from '../../../../src/local/slack/control/types.ts';
import {
  dayLabel,
  formatSlackDate,
  fromLocalInput,
  offsetLabel,
  toLocalInput,
} from '../../../../src/local/slack/page/text/dates.ts';
import { emojiOf, searchEmoji, withEmoji } from '../../../../src/local/slack/page/text/emoji.ts';
import { decodeReferences, encodeReferences } from '../../../../src/local/slack/page/text/encode.ts';
import { fromRichText, toRichText } from '../../../../src/local/slack/page/text/rich-text-plain.ts';

const berlin = { zone: 'Europe/Berlin', now: Date.parse('2026-11-20T12:00:00Z') };
const seconds = (iso: string) => Date.parse(iso) / 1000;

test.each([
  ['{date_num} {time}', '2026-11-20T13:30:05Z', '2026-11-20 14:30'],
  ['{time_secs}', '2026-11-20T13:30:05Z', '14:30:05'],
  ['{date}', '2026-11-02T12:00:00Z', 'November 2nd, 2026'],
  ['{date_short}', '2026-11-11T12:00:00Z', 'Nov 11, 2026'],
  ['{date_long}', '2026-11-11T12:00:00Z', 'Wednesday, November 11th, 2026'],
  ['{date_short_pretty} at {time}', '2026-11-20T23:30:00Z', 'tomorrow at 00:30'],
  ['{date_pretty}', '2026-11-19T10:00:00Z', 'yesterday'],
  ['{ago}', '2026-11-20T10:00:00Z', '2 hours ago'],
  ['{unknown} {time}', '2026-11-20T10:00:00Z', '{unknown} 11:00'],
])('%s is written for the reader’s zone', (format, moment, expected) => {
  expect(formatSlackDate(seconds(moment), format, berlin)).toBe(expected);
});

test('the same moment is another day and time elsewhere', () => {
  const kolkata = { ...berlin, zone: 'Asia/Kolkata' };
  expect(formatSlackDate(seconds('2026-11-20T20:00:00Z'), '{date_short_pretty} {time}', kolkata)).toBe(
    'tomorrow 01:30',
  );
});

test('a broken timestamp leaves the place to the fallback', () => {
  expect(formatSlackDate(Number.NaN, '{date}', berlin)).toBeUndefined();
});

test('days are named as people name them', () => {
  expect(dayLabel(seconds('2026-11-20T01:00:00Z'), berlin)).toBe('Today');
  expect(dayLabel(seconds('2026-11-19T01:00:00Z'), berlin)).toBe('Yesterday');
  expect(dayLabel(seconds('2026-11-02T01:00:00Z'), berlin)).toBe('Monday, 2 November');
});

test('a moment typed by a person survives the way to an epoch and back, in any zone', () => {
  const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kolkata');
  const minutes = fc.integer({ min: 20_000_000, max: 40_000_000 });
  fc.assert(
    fc.property(minutes, zones, (minute, zone) => {
      const typed = toLocalInput(minute * 60, zone);
      expect(toLocalInput(fromLocalInput(typed, zone) ?? 0, zone)).toBe(typed);
    }),
  );
  expect(fromLocalInput('', 'Europe/Berlin')).toBeNull();
});

test.each([
  [0, ''],
  [7_200_000, '+2 h'],
  [94_200_000, '+1 d 2 h'],
  [-600_000, '−10 min'],
])('a clock moved by %d ms says so', (offset, expected) => {
  expect(offsetLabel(offset)).toBe(expected);
});

test('emoji have Slack’s names', () => {
  expect(emojiOf('large_green_circle')).toBe('🟢');
  expect(emojiOf('thumbsup')).toBe('👍');
  expect(emojiOf('+1::skin-tone-3')).toBe('👍🏼');
  expect(emojiOf('nobody_made_this')).toBeUndefined();
  expect(withEmoji('At 10:30:15 :tada: :not_one:')).toBe('At 10:30:15 🎉 :not_one:');
  expect(searchEmoji('tick')[0]?.name).toBe('ticket');
});

const user = (id: string, name: string) => ({ id, real_name: name, name, profile: {} }) as UserObject;
const users = [user('U1', 'Bo Agent'), user('U2', 'Bo')];
const channels = [{ id: 'C1', name: 'general', kind: 'public' } as ChannelView];

test('names become references, the longest first, and come back', () => {
  const typed = '@Bo Agent and @Bo in #general, not @Bobby or #generals';
  const encoded = '<@U1> and <@U2> in <#C1>, not @Bobby or #generals';
  expect(encodeReferences(typed, users, channels)).toBe(encoded);
  expect(decodeReferences(encoded, users, channels)).toBe(typed);
  expect(decodeReferences('a &lt;b&gt; &amp;amp; <!here>', users, channels)).toBe('a <b> &amp; @here');
});

test('formatted text is typed with marks', () => {
  const typed = 'Hello *bold* and _thin_\n- one\n- two\n1. first\n> quoted\nhttps://example.com/a `x`';
  const block = toRichText(typed);
  expect(block.elements.map((element) => element.type)).toEqual([
    'rich_text_section',
    'rich_text_list',
    'rich_text_list',
    'rich_text_quote',
    'rich_text_section',
  ]);
  expect(block.elements[0]).toMatchObject({
    elements: [
      { text: 'Hello ' },
      { text: 'bold', style: { bold: true } },
      { text: ' and ' },
      { text: 'thin', style: { italic: true } },
    ],
  });
  expect(fromRichText(block)).toBe(typed);
});
