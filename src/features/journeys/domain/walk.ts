import { decide, possibleValues } from './rules.ts';
import { type Answer, type Answers, END, type Journey, type Question } from './types.ts';

/** What a walk has come to: the questions answered on the way, and the one to ask now (null at the end). */
export type Walk = { path: Question[]; current: Question | null };

/**
 * Follows the answers from the first question. An answer counts only while its question lies on the way,
 * so going back and choosing another branch leaves the other branch's answers kept but without effect.
 * @param until stop at this question even when it is answered
 */
export function walk(journey: Journey, answers: Answers, until?: string): Walk {
  const path: Question[] = [];
  const given: Record<string, Answer> = {};
  let current = journey.questions[0] ?? null;
  while (current && current.id !== until) {
    const answer = answers[current.id];
    if (answer === undefined || path.length > journey.questions.length) break;
    given[current.id] = answer;
    path.push(current);
    current = following(journey, current, given);
  }
  return { path, current };
}

/** Where the walk goes after this question; null at the end. */
function following(journey: Journey, question: Question, given: Answers): Question | null {
  const target = question.next === undefined ? nextInList(journey, question) : decide(question.next, given);
  return journey.questions.find(({ id }) => id === target) ?? null;
}

/** Every question (or END) that may follow this one. */
export function successors(journey: Journey, question: Question): string[] {
  if (question.next === undefined) return [nextInList(journey, question)];
  return [...new Set(possibleValues(question.next))];
}

function nextInList(journey: Journey, question: Question): string {
  return journey.questions[journey.questions.indexOf(question) + 1]?.id ?? END;
}

/** How many questions may still come after this one, at least and at the most. The journey must have no cycle. */
export function restAfter(journey: Journey, from: string): { least: number; most: number } {
  const known = new Map<string, { least: number; most: number }>();
  const rest = (id: string): { least: number; most: number } => {
    const before = known.get(id);
    if (before) return before;
    const question = journey.questions.find((candidate) => candidate.id === id);
    const ways = (question ? successors(journey, question) : []).map((target) => {
      if (target === END) return { least: 0, most: 0 };
      const { least, most } = rest(target);
      return { least: least + 1, most: most + 1 };
    });
    const length = {
      least: Math.min(...ways.map(({ least }) => least)),
      most: Math.max(...ways.map(({ most }) => most)),
    };
    known.set(id, length);
    return length;
  };
  return rest(from);
}
