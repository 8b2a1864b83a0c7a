import type { Problem } from './check.ts';
import { outcomeParts } from './outcome.ts';
import { isRules, referencesOf } from './rules.ts';
import { anyAnswer, narrow, type Possible, type State } from './satisfiable.ts';
import { type Condition, END, type Journey, type Rule } from './types.ts';
import { successors } from './walk.ts';

/** Beyond this many ways to a question they are taken together, so that less is known of each. */
const MAX_WAYS = 32;

/**
 * Rules that hold on no way leading to them, and questions that no possible answers lead to. Ways are followed from the
 * first question, with what may have been answered on each. What is refused can truly never happen; where there is too
 * much to tell, nothing is refused. The journey must have no cycle.
 */
export function checkWays(journey: Journey): Problem[] {
  const problems: Problem[] = [];
  const reached = new Map<string, State[]>([[journey.questions[0]?.id ?? END, [new Map()]]]);
  const lead = (to: string, states: State[]) => reached.set(to, [...(reached.get(to) ?? []), ...states]);
  for (const question of inOrder(journey)) {
    const at = ['questions', journey.questions.indexOf(question)];
    const states = atMost(reached.get(question.id) ?? []).map(
      (state): State => new Map(state).set(question.id, anyAnswer(question)),
    );
    if (states.length === 0) {
      problems.push({ question: question.id, path: [...at, 'id'], message: UNREACHED });
      continue;
    }
    const { next } = question;
    if (next === undefined || !isRules(next)) {
      for (const target of successors(journey, question)) lead(target, states);
      continue;
    }
    statesByRule(journey, states, next).forEach((taken, position) => {
      const rule = next[position];
      if (!rule) return;
      lead('default' in rule ? rule.default : rule.use, taken);
      problems.push(...neverHolds(rule, taken, question.id, [...at, 'next', position]));
    });
  }
  return [...problems, ...checkOutcome(journey, atMost(reached.get(END) ?? []))];
}

const UNREACHED = 'No possible answers lead to this question. Change the rules before it, or remove it.';

/** The states in which each rule is the one that decides. */
export function statesByRule<T>(journey: Journey, states: State[], rules: Rule<T>[]): State[][] {
  const earlier: Condition[] = [];
  return rules.map((rule) => {
    const own: Condition[] = 'when' in rule ? [rule.when] : [];
    const decides: Condition = { all: [...own, ...earlier] };
    earlier.push(...own.map((when): Condition => ({ not: when })));
    return atMost(states.flatMap((state) => narrow(journey, state, decides)));
  });
}

function neverHolds(
  rule: Rule<unknown>,
  taken: State[],
  question: string | null,
  path: (string | number)[],
): Problem[] {
  if (taken.length > 0 || 'default' in rule) return [];
  const asked = [...new Set(referencesOf(rule.when))].map((id) => `"${id}"`).join(', ');
  const where = question === null ? 'to the end' : 'here';
  const message = `This rule can never hold: on no way that leads ${where} do the answers to ${asked} fit it. Change the rule, or what leads ${where}.`;
  return [{ question, path, message }];
}

function checkOutcome(journey: Journey, ends: State[]): Problem[] {
  return outcomeParts(journey.outcome).flatMap(([path, value]) => {
    if (!isRules(value)) return [];
    return statesByRule(journey, ends, value).flatMap((taken, position) => {
      const rule = value[position];
      return rule ? neverHolds(rule, taken, null, [...path, position]) : [];
    });
  });
}

/** The questions that lie on some way, each after all that can lead to it. */
function inOrder(journey: Journey) {
  const done = new Set<string>();
  const order: Journey['questions'] = [];
  const visit = (id: string) => {
    const question = journey.questions.find((candidate) => candidate.id === id);
    if (!question || done.has(id)) return;
    done.add(id);
    for (const target of successors(journey, question)) visit(target);
    order.unshift(question);
  };
  visit(journey.questions[0]?.id ?? END);
  return order;
}

/** The states without those that say the same, taken together when they are too many. */
function atMost(all: State[]): State[] {
  const states = [...new Map(all.map((state) => [JSON.stringify([...state].toSorted()), state])).values()];
  if (states.length <= MAX_WAYS) return states;
  const ids = new Set(states.flatMap((state) => [...state.keys()]));
  return [new Map([...ids].map((id) => [id, together(states.map((state) => state.get(id)))]))];
}

function together(possible: (Possible | undefined)[]): Possible {
  const absent = possible.some((one) => one === undefined || one.absent);
  if (possible.some((one) => one?.values === null)) return { absent, values: null };
  return { absent, values: [...new Set(possible.flatMap((one) => one?.values ?? []))] };
}
