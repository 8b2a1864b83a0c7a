import { answerText, isEmpty } from './answers.ts';
import { decide } from './rules.ts';
import type { Answer, Answers, ByRules, Journey, JourneyPriority, Outcome, Picture } from './types.ts';
import { walk } from './walk.ts';

/** One answered question as it is kept with the ticket. */
type AnsweredQuestion = { question: string; ask: string; text: string; pictures: Picture[] };

/** What the finished walk makes of the ticket. */
export type TicketDraft = {
  subject: string;
  priority: JourneyPriority;
  category: string;
  skills: string[];
  slaPolicy: string | null;
  fields: Record<string, string>;
  answers: AnsweredQuestion[];
};

const PLACEHOLDER = /\{\{\s*([a-z0-9_]+)\s*\}\}/g;
const MAX_SUBJECT = 140;

/** The placeholder of a question, as a template may write it. */
export const placeholderOf = (id: string): RegExp => new RegExp(`\\{\\{\\s*${id}\\s*\\}\\}`, 'g');

/** The questions a template names. */
export function placeholdersOf(template: string): string[] {
  return [...template.matchAll(PLACEHOLDER)].map((match) => match[1] ?? '');
}

/** Each thing the outcome says, with where it stands. */
export function outcomeParts({ fields = {}, ...named }: Outcome): [string[], ByRules<unknown>][] {
  const parts: [string[], ByRules<unknown> | undefined][] = [
    ...Object.entries(named).map(([name, value]): [string[], ByRules<unknown>] => [['outcome', name], value]),
    ...Object.entries(fields).map(([name, value]): [string[], ByRules<unknown>] => [
      ['outcome', 'fields', name],
      value,
    ]),
  ];
  return parts.flatMap(([path, value]) => (value === undefined ? [] : [[path, value]]));
}

/** The ticket these answers lead to. Only answers that lie on the way count. */
export function outcomeOf(journey: Journey, answers: Answers): TicketDraft {
  const { path } = walk(journey, answers);
  const given: Record<string, Answer> = {};
  for (const { id } of path) given[id] = answers[id] ?? '';
  const texts = new Map(path.map((question) => [question.id, answerText(question, given[question.id])]));
  const fill = (template: string): string =>
    template.replaceAll(PLACEHOLDER, (_, id: string) => texts.get(id) ?? '');
  const pick = <T>(value: ByRules<T> | undefined, otherwise: T): T =>
    (value === undefined ? undefined : decide(value, given)) ?? otherwise;
  const { outcome } = journey;
  const fields = Object.entries(outcome.fields ?? {}).map(
    ([name, value]) => [name, fill(pick(value, ''))] as const,
  );
  return {
    subject: shorten(fill(pick(outcome.subject, journey.title))) || journey.title,
    priority: pick(outcome.priority, 'medium'),
    category: pick(outcome.category, journey.title),
    skills: pick(outcome.skills, []),
    slaPolicy: pick<string | null>(outcome.slaPolicy, null),
    fields: Object.fromEntries(fields),
    answers: path
      .filter(({ id }) => !isEmpty(given[id]))
      .map((question) => ({
        question: question.id,
        ask: question.ask,
        text: texts.get(question.id) ?? '',
        pictures: question.kind === 'images' ? (given[question.id] as Picture[]) : [],
      })),
  };
}

function shorten(text: string): string {
  const line = text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/[:\s–-]+$/, '');
  const characters = [...line];
  return characters.length > MAX_SUBJECT ? `${characters.slice(0, MAX_SUBJECT - 1).join('')}…` : line;
}
