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

const picture = (name: string): Answer => [{ stored: name, name, mimetype: 'image/png', bytes: 10 }];
const letters = ['a', 'b', 'c'];
const options = letters.map((value) => ({ value, label: value.toUpperCase() }));

/** Questions of each kind and format, with some good answers to each. */
const shapes = {
  single: { question: { kind: 'single', options }, answers: letters },
  multi: { question: { kind: 'multi', options }, answers: [['a'], ['b', 'c'], ['c'], ['a', 'b', 'c']] },
  optional: { question: { kind: 'multi', options, optional: true }, answers: [[], ['a'], ['a', 'b']] },
  plain: { question: { kind: 'text' }, answers: ['a', 'B', 'ab', 'b c a'] },
  pattern: { question: { kind: 'text', pattern: '[a-c]{1,2}', optional: true }, answers: ['', 'a', 'bc'] },
  number: { question: { kind: 'text', format: 'number' }, answers: ['1', '12.5', '-12'] },
  date: { question: { kind: 'text', format: 'date' }, answers: ['2026-01-12', '2026-02-28'] },
  images: { question: { kind: 'images', optional: true }, answers: [[], picture('a'), picture('b.png')] },
} satisfies Record<string, { question: object; answers: Answer[] }>;
type Shape = keyof typeof shapes;
const everyShape = Object.keys(shapes) as Shape[];

/** What rules compare with: what may be answered, parts of it, and what never is. */
const compared = [...letters, '', 'A', 'bc', '1', '12', '2026-01-12', 'b.png'];

function conditions(ids: string[], values: string[]): fc.Arbitrary<Condition> {
  const question = fc.constantFrom(...ids);
  const value = fc.constantFrom(...values);
  return fc.letrec<{ tree: Condition }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 2, depthIdentifier: 'condition' },
      fc.oneof(
        fc.record({ question, equals: value }),
        fc.record({ question, in: fc.subarray(values, { minLength: 1 }) }),
        fc.record({ question, contains: value }),
      ) as fc.Arbitrary<Condition>,
      fc.record({ all: fc.array(tie('tree'), { minLength: 1, maxLength: 2 }) }),
      fc.record({ any: fc.array(tie('tree'), { minLength: 1, maxLength: 2 }) }),
      fc.record({ not: tie('tree') }),
    ) as fc.Arbitrary<Condition>,
  })).tree;
}

export type Sampled = {
  journey: Journey;
  /** Good answers to each question. */
  possible: Record<string, Answer[]>;
  answers: Record<string, Answer>;
  others: Record<string, Answer>;
};

/** Journeys whose questions lead only forward, with rules over any earlier answers, and two answers to each question. */
export function journeys(most: number, kinds: Shape[] = everyShape): fc.Arbitrary<Sampled> {
  const values = kinds.length === 1 ? letters : compared;
  return fc.array(fc.constantFrom(...kinds), { minLength: 1, maxLength: most }).chain((chosen) => {
    const ids = chosen.map((_, index) => `q${index}`);
    const byRules = <T>(upTo: number, uses: readonly T[]) => {
      const use = fc.constantFrom(...uses);
      const rule = fc.record({ when: conditions(ids.slice(0, upTo + 1), values), use });
      return fc
        .tuple(fc.array(rule, { maxLength: 3 }), use)
        .map(([rules, last]) => [...rules, { default: last }]);
    };
    const questions = chosen.map((shape, index) =>
      fc
        .option(byRules(index, [...ids.slice(index + 1), 'end']), { nil: undefined })
        .map(
          (next) =>
            ({ id: ids[index]!, ask: `Question ${index}?`, ...shapes[shape].question, next }) as Question,
        ),
    );
    const possible = Object.fromEntries(
      ids.map((id, index) => [id, shapes[chosen[index]!].answers as Answer[]]),
    );
    const answers = fc.record(
      Object.fromEntries(ids.map((id) => [id, fc.constantFrom(...possible[id]!)])),
    ) as fc.Arbitrary<Record<string, Answer>>;
    const journey = fc
      .tuple(fc.tuple(...questions), byRules(ids.length, ['urgent', 'high', 'low'] as const))
      .map(
        ([made, priority]): Journey => ({
          key: 'random',
          title: 'Random',
          questions: made,
          outcome: { subject: ids.map((id) => `{{${id}}}`).join(' '), priority },
        }),
      );
    return fc.record({ journey, possible: fc.constant(possible), answers, others: answers });
  });
}
