import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseSessions } from '../../../src/features/sessions/domain/parse.ts';
import type { SessionRecord } from '../../../src/features/sessions/domain/record.ts';

/** A line as it is meant. `label: null` is a line without one of the labels; `value: null` is a blank line. */
interface Line {
  label: string | null;
  value: string | null;
  /** Why the value alone is wrong. */
  wrong?: boolean;
  /** Minutes that the line gives, rightly or wrongly: of the bracket, or of the whole value. */
  minutes?: number;
  /** What is left of the value without its bracket. */
  name?: string;
}

const required = ['Region', 'Sessions', 'Source', 'Destination'];
const tenThousand = 'x'.repeat(10_000);
const word = fc.stringMatching(/^[A-Za-z][A-Za-z0-9 .-]{0,12}[A-Za-z0-9]$/);
const right = (label: string, value: string): Line => ({ label, value });
const wrong = (label: string, value: string): Line => ({ label, value, wrong: true });

const timeWords = fc.constantFrom('', ' min', ' mins', ' minutes', 'm');
const time = fc.tuple(fc.integer({ min: 1, max: 120 }), timeWords);
const noTime = ['0', '121', '1.5', '-5', '15,5 mins', '99999999 min'];
const short = (label: string) =>
  fc.oneof(
    { weight: 12, arbitrary: word.map((value) => right(label, value)) },
    { weight: 1, arbitrary: fc.constantFrom(wrong(label, ''), wrong(label, tenThousand)) },
  );

const customers = fc.oneof(
  { weight: 5, arbitrary: word.map((value): Line => ({ label: 'Customer', value, name: value })) },
  {
    weight: 5,
    arbitrary: fc.tuple(word, time, fc.constantFrom('', ' [EU]')).map(
      ([name, [minutes, unit], more]): Line => ({
        label: 'Customer',
        value: `${name}${more} [${minutes}${unit}]`,
        name: `${name}${more}`,
        minutes,
      }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Line>(
      { label: 'Customer', value: 'Acme [EU]', name: 'Acme [EU]' },
      ...['', '[15 mins]', tenThousand, ...noTime.map((text) => `a.cz [${text}]`)].map((value) =>
        wrong('Customer', value),
      ),
    ),
  },
);

const sessions = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.integer({ min: 1, max: 1_000_000 }).map((n) => right('Sessions', String(n))),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ...['0', '1.5', 'many', '', '-1', '1e3', '５', '1000001'].map((value) => wrong('Sessions', value)),
    ),
  },
);

const times = fc.oneof(
  {
    weight: 6,
    arbitrary: time.map(
      ([minutes, unit]): Line => ({ ...right('Time Consumed', `${minutes}${unit}`), minutes }),
    ),
  },
  { weight: 1, arbitrary: fc.constant(right('Time Consumed', '')) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...[...noTime, 'long', '1 h'].map((value) => wrong('Time Consumed', value))),
  },
);

const strays = fc.constantFrom<Line>(
  { label: null, value: 'What is this' },
  { label: null, value: 'Region EU' },
  { label: null, value: 'Country: EU' },
  { label: null, value: '12:30 called back' },
  { label: null, value: null },
  right('Region', 'US'),
  right('Sessions', '3'),
  right('Source', 'Mail'),
  right('Destination', 'BQ'),
  { label: 'Time Consumed', value: '15', minutes: 15 },
  right('Observation', 'Fine.'),
);

/** The lines of one record after its customer, most of them right, in any order, some missing, some twice. */
const rest = fc
  .tuple(
    fc.tuple(short('Region'), sessions, short('Source'), short('Destination')),
    fc.option(times, { freq: 2 }),
    fc.option(fc.oneof(word, fc.constantFrom('', tenThousand)), { freq: 2 }),
    fc.array(strays, { maxLength: 2 }),
    fc.integer({ min: 0, max: 40 }),
    fc.boolean(),
  )
  .chain(([fields, consumed, observation, more, left, mixed]) => {
    const kept: Line[] = [...fields.filter((_, index) => index !== left), ...(consumed ? [consumed] : [])];
    const said = observation === null ? [] : [right('Observation', observation)];
    const odd = left % 4 === 0 ? more : [];
    return mixed
      ? fc.shuffledSubarray([...kept, ...said, ...odd], { minLength: kept.length + said.length + odd.length })
      : fc.constant([...kept, ...said, { label: null, value: null }, ...odd]);
  });

