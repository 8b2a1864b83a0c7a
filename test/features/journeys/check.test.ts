import { readdirSync, readFileSync } from 'node:fs';
import { performance as eventLoop } from 'node:perf_hooks';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { parseJourney } from '../../../src/features/journeys/definition.ts';
import { problemsOf } from '../../../src/features/journeys/domain/check.ts';
import { holds } from '../../../src/features/journeys/domain/rules.ts';
import type {
  Answer,
  Answers,
  Journey,
  Outcome,
  Question,
} from '../../../src/features/journeys/domain/types.ts';
import { walk } from '../../../src/features/journeys/domain/walk.ts';
import { checkWays } from '../../../src/features/journeys/domain/ways.ts';
import { readJourney } from '../../../src/features/journeys/service/read-journey.ts';
import { journeys, type Sampled, sample } from './samples.ts';

const withQuestions = (...questions: Question[]): Journey => ({
  ...sample,
  questions,
  outcome: { subject: 'A subject' },
});
const text = (id: string, rest: object = {}): Question => ({ id, ask: `${id}?`, kind: 'text', ...rest });
const choice = (id: string, rest: object = {}): Question => ({
  id,
  ask: `${id}?`,
  kind: 'single',
  options: [
    { value: 'yes', label: 'Yes' },
    { value: 'no', label: 'No' },
  ],
  ...rest,
});

