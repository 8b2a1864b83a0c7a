import { describe, expect, test } from 'vitest';
import { patternProblem, problemWith } from '../../../src/features/journeys/domain/answers.ts';
import type { Question, TextQuestion } from '../../../src/features/journeys/domain/types.ts';

const text = (rest: Partial<TextQuestion>): TextQuestion => ({ id: 'q', ask: 'Q', kind: 'text', ...rest });

describe('what is wrong with an answer', () => {
  test.each<[string, Question, string, boolean]>([
    ['an empty one', text({}), '', false],
    ['only spaces', text({}), ' \n ', false],
    ['nothing where nothing is needed', text({ optional: true }), '', true],
    ['one that is too short', text({ minLength: 10 }), 'short', false],
    ['emoji count as one character each', text({ maxLength: 2 }), '😀😀', true],
    ['10,000 characters', text({}), 'x'.repeat(10_000), false],
    ['an e-mail address', text({ format: 'email' }), 'ana@example.com', true],
    ['no e-mail address', text({ format: 'email' }), 'ana@example', false],
    ['a number', text({ format: 'number' }), '49,90', true],
    ['no number', text({ format: 'number' }), 'many', false],
    ['a date', text({ format: 'date' }), '2026-02-28', true],
    ['a day that does not exist', text({ format: 'date' }), '2026-02-30', false],
    ['what the pattern asks for', text({ pattern: '[0-9]{3}' }), '123', true],
    ['more than the pattern asks for', text({ pattern: '[0-9]{3}' }), '1234', false],
    ['right-to-left text with markup', text({}), '<!channel> *مرحبا* `x`', true],
  ])('%s', (_, question, answer, good) => {
    expect(problemWith(question, answer) === null).toBe(good);
  });

  test('names an example where there is one', () => {
    expect(problemWith(text({ example: '10422' }), '')).toContain('10422');
  });

  test('a choice that is not offered is refused', () => {
    const question: Question = { id: 'q', ask: 'Q', kind: 'multi', options: [{ value: 'a', label: 'A' }] };
    expect(problemWith(question, ['a'])).toBeNull();
    expect(problemWith(question, ['a', 'z'])).not.toBeNull();
  });
});

describe('patterns', () => {
  test('one that backtracks without end elsewhere is answered at once', () => {
    const started = performance.now();
    expect(problemWith(text({ pattern: '(a+)+b', maxLength: 3000 }), 'a'.repeat(2_900))).not.toBeNull();
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  test('what cannot be matched in linear time is refused', () => {
    expect(patternProblem('(a)\\1')).not.toBeNull();
    expect(patternProblem('(?=a)b')).not.toBeNull();
    expect(patternProblem('[a-z]+')).toBeNull();
  });
});
