import fc from 'fast-check';
import type { Answer, Condition, Journey, Question } from '../../../src/features/journeys/domain/types.ts';

/** A small journey with one branch, a picture step and an outcome by rules. */
export const sample: Journey = {
  key: 'sample',
  title: 'Sample',
  questions: [
    {
      id: 'topic',
      ask: 'Topic?',
      kind: 'single',
      options: [
        { value: 'order', label: 'An order' },
        { value: 'other', label: 'Something else' },
      ],
      next: [{ when: { question: 'topic', equals: 'order' }, use: 'damage' }, { default: 'details' }],
    },
    { id: 'damage', ask: 'Pictures?', kind: 'images' },
    { id: 'details', ask: 'Details?', kind: 'text' },
  ],
  outcome: {
    subject: '{{topic}}: {{details}}',
    priority: [{ when: { question: 'topic', equals: 'order' }, use: 'high' }, { default: 'low' }],
    category: 'Samples',
  },
};

/** Journeys whose questions lead only forward, with rules over any earlier single choice, and answers to all of them. */
export const journeysWithAnswers: fc.Arbitrary<{ journey: Journey; answers: Record<string, Answer> }> = fc
  .integer({ min: 1, max: 9 })
  .chain((count) => {
    const ids = Array.from({ length: count }, (_, index) => `q${index}`);
    const values = ['a', 'b', 'c'];
    const condition = (upTo: number): fc.Arbitrary<Condition> =>
      fc.letrec<{ one: Condition; tree: Condition }>((tie) => ({
        one: fc.oneof(
          fc.record({
            question: fc.constantFrom(...ids.slice(0, upTo + 1)),
            equals: fc.constantFrom(...values),
          }),
          fc.record({
            question: fc.constantFrom(...ids.slice(0, upTo + 1)),
            in: fc.subarray(values, { minLength: 1 }),
          }),
          fc.record({
            question: fc.constantFrom(...ids.slice(0, upTo + 1)),
            contains: fc.constantFrom(...values),
          }),
        ) as fc.Arbitrary<Condition>,
        tree: fc.oneof(
          { maxDepth: 2, depthIdentifier: 'condition' },
          tie('one'),
          fc.record({ all: fc.array(tie('tree'), { minLength: 1, maxLength: 2 }) }),
          fc.record({ any: fc.array(tie('tree'), { minLength: 1, maxLength: 2 }) }),
          fc.record({ not: tie('tree') }),
        ) as fc.Arbitrary<Condition>,
      })).tree;
    const question = (index: number): fc.Arbitrary<Question> => {
      const later = [...ids.slice(index + 1), 'end'];
      const rule = fc.record({ when: condition(index), use: fc.constantFrom(...later) });
      const next = fc.option(
        fc
          .tuple(fc.array(rule, { maxLength: 3 }), fc.constantFrom(...later))
          .map(([rules, last]) => [...rules, { default: last }]),
        { nil: undefined },
      );
      const options = values.map((value) => ({ value, label: value.toUpperCase() }));
      return next.map((chosen) => ({
        id: ids[index]!,
        ask: `Question ${index}?`,
        kind: 'single' as const,
        options,
        ...(chosen ? { next: chosen } : {}),
      }));
    };
    return fc.record({
      journey: fc.tuple(...ids.map((_, index) => question(index))).map((questions) => ({
        key: 'random',
        title: 'Random',
        questions,
        outcome: { subject: questions.map(({ id }) => `{{${id}}}`).join(' ') },
      })),
      answers: fc.record(Object.fromEntries(ids.map((id) => [id, fc.constantFrom(...values)]))),
    });
  });
