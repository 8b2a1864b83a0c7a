import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { problemWith } from '../../../src/features/journeys/domain/answers.ts';
import { outcomeOf } from '../../../src/features/journeys/domain/outcome.ts';
import type { Answer, Condition, Journey } from '../../../src/features/journeys/domain/types.ts';
import { restAfter, walk } from '../../../src/features/journeys/domain/walk.ts';
import { journeys, sample } from './samples.ts';

const picture = { stored: 'f1', name: 'box.png', mimetype: 'image/png', bytes: 10 };

/** Says the same as the walk, step by step and without sharing any of its code. */
function naive(journey: Journey, answers: Record<string, Answer>): string[] {
  const said = new Map<string, Answer>();
  const test = (condition: Condition): boolean => {
    if ('all' in condition) return condition.all.map(test).indexOf(false) < 0;
    if ('any' in condition) return condition.any.map(test).indexOf(true) >= 0;
    if ('not' in condition) return test(condition.not) === false;
    const given = said.get(condition.question);
    if (given === undefined) return false;
    if ('in' in condition)
      return condition.in.some((equals) => test({ question: condition.question, equals }));
    if (typeof given === 'string') {
      const text = given.toUpperCase();
      if ('equals' in condition) return text === condition.equals.toUpperCase();
      return text.indexOf(condition.contains.toUpperCase()) >= 0;
    }
    const names = given.map((item) => (typeof item === 'string' ? item : item.name));
    if ('equals' in condition) return names.join('|') === condition.equals && names.length === 1;
    return names.indexOf(condition.contains) >= 0;
  };
  const order: string[] = [];
  let at = 0;
  while (at < journey.questions.length) {
    const question = journey.questions[at]!;
    order.push(question.id);
    said.set(question.id, answers[question.id]!);
    let target: string | undefined;
    if (question.next === undefined) target = journey.questions[at + 1]?.id;
    else if (typeof question.next === 'string') target = question.next;
    else
      for (const rule of question.next) {
        if ('default' in rule) target ??= rule.default;
        else if (target === undefined && test(rule.when)) target = rule.use;
      }
    at = journey.questions.findIndex(({ id }) => id === target);
    if (at < 0) break;
  }
  return order;
}

describe('the walk', () => {
  test('asks the first question first, then what the answers lead to', () => {
    expect(walk(sample, {}).current?.id).toBe('topic');
    expect(walk(sample, { topic: 'order' }).current?.id).toBe('damage');
    expect(walk(sample, { topic: 'other' }).current?.id).toBe('details');
    expect(walk(sample, { topic: 'other', details: 'x' }).current).toBeNull();
  });

  test('stops where it is told, so that Back shows a question that has an answer', () => {
    const { path, current } = walk(sample, { topic: 'order', damage: [picture], details: 'x' }, 'damage');
    expect(path.map(({ id }) => id)).toEqual(['topic']);
    expect(current?.id).toBe('damage');
  });

  test('counts what may still be asked', () => {
    expect(restAfter(sample, 'topic')).toEqual({ least: 1, most: 2 });
    expect(restAfter(sample, 'details')).toEqual({ least: 0, most: 0 });
  });

  test('equals a naive interpreter for random journeys and answers, and every one of them ends', () => {
    fc.assert(
      fc.property(journeys(9), ({ journey, answers }) => {
        const { path, current } = walk(journey, answers);
        expect(path.map(({ id }) => id)).toEqual(naive(journey, answers));
        expect(current).toBeNull();
        for (const question of path) expect(problemWith(question, answers[question.id])).toBeNull();
      }),
      { numRuns: 300 },
    );
  });

  test('going back, answering otherwise and changing back never changes the outcome', () => {
    fc.assert(
      fc.property(journeys(9), fc.nat(), ({ journey, answers, others }, pick) => {
        const straight = outcomeOf(journey, answersOn(journey, answers));
        const { path } = walk(journey, answers);
        const detour = path[pick % path.length]!.id;
        const collected: Record<string, Answer> = {
          ...answersOn(journey, answers),
          [detour]: others[detour]!,
        };
        for (let step = walk(journey, collected).current; step; step = walk(journey, collected).current)
          collected[step.id] = others[step.id]!;
        const again = { ...collected, [detour]: answers[detour]! };
        for (const { id } of walk(journey, answers).path) again[id] = answers[id]!;
        expect(outcomeOf(journey, again)).toEqual(straight);
      }),
    );
  });
});

function answersOn(journey: Journey, answers: Record<string, Answer>): Record<string, Answer> {
  return Object.fromEntries(walk(journey, answers).path.map(({ id }) => [id, answers[id]!]));
}

describe('the outcome', () => {
  test('fills the subject with labels and takes priority by rule', () => {
    const outcome = outcomeOf(sample, { topic: 'order', damage: [picture], details: 'Broken cup' });
    expect(outcome.subject).toBe('An order: Broken cup');
    expect(outcome.priority).toBe('high');
    expect(outcome.answers.map(({ text }) => text)).toEqual(['An order', 'box.png', 'Broken cup']);
    expect(outcome.answers[1]?.pictures).toEqual([picture]);
  });

  test('leaves out the answers of a branch that was left', () => {
    const outcome = outcomeOf(sample, { topic: 'other', damage: [picture], details: 'Hello' });
    expect(outcome.priority).toBe('low');
    expect(outcome.answers.map(({ question }) => question)).toEqual(['topic', 'details']);
  });

  test('keeps the subject to one line of 140 characters, emoji whole', () => {
    const { subject } = outcomeOf(sample, { topic: 'other', details: `a\nb ${'😀'.repeat(300)}` });
    expect([...subject].length).toBe(140);
    expect(subject).toMatch(/^Something else: a b 😀+…$/u);
  });
});
