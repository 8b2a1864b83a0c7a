import { UserError } from '../../../platform/errors.ts';
import type { Journey, Outcome, Question } from './types.ts';

/** A change to a journey that is being edited; the journey itself is never changed. */
export type Edit = (journey: Journey) => Journey;

/** Puts a question in place of another, or after `after` (at the end when that is null and it is new). */
export function putQuestion(question: Question, replaces: string | null, after: string | null = null): Edit {
  return (journey) => {
    const others = journey.questions.filter(({ id }) => id !== replaces);
    if (others.some(({ id }) => id === question.id))
      throw new UserError(`There is a question "${question.id}" already. Choose another id.`, {
        field: 'id',
      });
    const at = journey.questions.findIndex(({ id }) => id === (replaces ?? after));
    if (replaces !== null && at < 0) throw gone(replaces);
    if (replaces !== null) return { ...journey, questions: journey.questions.with(at, question) };
    const place = at < 0 ? journey.questions.length : at + 1;
    return { ...journey, questions: journey.questions.toSpliced(place, 0, question) };
  };
}

export function removeQuestion(id: string): Edit {
  return (journey) => {
    if (!journey.questions.some((question) => question.id === id)) throw gone(id);
    return { ...journey, questions: journey.questions.filter((question) => question.id !== id) };
  };
}

/** Moves a question by one place. Questions without rules of their own lead on to the next in the list. */
export function moveQuestion(id: string, by: -1 | 1): Edit {
  return (journey) => {
    const at = journey.questions.findIndex((question) => question.id === id);
    const question = journey.questions[at];
    if (!question) throw gone(id);
    const place = Math.min(Math.max(at + by, 0), journey.questions.length - 1);
    return { ...journey, questions: journey.questions.toSpliced(at, 1).toSpliced(place, 0, question) };
  };
}

export const setOutcome =
  (outcome: Outcome): Edit =>
  (journey) => ({ ...journey, outcome });

export const setTitle =
  (title: string, description: string): Edit =>
  ({ description: _, ...journey }) => ({ ...journey, title, ...(description ? { description } : {}) });

const gone = (id: string): UserError =>
  new UserError(`The question "${id}" is not there any more. Somebody removed it.`);

/** What differs between two versions, a line each, by question. */
export function differences(before: Journey | null, after: Journey): string[] {
  if (!before) return ['A new journey.'];
  const lines: string[] = [];
  const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
  if (before.title !== after.title) lines.push(`Title: "${before.title}" → "${after.title}"`);
  for (const question of after.questions) {
    const earlier = before.questions.find(({ id }) => id === question.id);
    if (!earlier) lines.push(`Added: ${question.id}`);
    else if (!same(earlier, question))
      lines.push(`Changed: ${question.id} (${partsOf(earlier, question).join(', ')})`);
  }
  for (const { id } of before.questions)
    if (!after.questions.some((question) => question.id === id)) lines.push(`Removed: ${id}`);
  const order = (journey: Journey, other: Journey): string[] =>
    journey.questions
      .map(({ id }) => id)
      .filter((id) => other.questions.some((question) => question.id === id));
  if (!same(order(before, after), order(after, before))) lines.push('The order of the questions');
  if (!same(before.outcome, after.outcome))
    lines.push(`Outcome (${partsOf(before.outcome, after.outcome).join(', ')})`);
  return lines;
}

function partsOf(before: object, after: object): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const value = (one: object, name: string): string =>
    JSON.stringify((one as Record<string, unknown>)[name]) ?? '';
  return [...names].filter((name) => value(before, name) !== value(after, name));
}
