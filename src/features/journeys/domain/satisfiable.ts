import { holds } from './rules.ts';
import type { Answer, Condition, Journey, Question } from './types.ts';

/**
 * What may have been answered to a question: `absent` when it may not lie on the way, `values` for a single choice,
 * null for any answer of its kind.
 */
export type Possible = { absent: boolean; values: readonly string[] | null };

/** What may have been answered on some way, by question; a question that is not named was never asked. */
export type State = ReadonlyMap<string, Possible>;

/** One comparison, as it stands or denied. */
type Literal = { denied: boolean; test: { question: string } & ({ in: string[] } | { contains: string }) };
type Term = Literal[];

/** Beyond this many combinations a rule is taken to be possible. */
const MAX_TERMS = 256;

/** What may be answered to a question that is asked. */
export function anyAnswer(question: Question): Possible {
  if (question.kind !== 'single') return { absent: false, values: null };
  const values = question.options.map(({ value }) => value);
  return { absent: false, values: question.optional ? [...values, ''] : values };
}

/** Any answers at all, whatever way they were given on. */
export const anything = (journey: Journey): State =>
  new Map(journey.questions.map((question) => [question.id, { ...anyAnswer(question), absent: true }]));

/** Whether some answers exist for which the condition holds. */
export const canHold = (journey: Journey, condition: Condition): boolean =>
  narrow(journey, anything(journey), condition).length > 0;

/**
 * The state in the cases in which the condition holds; none when it cannot. Never leaves out answers for which it
 * holds, but may keep some for which it does not.
 */
export function narrow(journey: Journey, state: State, condition: Condition): State[] {
  const terms = termsOf(condition, false);
  if (terms === null) return [state];
  return terms.flatMap((term) => {
    const narrowed = narrowBy(journey, state, term);
    return narrowed ? [narrowed] : [];
  });
}

/** Disjunctive normal form; null when it grows too large to tell. */
function termsOf(condition: Condition, denied: boolean): Term[] | null {
  if ('not' in condition) return termsOf(condition.not, !denied);
  if ('all' in condition) return denied ? anyOf(condition.all, true) : allOf(condition.all, false);
  if ('any' in condition) return denied ? allOf(condition.any, true) : anyOf(condition.any, false);
  if ('equals' in condition)
    return [[{ denied, test: { question: condition.question, in: [condition.equals] } }]];
  return [[{ denied, test: condition }]];
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

/** The state when every literal holds, or null when they cannot. */
function narrowBy(journey: Journey, state: State, term: Term): State | null {
  const narrowed = new Map(state);
  for (const [id, literals = []] of Map.groupBy(term, ({ test }) => test.question)) {
    const question = journey.questions.find((candidate) => candidate.id === id);
    if (!question) return null;
    const possible = narrowOne(question, state.get(id) ?? { absent: true, values: [] }, literals);
    if (!possible.absent && possible.values?.length === 0) return null;
    narrowed.set(id, possible);
  }
  return narrowed;
}

function narrowOne(question: Question, { absent, values }: Possible, literals: Literal[]): Possible {
  const fits = (answer: Answer | undefined): boolean => literals.every((literal) => agrees(literal, answer));
  const mayBeAbsent = absent && fits(undefined);
  if (values) return { absent: mayBeAbsent, values: values.filter(fits) };
  const given = question.kind === 'text' ? someText(literals, fits) : listsFor(question, literals).some(fits);
  return { absent: mayBeAbsent, values: given ? null : [] };
}

const agrees = ({ denied, test }: Literal, answer: Answer | undefined): boolean =>
  denied !== (answer !== undefined && holds(test, { [test.question]: answer }));

/** Whether some text fits; when none is named, one that contains what it must can be written. */
function someText(literals: Literal[], fits: (text: string) => boolean): boolean {
  const named = literals.flatMap(({ denied, test }) => (!denied && 'in' in test ? [test.in] : []));
  if (named[0]) return named[0].some(fits);
  const parts = literals.flatMap(({ denied, test }) => (!denied && 'contains' in test ? [test] : []));
  return parts.every(({ question, contains }) =>
    literals.every(
      ({ denied, test }) => !(denied && 'contains' in test && holds(test, { [question]: contains })),
    ),
  );
}

/** Each single item, and all that are not denied: if any list fits, one of these does. */
function listsFor(question: Question, literals: Literal[]): string[][] {
  const mentioned = literals.flatMap(({ test }) => ('in' in test ? test.in : [test.contains]));
  const offered =
    question.kind === 'multi' ? question.options.map(({ value }) => value) : [...mentioned, UNNAMED];
  const denied = new Set(
    literals.flatMap((literal) =>
      literal.denied && 'contains' in literal.test ? [literal.test.contains] : [],
    ),
  );
  const most = offered.filter((item) => !denied.has(item));
  const lists = [most, ...offered.map((item) => [item])].filter(({ length }) => length > 0);
  return question.optional ? [[], ...lists] : lists;
}

/** Stands for a picture whose name no rule mentions. */
const UNNAMED = '\u0000';
