import type { ShiftOverride, WeeklyHours } from '../../../platform/time/hours.ts';
import { type Span, spansOf } from '../../../platform/time/spans.ts';

const day = 86_400_000;

/** What decides when someone works; `shifts: null` means always. */
export type ShiftPlan = { timeZone: string; shifts: WeeklyHours | null; overrides: ShiftOverride[] };

/** Shifts from `from` to `to`, whole days off and extra days applied; a shift belongs to the day it starts. */
function shiftSpans(plan: ShiftPlan, from: Date, to: Date): Span[] {
  const always = [{ from: '00:00', to: '24:00' }];
  return spansOf(
    plan.timeZone,
    ({ date, weekday }) => {
      const override = plan.overrides.findLast((each) => each.from <= date && date <= each.to);
      if (override) return override.kind === 'off' ? [] : override.hours;
      return plan.shifts ? (plan.shifts[weekday] ?? []) : always;
    },
    from.getTime(),
    to.getTime(),
  );
}

/** Whether the person is on shift at `now`; a shift's first moment is in it, its end is not. */
export function isOnShift(plan: ShiftPlan, now: Date): boolean {
  return shiftSpans(plan, now, new Date(now.getTime() + 1)).length > 0;
}

/** When the shift that runs at `now` ends; null when none runs or none ends within 35 days. */
export function shiftEndsAt(plan: ShiftPlan, now: Date): Date | null {
  for (const days of [2, 35]) {
    const horizon = now.getTime() + days * day;
    const [first] = shiftSpans(plan, now, new Date(horizon));
    if (!first || first.start > now.getTime()) return null;
    if (first.end < horizon) return new Date(first.end);
  }
  return null;
}

/** When the next shift starts after `now`; null when none does within 35 days. */
export function nextShiftStart(plan: ShiftPlan, now: Date): Date | null {
  for (const days of [4, 35]) {
    const spans = shiftSpans(plan, now, new Date(now.getTime() + days * day));
    const next = spans.find((span) => span.start > now.getTime());
    if (next) return new Date(next.start);
  }
  return null;
}
