import { DateTime } from 'luxon';
import type { HoursInterval } from '../../../platform/time/hours.ts';
import { WEEKDAYS } from '../../../platform/time/hours.ts';
import type { ShiftPlan } from '../../people/index.ts';

/**
 * The agent's working day at `moment`, as `2026-11-20` in the agent's zone (docs/rules/stats.md): the day on which the
 * latest shift started, as long as it runs and `graceHours` after it; else the date on the wall.
 */
export function workingDay(plan: ShiftPlan, moment: Date, graceHours: number): string {
  const now = DateTime.fromJSDate(moment, { zone: plan.timeZone });
  for (const daysBack of [0, 1]) {
    const date = now.minus({ days: daysBack });
    const reached = shiftsOn(plan, date)
      .map((interval) => moments(interval, date))
      .filter(({ start }) => start <= now);
    if (reached.some(({ end }) => now < end.plus({ hours: graceHours }))) return date.toFormat('yyyy-MM-dd');
    if (reached.length > 0) break;
  }
  return now.toFormat('yyyy-MM-dd');
}

function shiftsOn(plan: ShiftPlan, date: DateTime): readonly HoursInterval[] {
  const day = date.toFormat('yyyy-MM-dd');
  const override = plan.overrides.findLast((each) => each.from <= day && day <= each.to);
  if (override) return override.kind === 'off' ? [] : override.hours;
  const weekday = WEEKDAYS[date.weekday - 1];
  return (weekday && plan.shifts?.[weekday]) || [];
}

function moments(interval: HoursInterval, date: DateTime): { start: DateTime; end: DateTime } {
  const overMidnight = interval.to <= interval.from;
  const endDate = overMidnight || interval.to === '24:00' ? date.plus({ days: 1 }) : date;
  return {
    start: at(date, interval.from),
    end: at(endDate, interval.to === '24:00' ? '00:00' : interval.to),
  };
}

function at(date: DateTime, time: string): DateTime {
  return date.startOf('day').set({ hour: Number(time.slice(0, 2)), minute: Number(time.slice(3, 5)) });
}
