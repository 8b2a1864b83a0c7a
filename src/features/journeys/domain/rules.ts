import type { Answer, Answers, ByRules, Condition, Rule } from './types.ts';

/** Whether the condition holds for these answers. Text compares without regard to case or outer spaces. */
export function holds(condition: Condition, answers: Answers): boolean {
  if ('all' in condition) return condition.all.every((part) => holds(part, answers));
  if ('any' in condition) return condition.any.some((part) => holds(part, answers));
  if ('not' in condition) return !holds(condition.not, answers);
  const answer = answers[condition.question];
  if (answer === undefined) return false;
  if ('equals' in condition) return equals(answer, condition.equals);
  if ('in' in condition) return condition.in.some((value) => equals(answer, value));
  return contains(answer, condition.contains);
}

/** Whether the value is given as a list of rules rather than said once. */
export function isRules<T>(value: ByRules<T>): value is Rule<T>[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((rule) => typeof rule === 'object' && rule !== null && ('when' in rule || 'default' in rule))
  );
}

/** The value these answers lead to; undefined when no rule holds and there is no default. */
export function decide<T>(value: ByRules<T>, answers: Answers): T | undefined {
  if (!isRules(value)) return value;
  for (const rule of value) {
    if ('default' in rule) return rule.default;
    if (holds(rule.when, answers)) return rule.use;
  }
  return undefined;
}

/** Every value a choice can lead to, in order. */
export function possibleValues<T>(value: ByRules<T>): T[] {
  return isRules(value) ? value.map((rule) => ('default' in rule ? rule.default : rule.use)) : [value];
}

/** The questions a condition asks about. */
export function referencesOf(condition: Condition): string[] {
  if ('all' in condition) return condition.all.flatMap(referencesOf);
  if ('any' in condition) return condition.any.flatMap(referencesOf);
  if ('not' in condition) return referencesOf(condition.not);
  return [condition.question];
}

const fold = (text: string): string => text.trim().toLowerCase();

function equals(answer: Answer, value: string): boolean {
  if (typeof answer === 'string') return fold(answer) === fold(value);
  return answer.length === 1 && answer[0] !== undefined && textOf(answer[0]) === value;
}

function contains(answer: Answer, value: string): boolean {
  if (typeof answer === 'string') return fold(answer).includes(fold(value));
  return answer.some((item) => textOf(item) === value);
}

const textOf = (item: string | { name: string }): string => (typeof item === 'string' ? item : item.name);
