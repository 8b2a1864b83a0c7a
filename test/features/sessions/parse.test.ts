import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { insightsOf } from '../../../src/features/sessions/domain/insights.ts';
import { parseSessions } from '../../../src/features/sessions/domain/parse.ts';
import { customerKey, type SessionRecord } from '../../../src/features/sessions/domain/record.ts';

const usual = `Customer: mediconas.cz [15 mins]
Region: EU
Sessions: 5
Source: FB Pages
Destination: BQ
Time Consumed: 15 mins
Observation: All well.`;

const without = (label: string, text = usual) =>
  text
    .split('\n')
    .filter((line) => !line.startsWith(label))
    .join('\n');
const withLine = (label: string, line: string) =>
  usual
    .split('\n')
    .map((each) => (each.startsWith(label) ? line : each))
    .join('\n');

const record: SessionRecord = {
  customer: 'mediconas.cz',
  region: 'EU',
  sessions: 5,
  source: 'FB Pages',
  destination: 'BQ',
  minutes: 15,
  observation: 'All well.',
};

describe('the text form', () => {
  test.each([
    ['as written', usual],
    ['with blank lines anywhere', usual.replaceAll('\n', '\n\n \t\n')],
    [
      'with labels in any case',
      usual
        .toLowerCase()
        .replace('eu', 'EU')
        .replace('fb pages', 'FB Pages')
        .replace('bq', 'BQ')
        .replace('all', 'All'),
    ],
    ['with Windows line ends and a byte order mark', `\ufeff${usual.replaceAll('\n', '\r\n')}`],
    ['with spaces around the colons', usual.replaceAll(': ', '  :   ')],
    ['with the bracketed time alone', without('Time')],
    ['with the time line alone', withLine('Customer', 'Customer: mediconas.cz')],
    ['with an empty time line', withLine('Time', 'Time Consumed:')],
    ['with “15”', withLine('Time', 'Time Consumed: 15')],
    ['with “15 minutes”', withLine('Time', 'time consumed: 15 minutes')],
  ])('%s', (_, text) =>
    expect(parseSessions(text)).toEqual({ good: [{ line: expect.any(Number), record }], bad: [] }),
  );

  test('time and observation may be missing; brackets that hold no time belong to the name', () => {
    const text = without('Observation', without('Time', withLine('Customer', 'Customer: Acme [EU]')));
    expect(parseSessions(text).good[0]?.record).toMatchObject({
      customer: 'Acme [EU]',
      minutes: null,
      observation: null,
    });
    const both = without('Time', withLine('Customer', 'Customer: Acme [EU] [15 mins]'));
    expect(parseSessions(both).good[0]?.record).toMatchObject({ customer: 'Acme [EU]', minutes: 15 });
  });

  test('an observation goes on over lines', () => {
    expect(parseSessions(`${usual}\nAnd more.`).good[0]?.record.observation).toBe('All well.\nAnd more.');
  });

  test.each([
    ['times that differ', withLine('Time', 'Time Consumed: 20 mins'), 6, 'Leave one out'],
    ['a time of 0', withLine('Customer', 'Customer: a.cz [0 mins]'), 1, '1 to 120'],
    ['a time of 121', without('Time', withLine('Customer', 'Customer: a.cz [121 mins]')), 1, '1 to 120'],
    ['a time in words', withLine('Time', 'Time Consumed: long'), 6, '1 to 120'],
    ['no region', without('Region'), 1, 'Region is missing'],
    ['an empty source', withLine('Source', 'Source:'), 4, 'Source is empty'],
    ['0 sessions', withLine('Sessions', 'Sessions: 0'), 3, 'whole number from 1'],
    ['half a session', withLine('Sessions', 'Sessions: 2.5'), 3, 'whole number from 1'],
    ['no customer name', withLine('Customer', 'Customer: [15 mins]'), 1, 'Customer is empty'],
    ['a label twice', `${usual}\nRegion: US`, 8, 'Region is there twice'],
    ['a line without a label', usual.replace('Sessions', 'What is this\nSessions'), 3, 'none of the labels'],
    [
      'a customer of 201 characters',
      withLine('Customer', `Customer: ${'x'.repeat(201)}`),
      1,
      'longer than 200',
    ],
  ])('%s is reported with its line', (_, text, line, reason) => {
    const { good, bad } = parseSessions(text);
    expect(good).toEqual([]);
    expect(bad).toEqual([{ line, reason: expect.stringContaining(reason) }]);
  });

  test('a bad record does not spoil the good ones, and lines are counted over the whole text', () => {
    const { good, bad } = parseSessions(`hello\nthere\n${usual}\n\n${without('Region')}\n${usual}`);
    expect(good.map(({ line }) => line)).toEqual([3, 17]);
    expect(bad.map(({ line }) => line)).toEqual([1, 11]);
  });

  test('nothing pasted can make it fail, nor take long', () => {
    fc.assert(fc.property(fc.string({ maxLength: 2_000 }), (text) => Boolean(parseSessions(text))));
    const started = performance.now();
    parseSessions(
      `Customer: ${'['.repeat(50_000)}\n${'a '.repeat(50_000)}:\n${'Customer: x\n'.repeat(10_000)}`,
    );
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('customers', () => {
  test.each(['Mediconas.cz', ' www.mediconas.cz ', 'MEDICONAS.CZ.', 'medi conas.cz'])(
    '%s is mediconas.cz',
    (name) => {
      expect(customerKey(name)).toBe('mediconas.cz');
    },
  );
});

describe('insights', () => {
  test('as computed by hand', () => {
    const records = [
      { ...record, minutes: 10 },
      { ...record, customer: 'www.Mediconas.cz', region: 'eu', minutes: 20, sessions: 3 },
      { ...record, customer: 'acme.com', region: 'US', minutes: null, sessions: 7 },
      { ...record, customer: 'b.com', minutes: 60, sessions: 1 },
    ];
    expect(insightsOf(records)).toMatchObject({
      records: 4,
      sessions: 16,
      byRegion: [
        { name: 'EU', records: 3, sessions: 9 },
        { name: 'US', records: 1, sessions: 7 },
      ],
      minutes: { sum: 90, mean: 30, median: 20, records: 3 },
      repeatCustomers: [{ customer: 'www.Mediconas.cz', records: 2 }],
    });
    expect(insightsOf([]).minutes).toEqual({ sum: 0, mean: null, median: null, records: 0 });
  });
});