describe('what keeps a journey from being published', () => {
  test('nothing does for a good one', () => expect(problemsOf(sample)).toEqual([]));

  test.each<[string, Journey, string | null, RegExp]>([
    ['no question', withQuestions(), null, /at least one/],
    ['an id twice', withQuestions(text('a'), text('a')), 'a', /twice/],
    ['a reserved id', withQuestions(text('end')), 'end', /reserved/],
    ['an unknown target', withQuestions(text('a', { next: 'zz' })), 'a', /no question "zz"/],
    [
      'a dead end',
      withQuestions(choice('a', { next: [{ when: { question: 'a', equals: 'yes' }, use: 'end' }] })),
      'a',
      /lead nowhere/,
    ],
    ['a cycle', withQuestions(text('a'), text('b', { next: 'a' })), 'a', /circle/],
    ['an unreachable question', withQuestions(text('a', { next: 'end' }), text('b')), 'b', /No answer leads/],
    [
      'a rule over an unknown question',
      withQuestions(
        text('a', { next: [{ when: { question: 'z', equals: 'x' }, use: 'end' }, { default: 'end' }] }),
      ),
      'a',
      /"z", which is no question/,
    ],
    [
      'a rule over a later question',
      withQuestions(
        choice('a', { next: [{ when: { question: 'b', equals: 'yes' }, use: 'end' }, { default: 'b' }] }),
        choice('b'),
      ),
      'a',
      /never answered before/,
    ],
    [
      'an option that is not offered',
      withQuestions(
        choice('a', {
          next: [{ when: { question: 'a', equals: 'maybe' }, use: 'end' }, { default: 'end' }],
        }),
      ),
      'a',
      /can never hold/,
    ],
    [
      'a contradiction',
      withQuestions(
        choice('a', {
          next: [
            {
              when: {
                all: [{ question: 'a', equals: 'yes' }, { not: { question: 'a', in: ['yes', 'no'] } }],
              },
              use: 'end',
            },
            { default: 'end' },
          ],
        }),
      ),
      'a',
      /can never hold/,
    ],
    [
      'a rule behind one that takes everything',
      withQuestions(
        choice('a', {
          next: [
            { when: { question: 'a', in: ['yes', 'no'] }, use: 'end' },
            { when: { question: 'a', equals: 'no' }, use: 'b' },
            { default: 'b' },
          ],
        }),
        text('b'),
      ),
      'a',
      /never reached/,
    ],
    [
      'a rule over an answer that leads elsewhere',
      withQuestions(
        choice('a', { next: [{ when: { question: 'a', equals: 'yes' }, use: 'b' }, { default: 'end' }] }),
        text('b', { next: [{ when: { question: 'a', equals: 'no' }, use: 'end' }, { default: 'c' }] }),
        text('c'),
      ),
      'b',
      /no way that leads here do the answers to "a" fit/,
    ],
    [
      'a rule of the outcome over answers of two ways',
      {
        ...withQuestions(
          choice('a', { next: [{ when: { question: 'a', equals: 'yes' }, use: 'end' }, { default: 'b' }] }),
          choice('b'),
        ),
        outcome: {
          subject: [
            {
              when: {
                all: [
                  { question: 'a', equals: 'yes' },
                  { question: 'b', equals: 'no' },
                ],
              },
              use: 'Both',
            },
            { default: 'One' },
          ],
        },
      },
      null,
      /no way that leads to the end do the answers to "a", "b" fit/,
    ],
    [
      'a question behind a default that is never taken',
      withQuestions(
        choice('a', {
          next: [{ when: { question: 'a', in: ['yes', 'no'] }, use: 'end' }, { default: 'b' }],
        }),
        text('b'),
      ),
      'b',
      /No possible answers lead/,
    ],
    [
      'a default that is not last',
      withQuestions(text('a', { next: [{ default: 'end' }, { default: 'end' }] })),
      'a',
      /stand last/,
    ],
    [
      'a label too long for Slack',
      withQuestions(text('a', { ask: 'x'.repeat(2001) })),
      'a',
      /2001 characters/,
    ],
    [
      '101 options',
      withQuestions(
        choice('a', { options: Array.from({ length: 101 }, (_, n) => ({ value: `${n}`, label: `${n}` })) }),
      ),
      'a',
      /101 options/,
    ],
    ['a pattern with a look-ahead', withQuestions(text('a', { pattern: '(?=x)y' })), 'a', /pattern cannot/],
    [
      'a length no answer can have',
      withQuestions(text('a', { minLength: 5, maxLength: 2 })),
      'a',
      /minLength/,
    ],
    ['six pictures', withQuestions({ id: 'a', ask: 'a', kind: 'images', maxFiles: 6 }), 'a', /5 pictures/],
    ['a placeholder of no question', { ...sample, outcome: { subject: '{{nobody}}' } }, null, /nobody/],
    ['a title too long for a modal', { ...sample, title: 'x'.repeat(25) }, null, /25 characters/],
  ])('%s', (_, journey, question, message) => {
    const problems = problemsOf(journey);
    expect(problems.map((problem) => problem.question)).toContain(question);
    expect(problems.map((problem) => problem.message).join('\n')).toMatch(message);
  });

  test('what is said to hold on no way truly never happens, whatever is answered', () => {
    fc.assert(
      fc.property(journeys(4), (sampled) => {
        const happens = everything(sampled);
        for (const { path } of checkWays(sampled.journey)) expect(happens).not.toContain(path.join(' '));
      }),
      { numRuns: 150 },
    );
  });

  test('of single choices, everything that never happens on any way is found', () => {
    fc.assert(
      fc.property(journeys(3, ['single']), (sampled) => {
        const { journey } = sampled;
        const happens = everything(sampled);
        const refused = checkWays(journey).map(({ path }) => path.join(' '));
        const rules = [
          ...journey.questions.map(({ next }, index) => [`questions ${index} next`, next] as const),
          ['outcome priority', journey.outcome.priority] as const,
        ].flatMap(([at, value]) =>
          Array.isArray(value)
            ? value.flatMap((rule, position) => ('when' in rule ? [`${at} ${position}`] : []))
            : [],
        );
        const asked = (rule: string) =>
          !rule.startsWith('questions') || happens.has(`questions ${rule.split(' ')[1]} id`);
        expect(refused.filter((path) => !path.endsWith('id')).toSorted()).toEqual(
          rules.filter((rule) => asked(rule) && !happens.has(rule)).toSorted(),
        );
      }),
      { numRuns: 80 },
    );
  });
});

