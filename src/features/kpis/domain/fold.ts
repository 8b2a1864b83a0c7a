import type { Figures } from './columns.ts';
import type { Mark, MarkKind } from './marks.ts';

/** What of an agent's work is not a column of the fact table; sums and counts, so that days add up. */
export interface Performance {
  /** Tickets that came to the agent, and those they resolved. */
  assigned: number;
  handled: number;
  firstResponseSeconds: number;
  firstResponses: number;
  resolutionMinutes: number;
  resolutions: number;
  escalated: number;
  firstResponseMet: number;
  firstResponseBreached: number;
  resolutionMet: number;
  resolutionBreached: number;
  goodRatings: number;
  ratings: number;
}

/** What the team did on a day, in the workspace's zone. */
export interface DayTotals {
  created: number;
  resolved: number;
  breached: number;
  firstResponseMet: number;
  firstResponseBreached: number;
  resolutionMet: number;
  resolutionBreached: number;
}

/** The observed figures of one agent's day from all its marks; nothing seen of a figure is no data. */
export function observedFigures(marks: readonly Mark[]): Figures {
  const figures: Figures = {};
  const counts: [keyof Figures, MarkKind][] = [
    ['totalChats', 'repliedIn'],
    ['escalations', 'escalated'],
    ['resolved', 'resolved'],
  ];
  if (marks.length > 0) for (const [column, kind] of counts) figures[column] = of(marks, kind).length;
  const assigned = of(marks, 'assigned');
  if (marks.length > 0) figures.pending = assigned.filter(({ day, until }) => !until || until > day).length;
  const first = mean(of(marks, 'firstAnswered'));
  if (first !== null) figures.avgResponseTime = first;
  const queue = mean(of(marks, 'queued'));
  if (queue !== null) figures.avgQueueTime = queue;
  const ratings = of(marks, 'rated');
  if (ratings.length > 0) figures.csat = (100 * good(ratings)) / ratings.length;
  return figures;
}

/** What Home shows of an agent beside the columns. */
export function performanceOf(marks: readonly Mark[]): Performance {
  const ratings = of(marks, 'rated');
  const count = (kind: MarkKind): number => of(marks, kind).length;
  return {
    assigned: count('assigned'),
    handled: count('resolved'),
    firstResponseSeconds: sum(of(marks, 'firstAnswered')),
    firstResponses: of(marks, 'firstAnswered').length,
    resolutionMinutes: sum(of(marks, 'resolutionTime')),
    resolutions: of(marks, 'resolutionTime').length,
    escalated: count('escalated'),
    firstResponseMet: count('firstResponseMet'),
    firstResponseBreached: count('firstResponseBreached'),
    resolutionMet: count('resolutionMet'),
    resolutionBreached: count('resolutionBreached'),
    goodRatings: good(ratings),
    ratings: ratings.length,
  };
}

/** The team's day. */
export function dayTotals(marks: readonly Mark[]): DayTotals {
  const count = (kind: MarkKind): number => of(marks, kind).length;
  return {
    created: count('created'),
    resolved: count('resolved'),
    breached: count('breached'),
    firstResponseMet: count('firstResponseMet'),
    firstResponseBreached: count('firstResponseBreached'),
    resolutionMet: count('resolutionMet'),
    resolutionBreached: count('resolutionBreached'),
  };
}

function of(marks: readonly Mark[], kind: MarkKind): Mark[] {
  return marks.filter((mark) => mark.kind === kind);
}

function good(ratings: readonly Mark[]): number {
  return ratings.filter(({ value }) => (value ?? 0) >= 4).length;
}

function sum(marks: readonly Mark[]): number {
  return marks.reduce((total, { value }) => total + (value ?? 0), 0);
}

function mean(marks: readonly Mark[]): number | null {
  return marks.length === 0 ? null : sum(marks) / marks.length;
}
