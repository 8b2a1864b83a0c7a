import type { Problem } from './check.ts';
import { isRules, referencesOf } from './rules.ts';
import { END, type Journey, type Question } from './types.ts';
import { successors } from './walk.ts';

/**
 * Cycles, questions nobody can reach, and rules that ask about a question which cannot have been answered
 * before them. Ids and references must be known to be good.
 */
export function checkGraph(journey: Journey): Problem[] {
  const cycle = findCycle(journey);
  if (cycle) return [problem(journey, cycle, ['next'], 'The questions go round in a circle from here.')];
  const first = journey.questions[0];
  if (!first) return [];
  const reached = reachableFrom(journey, first.id);
  const unreachable = journey.questions.filter(({ id }) => !reached.has(id));
  return [
    ...unreachable.map(({ id }) =>
      problem(journey, id, ['id'], 'No answer leads to this question. Lead to it by a rule, or remove it.'),
    ),
    ...journey.questions.flatMap((question) => checkEarlier(journey, question)),
  ];
}

function problem(journey: Journey, id: string, path: string[], message: string): Problem {
  const index = journey.questions.findIndex((question) => question.id === id);
  return { question: id, path: ['questions', index, ...path], message };
}

/** A question that lies on a circle, or null. */
function findCycle(journey: Journey): string | null {
  const done = new Set<string>();
  const open = new Set<string>();
  const visit = (id: string): string | null => {
    if (id === END || done.has(id)) return null;
    if (open.has(id)) return id;
    open.add(id);
    const question = journey.questions.find((candidate) => candidate.id === id);
    for (const target of question ? successors(journey, question) : []) {
      const found = visit(target);
      if (found) return found;
    }
    open.delete(id);
    done.add(id);
    return null;
  };
  for (const { id } of journey.questions) {
    const found = visit(id);
    if (found) return found;
  }
  return null;
}

function reachableFrom(journey: Journey, start: string): Set<string> {
  const reached = new Set<string>();
  const waiting = [start];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (reached.has(id) || id === END) continue;
    reached.add(id);
    const question = journey.questions.find((candidate) => candidate.id === id);
    if (question) waiting.push(...successors(journey, question));
  }
  return reached;
}

/** A rule may ask about its own question and about those that can come before it. */
function checkEarlier(journey: Journey, question: Question): Problem[] {
  if (question.next === undefined || !isRules(question.next)) return [];
  const asked = question.next.flatMap((rule) => ('when' in rule ? referencesOf(rule.when) : []));
  return [...new Set(asked)]
    .filter((reference) => !reachableFrom(journey, reference).has(question.id))
    .map((reference) =>
      problem(
        journey,
        question.id,
        ['next'],
        `The rule asks about "${reference}", which is never answered before this question.`,
      ),
    );
}
