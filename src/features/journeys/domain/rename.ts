import type { Edit } from './edit.ts';
import { placeholderOf } from './outcome.ts';
import { isRules } from './rules.ts';
import type { ByRules, Condition, Outcome } from './types.ts';

/** Lets every rule, target and template that names a question by its old id name it by the new one. */
export function renameReferences(from: string, to: string): Edit {
  const target = (id: string): string => (id === from ? to : id);
  const template = (text: string): string => text.replaceAll(placeholderOf(from), `{{${to}}}`);
  const condition = (given: Condition): Condition => {
    if ('all' in given) return { all: given.all.map(condition) };
    if ('any' in given) return { any: given.any.map(condition) };
    if ('not' in given) return { not: condition(given.not) };
    return { ...given, question: target(given.question) };
  };
  const byRules = <T>(value: ByRules<T>, change: (one: T) => T): ByRules<T> =>
    isRules(value)
      ? value.map((rule) =>
          'default' in rule
            ? { default: change(rule.default) }
            : { when: condition(rule.when), use: change(rule.use) },
        )
      : change(value);
  const same = <T>(value: T): T => value;
  const outcomeOf = ({
    subject,
    priority,
    category,
    skills,
    slaPolicy,
    fields,
    ...rest
  }: Outcome): Outcome => ({
    ...rest,
    subject: byRules(subject, template),
    ...(priority === undefined ? {} : { priority: byRules(priority, same) }),
    ...(category === undefined ? {} : { category: byRules(category, same) }),
    ...(skills === undefined ? {} : { skills: byRules(skills, same) }),
    ...(slaPolicy === undefined ? {} : { slaPolicy: byRules(slaPolicy, same) }),
    ...(fields === undefined
      ? {}
      : {
          fields: Object.fromEntries(
            Object.entries(fields).map(([name, value]) => [name, byRules(value, template)]),
          ),
        }),
  });
  return (journey) => ({
    ...journey,
    questions: journey.questions.map((question) =>
      question.next === undefined ? question : { ...question, next: byRules(question.next, target) },
    ),
    outcome: outcomeOf(journey.outcome),
  });
}
