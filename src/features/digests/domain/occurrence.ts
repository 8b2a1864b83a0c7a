import { DateTime } from 'luxon';
import { addDays, type DaySpan, spanBefore } from '../../kpis/index.ts';
import { type WeekStart, weekOf } from '../../stats/index.ts';

/**
 * What a digest covers: the complete days since the last one, the last complete week or month, today until now, or the
 * days that somebody chose on Home.
 */
export type SpanKind = 'daily' | 'weekly' | 'monthly' | 'today' | 'chosen';

/** When a digest is sent and what it covers. */
export interface Schedule {
  span: SpanKind;
  /** `HH:mm` on the wall of `timeZone`. */
  time: string;
  /** IANA zone; it fixes the sending time and the dates, nothing else. */
  timeZone: string;
  weekStart: WeekStart;
  /** Days `yyyy-MM-dd` on which nothing is sent. */
  holidays: readonly string[];
}

/** What has been sent so far: the last sending day, and the last day covered; null before the first. */
export interface Progress {
  lastOn: string | null;
  coveredTo: string | null;
  /** The moment the digest was set up; nothing before it is due. */
  since: Date;
}

/** A digest that is to be sent now. */
export interface Occurrence extends DaySpan {
  /** The day it was due, in the digest's zone. */
  on: string;
  /** True when it goes out after its time, or stands for several that were missed. */
  late: boolean;
}

/** After this many minutes a digest is marked as late. */
export const punctualMinutes = 10;
/** Further back nothing is looked for. */
const longestSearchDays = 400;

/**
 * The digest that is due at `now`, or null. When several were missed, the latest stands for all of them
 * (docs/rules/kpis.md): a daily one then covers every complete day since the last, a weekly or monthly one its last
 * complete span.
 */
export function dueOccurrence(schedule: Schedule, progress: Progress, now: Date): Occurrence | null {
  const today = DateTime.fromJSDate(now, { zone: schedule.timeZone }).toFormat('yyyy-MM-dd');
  const due: string[] = [];
  for (let back = 0; back < longestSearchDays && due.length < 2; back += 1) {
    const day = addDays(today, -back);
    if (progress.lastOn !== null && day <= progress.lastOn) break;
    const moment = momentOf(schedule, day);
    if (moment < progress.since) break;
    if (moment <= now && isSendingDay(schedule, day)) due.push(day);
  }
  const [on] = due;
  if (on === undefined) return null;
  const lateMinutes = (now.getTime() - momentOf(schedule, on).getTime()) / 60_000;
  return { on, late: due.length > 1 || lateMinutes > punctualMinutes, ...spanOf(schedule, progress, on) };
}

/** The days that a digest sent on `on` covers. */
export function spanOf(
  schedule: Pick<Schedule, 'span' | 'weekStart'>,
  progress: Pick<Progress, 'coveredTo'>,
  on: string,
): DaySpan {
  const yesterday = addDays(on, -1);
  switch (schedule.span) {
    case 'today':
    case 'chosen':
      return { from: on, to: on };
    case 'daily': {
      const next = progress.coveredTo === null ? yesterday : addDays(progress.coveredTo, 1);
      return { from: [next, yesterday].toSorted()[0] ?? yesterday, to: yesterday };
    }
    case 'weekly':
      return weekOf(addDays(weekOf(on, schedule.weekStart).from, -1), schedule.weekStart);
    case 'monthly': {
      const last = DateTime.fromISO(on, { zone: 'utc' }).startOf('month').minus({ days: 1 });
      return { from: last.startOf('month').toFormat('yyyy-MM-dd'), to: last.toFormat('yyyy-MM-dd') };
    }
  }
}

/**
 * The same span a week earlier, for a month the month before it, for chosen days as many days before
 * (docs/rules/kpis.md); null where nothing is compared.
 */
export function comparedSpan(kind: SpanKind, span: DaySpan): DaySpan | null {
  if (kind === 'today') return null;
  if (kind === 'chosen') return spanBefore(span);
  if (kind !== 'monthly') return { from: addDays(span.from, -7), to: addDays(span.to, -7) };
  const before = DateTime.fromISO(span.from, { zone: 'utc' }).minus({ months: 1 });
  return { from: before.toFormat('yyyy-MM-dd'), to: before.endOf('month').toFormat('yyyy-MM-dd') };
}

/** The sending moment of a day; a wall-clock time that DST skips is the first moment after it. */
function momentOf({ time, timeZone }: Schedule, day: string): Date {
  return DateTime.fromISO(`${day}T${time}`, { zone: timeZone }).toJSDate();
}

function isSendingDay({ span, weekStart, holidays }: Schedule, day: string): boolean {
  if (holidays.includes(day)) return false;
  if (span === 'weekly') return firstWorkingDay(weekOf(day, weekStart).from, holidays) === day;
  if (span === 'monthly') return firstWorkingDay(`${day.slice(0, 8)}01`, holidays) === day;
  return true;
}

/** A weekly or monthly digest whose day is a holiday is sent on the next day that is none. */
function firstWorkingDay(day: string, holidays: readonly string[]): string {
  let candidate = day;
  while (holidays.includes(candidate)) candidate = addDays(candidate, 1);
  return candidate;
}