/** What a text means by the rules alone: the records, and for each bad one every line that may be blamed. */
function oracle(lines: readonly Line[]) {
  const good: { line: number; record: SessionRecord }[] = [];
  const bad: number[][] = [];
  const starts = lines.flatMap(({ label }, index) => (label === 'Customer' ? [index] : []));
  const before = lines.slice(0, starts[0] ?? lines.length);
  for (const [index, { value }] of before.entries())
    if (value !== null && (index === 0 || before[index - 1]?.value === null)) bad.push([index + 1]);
  for (const [nth, start] of starts.entries()) {
    const own = lines.slice(start, starts[nth + 1] ?? lines.length);
    const blamed = new Set<number>();
    const seen = new Map<string, Line>();
    let observation: string | null = null;
    let observedAt = 0;
    let last = '';
    for (const [offset, line] of own.entries()) {
      const number = start + offset + 1;
      if (line.value === null) continue;
      if (line.label === null) {
        if (last === 'Observation' && observation !== null) observation += `\n${line.value}`;
        else blamed.add(number);
        continue;
      }
      last = line.label;
      if (seen.has(line.label)) blamed.add(number);
      else {
        seen.set(line.label, line);
        if (line.wrong) blamed.add(number);
        if (line.label === 'Observation') [observation, observedAt] = [line.value, number];
      }
      const said = [seen.get('Customer')?.minutes, seen.get('Time Consumed')?.minutes];
      if (line.label === 'Time Consumed' && said.every(Boolean) && said[0] !== said[1]) blamed.add(number);
    }
    for (const label of required) if (!seen.has(label)) blamed.add(start + 1);
    if (observation !== null && observation.length > 3_000) blamed.add(observedAt);
    if (blamed.size > 0) {
      bad.push([...blamed]);
      continue;
    }
    const value = (label: string) => seen.get(label)?.value ?? '';
    good.push({
      line: start + 1,
      record: {
        customer: seen.get('Customer')?.name ?? '',
        region: value('Region'),
        sessions: Number(value('Sessions')),
        source: value('Source'),
        destination: value('Destination'),
        minutes: seen.get('Time Consumed')?.minutes ?? seen.get('Customer')?.minutes ?? null,
        observation: observation || null,
      },
    });
  }
  return { good, bad };
}

/** How a line may look: its label in any case, any space around it, either colon, any line end. */
const looks = fc.record({
  upper: fc.constantFrom('as it is', 'upper', 'lower'),
  indent: fc.constantFrom('', ' ', '\t', '\u00a0'),
  colon: fc.constantFrom(':', ' :', '\u00a0：', '： '),
  space: fc.constantFrom(' ', '\u00a0', '  '),
  end: fc.constantFrom('\n', '\r\n', '\r'),
});

function written({ label, value }: Line, { upper, indent, colon, space, end }: Look): string {
  if (value === null) return `${indent || ' '}${end}`;
  if (label === null) return `${indent}${value}${end}`;
  const named = label.replace(' ', space);
  const cased = upper === 'upper' ? named.toUpperCase() : upper === 'lower' ? named.toLowerCase() : named;
  return `${indent}${cased}${colon}${space}${value}${indent}${end}`;
}
type Look = typeof looks extends fc.Arbitrary<infer L> ? L : never;

test('any mixture of right and wrong lines is read as the rules say, each bad record blamed on a line that is wrong', () => {
  const text = fc
    .tuple(fc.array(strays, { maxLength: 2 }), fc.array(fc.tuple(customers, rest), { maxLength: 5 }))
    .map(([before, records]) => [...before, ...records.flatMap(([customer, own]) => [customer, ...own])])
    .chain((lines) =>
      fc.record({
        lines: fc.constant(lines),
        looks: fc.array(looks, { minLength: lines.length, maxLength: lines.length }),
        mark: fc.boolean(),
      }),
    );
  let counted = { good: 0, bad: 0 };
  fc.assert(
    fc.property(text, ({ lines, looks: how, mark }) => {
      const body = lines.map((line, index) => written(line, how[index] as Look)).join('');
      const read = parseSessions(`${mark ? '\ufeff' : ''}${body}`);
      const meant = oracle(lines);
      expect(read.good).toEqual(meant.good);
      expect(read.bad).toHaveLength(meant.bad.length);
      for (const [index, { line }] of read.bad.entries()) expect(meant.bad[index]).toContain(line);
      counted = { good: counted.good + meant.good.length, bad: counted.bad + meant.bad.length };
    }),
    { numRuns: 400 },
  );
  expect(Math.min(counted.good, counted.bad), 'both kinds are tried').toBeGreaterThan(100);
});
