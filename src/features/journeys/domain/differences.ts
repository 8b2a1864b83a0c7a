import type { Journey, Option, Question } from './types.ts';

/** What differs between two versions, a line each, by question; empty when they say the same. */
export function differences(before: Journey | null, after: Journey): string[] {
  if (!before) return ['A new journey.'];
  const lines: string[] = [];
  for (const name of ['title', 'description'] as const)
    if (!same(before[name], after[name]))
      lines.push(`${name === 'title' ? 'Title' : 'Description'}: ${moved(before[name], after[name])}`);
  for (const question of after.questions) {
    const earlier = before.questions.find(({ id }) => id === question.id);
    if (!earlier) lines.push(`Added: ${question.id} (${quoted(question.ask)})`);
    else if (!same(earlier, question))
      lines.push(`Changed: ${question.id} (${partsOf(earlier, question).join('; ')})`);
  }
  for (const { id } of before.questions)
    if (!after.questions.some((question) => question.id === id)) lines.push(`Removed: ${id}`);
  if (!same(order(before, after), order(after, before))) lines.push('The order of the questions');
  if (!same(before.outcome, after.outcome))
    lines.push(`Outcome (${partsOf(before.outcome, after.outcome).join('; ')})`);
  return lines;
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** The questions that both have, as one of them orders them. */
const order = (journey: Journey, other: Journey): string[] =>
  journey.questions
    .map(({ id }) => id)
    .filter((id) => other.questions.some((question) => question.id === id));

/** The fields that differ; short texts and options with what they were and are. */
function partsOf(before: object, after: object): string[] {
  const [one, other] = [before as Record<string, unknown>, after as Record<string, unknown>];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .filter((name) => !same(one[name], other[name]))
    .map((name) => {
      if (name === 'options') return `options ${optionsMoved(before as Question, after as Question)}`;
      const texts = [one[name], other[name]].every(
        (value) => value === undefined || typeof value !== 'object',
      );
      return texts ? `${name} ${moved(one[name], other[name])}` : name;
    });
}

function optionsMoved(before: Question, after: Question): string {
  const [one, other] = [optionsOf(before), optionsOf(after)];
  const lacks =
    (options: Option[]) =>
    ({ value }: Option) =>
      !options.some((option) => option.value === value);
  const shown = [
    ...other.filter(lacks(one)).map(({ label }) => `+ ${quoted(label)}`),
    ...one.filter(lacks(other)).map(({ label }) => `− ${quoted(label)}`),
  ];
  return shown.slice(0, 6).join(', ') || 'changed';
}

const optionsOf = (question: Question): Option[] =>
  question.kind === 'single' || question.kind === 'multi' ? question.options : [];

const moved = (before: unknown, after: unknown): string => `${quoted(before)} → ${quoted(after)}`;

function quoted(value: unknown): string {
  if (value === undefined) return 'none';
  const characters = [...String(value).replaceAll(/\s+/g, ' ')];
  return `“${characters.length > 60 ? `${characters.slice(0, 59).join('')}…` : characters.join('')}”`;
}
