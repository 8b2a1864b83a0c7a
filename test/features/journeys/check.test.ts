import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJourney } from '../../../src/features/journeys/definition.ts';
import { problemsOf } from '../../../src/features/journeys/domain/check.ts';
import { holds, referencesOf } from '../../../src/features/journeys/domain/rules.ts';
import { canHold } from '../../../src/features/journeys/domain/satisfiable.ts';
import type { Condition, Journey, Question } from '../../../src/features/journeys/domain/types.ts';
import { journeysWithAnswers, sample } from './samples.ts';

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

  test('a rule is called impossible only when no answers make it hold', () => {
    fc.assert(
      fc.property(journeysWithAnswers, ({ journey }) => {
        for (const { next } of journey.questions) {
          if (!Array.isArray(next)) continue;
          for (const rule of next)
            if ('when' in rule) expect(canHold(journey, rule.when)).toBe(holdsForSome(journey, rule.when));
        }
      }),
      { numRuns: 150 },
    );
  });
});

function holdsForSome(journey: Journey, condition: Condition): boolean {
  const ids = [...new Set(referencesOf(condition))];
  const tryAll = (at: number, answers: Record<string, string>): boolean => {
    const id = ids[at];
    if (id === undefined) return holds(condition, answers);
    if (tryAll(at + 1, answers)) return true;
    return ['a', 'b', 'c'].some((value) => tryAll(at + 1, { ...answers, [id]: value }));
  };
  return journey.questions.length > 0 && tryAll(0, {});
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

  test('the example of docs/journeys.md may be published', () => {
    const example = /```yaml\n([\s\S]*?)```/.exec(readFileSync('docs/journeys.md', 'utf8'))?.[1] ?? '';
    expect(parseJourney(example).faults).toEqual([]);
  });

  test.each(readdirSync('manifests/journeys'))('%s, which ships with the desk, may be published', (name) => {
    expect(parseJourney(readFileSync(`manifests/journeys/${name}`, 'utf8')).faults).toEqual([]);
  });
});
