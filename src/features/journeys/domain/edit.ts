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
  return (journey) => placeQuestion(id, placeOf(journey, id) + by)(journey);
}

/** Moves a question to a place, counted from 1; what lies outside the list means its end. */
export function placeQuestion(id: string, place: number): Edit {
  return (journey) => {
    const at = placeOf(journey, id) - 1;
    const question = journey.questions[at];
    if (!question) throw gone(id);
    const to = Math.min(Math.max(place, 1), journey.questions.length) - 1;
    return { ...journey, questions: journey.questions.toSpliced(at, 1).toSpliced(to, 0, question) };
  };
}

/** Where a question stands, counted from 1; 0 when it is not there. */
export const placeOf = (journey: Journey, id: string): number =>
  journey.questions.findIndex((question) => question.id === id) + 1;

export const setOutcome =
  (outcome: Outcome): Edit =>
  (journey) => ({ ...journey, outcome });

export const setTitle =
  (title: string, description: string): Edit =>
  ({ description: _, ...journey }) => ({ ...journey, title, ...(description ? { description } : {}) });

const gone = (id: string): UserError =>
  new UserError(`The question "${id}" is not there any more. Somebody removed it.`);
