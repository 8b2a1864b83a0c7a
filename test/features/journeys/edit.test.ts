import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseNext } from '../../../src/features/journeys/definition.ts';
import { problemsOf } from '../../../src/features/journeys/domain/check.ts';
import { differences } from '../../../src/features/journeys/domain/differences.ts';
import { placeQuestion, putQuestion } from '../../../src/features/journeys/domain/edit.ts';
import { optionsOf, optionsText } from '../../../src/features/journeys/domain/option-lines.ts';
import { renameReferences } from '../../../src/features/journeys/domain/rename.ts';
import { questionOf } from '../../../src/features/journeys/listeners/question-fields.ts';
import { joined, pieces } from '../../../src/features/journeys/views/fields.ts';
import type { FieldErrors } from '../../../src/platform/errors.ts';
import { sample } from './samples.ts';

/** What a person who changes nothing hands in again. */
const handedIn = (blocks: ReturnType<typeof pieces>): Record<string, string | undefined> =>
  Object.fromEntries(
    blocks.map(({ block_id, element }) => [block_id, (element as { initial_value?: string }).initial_value]),
  );

describe('what a form shows and reads back', () => {
  const part = fc
    .string({ minLength: 1, maxLength: 75, unit: fc.constantFrom(...'ab|\\n\n 😀') })
    .map((text) => text.trim())
    .filter(Boolean);

  test('options come back as they were, with bars and line breaks in them, however many', () => {
    const options = fc.array(
      fc.record({ value: part, label: part, description: fc.option(part, { nil: undefined }) }),
      { maxLength: 100 },
    );
    fc.assert(
      fc.property(options, (given) => {
        const clean = given.map(({ description, ...rest }) =>
          description ? { ...rest, description } : rest,
        );
        expect(
          optionsOf(joined(handedIn(pieces('options', 'Options', optionsText(clean))), 'options')),
        ).toEqual(clean);
      }),
      { numRuns: 60 },
    );
  });

  test('each field keeps to Slack’s 3,000 characters with room to write', () => {
    const longest = Array.from({ length: 100 }, (_, n) => ({
      value: `${n}`.padEnd(75, 'v'),
      label: `${n}`.padEnd(75, 'l'),
      description: 'd'.repeat(75),
    }));
    const blocks = pieces('options', 'Options', optionsText(longest));
    for (const text of Object.values(handedIn(blocks))) expect(text?.length).toBeLessThan(2_700);
    expect(optionsOf(joined(handedIn(blocks), 'options'))).toEqual(longest);
  });

  test('what no form can hold is to be edited as a file, rather than cut off', () => {
    expect(() => pieces('next', 'Next', 'line\n'.repeat(10_000))).toThrow(/Export the journey/);
  });
});

describe('the form of a question', () => {
  const fields = { id: 'a', ask: 'A?', kind: 'text', help: '', example: '', optional: [], more: '' };
  const faults = (given: object): Record<string, string> => {
    try {
      questionOf({ ...fields, ...given });
      return {};
    } catch (error) {
      return (error as FieldErrors).fields;
    }
  };

  test.each<[string, object, string, RegExp]>([
    [
      'a rule of no known form',
      { next: '- default: b\n- when: { question: a, is: b }\n  use: c' },
      'next',
      /Line 2/,
    ],
    ['a tab', { next: '- when:\n\tquestion: a' }, 'next', /Line 2: .*[Tt]ab/],
    ['a limit twice', { more: 'maxLength: 3\nmaxLength: 4' }, 'more', /Line 2: .*unique/],
    ['a limit nobody knows', { more: 'colour: red' }, 'more', /colour/],
    ['what has a field of its own', { more: 'ask: B?' }, 'more', /field of its own/],
    ['an id with spaces', { id: 'my question' }, 'id', /small letters/],
    [
      'an anchor',
      { next: '- when: &x { question: a, equals: b }\n  use: c\n- when: *x\n  use: d' },
      'next',
      /Anchors/,
    ],
  ])('%s is said beside its field, with its line', (_, given, field, message) => {
    expect(Object.keys(faults(given))).toEqual([field]);
    expect(faults(given)[field]).toMatch(message);
  });

  test('takes every kind, limit and rule that a file takes', () => {
    const rules = parseNext(
      '- when: { not: { any: [{ question: a, contains: x }] } }\n  use: end\n- default: b',
    ).value;
    const next = '- when: { not: { any: [{ question: a, contains: x }] } }\n  use: end\n- default: b';
    const more =
      'format: email\nlines: many\nminLength: 2\nmaxLength: 9\npattern: "[a-z]+"\npatternHint: Small letters';
    expect(questionOf({ ...fields, help: 'H', example: 'E', optional: ['optional'], more, next })).toEqual({
      id: 'a',
      ask: 'A?',
      kind: 'text',
      help: 'H',
      example: 'E',
      optional: true,
      format: 'email',
      lines: 'many',
      minLength: 2,
      maxLength: 9,
      pattern: '[a-z]+',
      patternHint: 'Small letters',
      next: rules,
    });
    expect(questionOf({ ...fields, kind: 'images', more: 'maxFiles: 2' })).toMatchObject({
      kind: 'images',
      maxFiles: 2,
    });
  });
});

describe('an edit', () => {
  test('of an id takes along what named it', () => {
    const topic = { ...sample.questions[0]!, id: 'subject' };
    const renamed = renameReferences('topic', 'subject')(putQuestion(topic, 'topic')(sample));
    expect(problemsOf(renamed)).toEqual([]);
    expect(JSON.stringify(renamed)).not.toContain('topic');
    expect(renamed.outcome.subject).toBe('{{subject}}: {{details}}');
  });

  test('moves a question to any place', () => {
    const order = (id: string, place: number) =>
      placeQuestion(id, place)(sample).questions.map((one) => one.id);
    expect(order('details', 1)).toEqual(['details', 'topic', 'damage']);
    expect(order('topic', 99)).toEqual(['damage', 'details', 'topic']);
  });
});

test('the difference names every part that changed, and nothing when nothing did', () => {
  const [topic, ...rest] = sample.questions;
  const options = [
    { value: 'order', label: 'An order' },
    { value: 'bill', label: 'A bill' },
  ];
  const after = {
    ...sample,
    description: 'New words',
    questions: [{ ...topic!, options } as typeof topic & object, ...rest.toReversed()],
    outcome: { ...sample.outcome, category: 'Other' },
  };
  expect(differences(sample, structuredClone(sample))).toEqual([]);
  expect(differences(sample, after)).toEqual([
    'Description: none → “New words”',
    'Changed: topic (options + “A bill”, − “Something else”)',
    'The order of the questions',
    'Outcome (category “Samples” → “Other”)',
  ]);
});
