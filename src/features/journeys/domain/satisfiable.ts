import type { ChoiceQuestion, Condition, Journey, Rule } from './types.ts';

/** One comparison, as it stands or denied. */
type Literal = { question: string; denied: boolean; operator: 'equals' | 'contains'; value: string };
type Term = Literal[];

/** Beyond this many combinations a rule is taken to be possible. */
const MAX_TERMS = 2000;

/**
 * The rules of a list that no answers can reach: their condition contradicts itself or the offered options,
 * or an earlier rule always decides first. Returns their positions.
 */
export function impossibleRules<T>(journey: Journey, rules: Rule<T>[]): number[] {
  const impossible: number[] = [];
  let earlier: Condition[] = [];
  rules.forEach((rule, position) => {
    const when: Condition = 'when' in rule ? rule.when : { all: [] };
    const others = earlier.map((condition): Condition => ({ not: condition }));
    if (!canHold(journey, { all: [when, ...others] })) impossible.push(position);
    earlier = [...earlier, when];
  });
  return impossible;
}

/** Whether some answers exist for which the condition holds. */
export function canHold(journey: Journey, condition: Condition): boolean {
  const terms = termsOf(condition, false);
  return terms === null || terms.some((term) => isConsistent(journey, term));
}

/** Disjunctive normal form; null when it grows too large to tell. */
function termsOf(condition: Condition, denied: boolean): Term[] | null {
  if ('not' in condition) return termsOf(condition.not, !denied);
  if ('all' in condition) return denied ? anyOf(condition.all, true) : allOf(condition.all, false);
  if ('any' in condition) return denied ? allOf(condition.any, true) : anyOf(condition.any, false);
  const { question } = condition;
  if ('contains' in condition)
    return [[{ question, denied, operator: 'contains', value: condition.contains }]];
  const values = 'in' in condition ? condition.in : [condition.equals];
  const literals = values.map((value): Literal => ({ question, denied, operator: 'equals', value }));
  return denied ? [literals] : literals.map((literal) => [literal]);
}

function anyOf(parts: Condition[], denied: boolean): Term[] | null {
  const all: Term[] = [];
  for (const part of parts) {
    const terms = termsOf(part, denied);
    if (terms === null || all.length + terms.length > MAX_TERMS) return null;
    all.push(...terms);
  }
  return all;
}

function allOf(parts: Condition[], denied: boolean): Term[] | null {
  let product: Term[] = [[]];
  for (const part of parts) {
    const terms = termsOf(part, denied);
    if (terms === null || product.length * terms.length > MAX_TERMS) return null;
    product = product.flatMap((left) => terms.map((right) => [...left, ...right]));
  }
  return product;
}

function isConsistent(journey: Journey, term: Term): boolean {
  const questions = new Set(term.map(({ question }) => question));
  return [...questions].every((id) => {
    const literals = term.filter(({ question }) => question === id);
    const question = journey.questions.find((candidate) => candidate.id === id);
    if (!question) return false;
    if (question.kind === 'single') return singleCan(question as ChoiceQuestion, literals);
    if (question.kind === 'multi') return multiCan(question as ChoiceQuestion, literals);
    return textCan(literals);
  });
}

/** A single choice can be any one option, or unanswered when nothing is affirmed. */
function singleCan(question: ChoiceQuestion, literals: Literal[]): boolean {
  if (literals.every(({ denied }) => denied)) return true;
  const satisfies = (option: string, { denied, operator, value }: Literal): boolean => {
    const hit = operator === 'equals' ? fold(option) === fold(value) : fold(option).includes(fold(value));
    return hit !== denied;
  };
  return question.options.some(({ value }) => literals.every((literal) => satisfies(value, literal)));
}

function multiCan(question: ChoiceQuestion, literals: Literal[]): boolean {
  const affirmed = literals.filter(({ denied }) => !denied);
  if (affirmed.some(({ value }) => !question.options.some((option) => option.value === value))) return false;
  const exact = new Set(affirmed.filter(({ operator }) => operator === 'equals').map(({ value }) => value));
  if (exact.size > 1) return false;
  const [only] = exact;
  if (only !== undefined && affirmed.some(({ value }) => value !== only)) return false;
  return !contradicts(literals);
}

function textCan(literals: Literal[]): boolean {
  const exact = new Set(
    literals
      .filter(({ denied, operator }) => !denied && operator === 'equals')
      .map(({ value }) => fold(value)),
  );
  if (exact.size > 1) return false;
  const [only] = exact;
  if (only === undefined) return !contradicts(literals);
  return literals.every(({ denied, operator, value }) => {
    const hit = operator === 'equals' ? only === fold(value) : only.includes(fold(value));
    return hit !== denied;
  });
}

const contradicts = (literals: Literal[]): boolean =>
  literals.some((one) =>
    literals.some(
      (other) =>
        one.denied !== other.denied &&
        one.operator === other.operator &&
        fold(one.value) === fold(other.value),
    ),
  );

const fold = (text: string): string => text.trim().toLowerCase();