/** Every question asked and every rule taken on some way, by where it stands. */
function everything({ journey, possible }: Sampled): Set<string> {
  const happens = new Set<string>();
  const decided = (at: string, value: Outcome['priority'] | Question['next'], given: Answers) => {
    if (!Array.isArray(value)) return;
    const position = value.findIndex((rule) => 'default' in rule || holds(rule.when, given));
    happens.add(`${at} ${position}`);
  };
  const follow = (given: Record<string, Answer>) => {
    const { current } = walk(journey, given);
    if (!current) return decided('outcome priority', journey.outcome.priority, given);
    const at = `questions ${journey.questions.indexOf(current)}`;
    happens.add(`${at} id`);
    for (const answer of possible[current.id] ?? []) {
      const more = { ...given, [current.id]: answer };
      decided(`${at} next`, current.next, more);
      follow(more);
    }
  };
  follow({});
  return happens;
}

describe('a journey as YAML', () => {
  const good = (rest = ''): string =>
    `key: one\ntitle: One\nquestions:\n  - id: a\n    ask: A?\n    kind: text\n${rest}outcome: { subject: "{{a}}" }\n`;

  test('is read', () => expect(parseJourney(good()).value?.questions[0]?.id).toBe('a'));

  test.each<[string, string, number | null, RegExp]>([
    ['a tab', 'key: a\n\ttitle: b\n', 2, /Tabs/],
    ['a key twice', 'key: a\nkey: b\n', 2, /unique/],
    ['an alias', 'key: &x a\ntitle: *x\n', null, /Anchors/],
    ['a field nobody knows', good('    colour: red\n'), 4, /colour/],
    ['a wrong kind', good().replace('text', 'song'), 6, /kind/],
    [
      'a rule of no known form',
      good('    next: [{ when: { question: a, is: b }, use: end }, { default: end }]\n'),
      7,
      /next/,
    ],
    ['an impossible graph', good('    next: a\n'), 7, /circle/],
    ['10 MB', 'x'.repeat(10_000_000), null, /larger/],
    ['not a journey', '- 1\n- 2\n', 1, /the journey/],
  ])('%s is refused with its line', (_, source, line, message) => {
    const { value, faults } = parseJourney(source);
    expect(value).toBeNull();
    expect(faults[0]?.line).toBe(line);
    expect(faults.map((fault) => fault.message).join('\n')).toMatch(message);
  });

  test('10,000 questions are refused', () => {
    const many = Array.from({ length: 10_000 }, (_, n) => `  - { id: q${n}, ask: Q, kind: text }`).join('\n');
    expect(parseJourney(`key: a\ntitle: A\nquestions:\n${many}\noutcome: { subject: x }\n`).value).toBeNull();
  });

  test('60 questions of 100 long options are read in a thread of their own, and nothing else waits', async () => {
    const options = Array.from({ length: 100 }, (_, n) => ({ value: `v${n}`, label: 'x'.repeat(75) }));
    const questions = Array.from({ length: 60 }, (_, n) => choice(`q${n}`, { options }));
    const source = stringify(withQuestions(...questions), { aliasDuplicateObjects: false });
    const before = eventLoop.eventLoopUtilization();
    const { value, faults } = await readJourney(source);
    expect(eventLoop.eventLoopUtilization(before).utilization).toBeLessThan(0.5);
    expect(faults).toEqual([]);
    expect(value?.questions).toHaveLength(60);
  });

  test('a fault found in the thread keeps its line, and 201 rules in a list are one', async () => {
    expect((await readJourney('key: a\nkey: b\n')).faults[0]).toMatchObject({ line: 2 });
    const rule = '{ when: { question: a, equals: x }, use: end }, ';
    const { faults } = parseJourney(good(`    next: [${rule.repeat(200)}{ default: end }]\n`));
    expect(faults[0]).toMatchObject({ question: 'a', message: expect.stringContaining('at most 200 rules') });
  });

  test('the example of docs/journeys.md may be published', () => {
    const example = /```yaml\n([\s\S]*?)```/.exec(readFileSync('docs/journeys.md', 'utf8'))?.[1] ?? '';
    expect(parseJourney(example).faults).toEqual([]);
  });

  test.each(readdirSync('manifests/journeys'))('%s, which ships with the desk, may be published', (name) => {
    expect(parseJourney(readFileSync(`manifests/journeys/${name}`, 'utf8')).faults).toEqual([]);
  });
});
