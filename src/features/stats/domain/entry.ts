import { type ColumnKey, columns, type Figures } from '../../kpis/index.ts';

/** The figures that an agent can log, the important three first; who is active is counted, not logged. */
export const loggable = [
  'resolved',
  'totalChats',
  'csat',
  'escalations',
  'pending',
  'avgResponseTime',
  'avgQueueTime',
  'avgChatDuration',
  'salesConversion',
] as const satisfies readonly ColumnKey[];

/** The name of a figure that can be logged. */
export type Loggable = (typeof loggable)[number];

/** Figures nobody may leave out. */
const required: readonly Loggable[] = ['resolved', 'totalChats'];

/** More than this is a slip of the finger. */
const most = 1_000_000;

/** What was typed, read: the figures, or what is wrong with each field. */
export type ReadEntry = { figures: Figures } | { errors: Record<string, string> };

/** Reads the fields of the form; an empty optional field is no data. */
export function readEntry(typed: Partial<Record<Loggable, string>>): ReadEntry {
  const figures: Figures = {};
  const errors: Record<string, string> = {};
  for (const key of loggable) {
    const text = (typed[key] ?? '').trim().replace(',', '.');
    if (text === '') {
      if (required.includes(key)) errors[key] = 'Enter a number from 0, such as 12.';
      continue;
    }
    const problem = problemOf(key, text);
    if (problem) errors[key] = problem;
    else figures[key] = Number(text);
  }
  return Object.keys(errors).length > 0 ? { errors } : { figures };
}

function problemOf(key: Loggable, text: string): string | undefined {
  const column = columns.find((each) => each.key === key);
  const value = Number(text);
  if (!/^-?\d+(\.\d+)?$/.test(text)) return 'Enter a plain number, such as 12.';
  if (value < 0) return 'Enter 0 or more.';
  if (column?.whole && !Number.isInteger(value)) return 'Enter a whole number, such as 12.';
  if (column?.unit === 'percent' && value > 100) return 'Enter a percentage from 0 to 100, such as 94.5.';
  if (value > most) return 'That is more than a day can hold. Check the number.';
  return undefined;
}

/** Whether two sets of figures say the same. */
export function sameFigures(one: Figures, other: Figures): boolean {
  return columns.every(({ key }) => one[key] === other[key]);
}
