import { dateToken } from '../../../platform/slack/index.ts';
import type { ClockView } from '../domain/clock-view.ts';
import type { Priority } from '../domain/states.ts';

/** The signs of docs/rules/voice.md: always with the word beside them. */
export const PRIORITY_SIGNS: Record<Priority, string> = {
  urgent: '🔥 Urgent',
  high: '🔺 High',
  medium: '🔹 Medium',
  low: '▫️ Low',
};

const CLOCK_NAMES: Record<ClockView['clock'], string> = {
  first_response: 'First response',
  next_response: 'Next response',
  resolution: 'Resolution',
};

const STATE_SIGNS: Record<ClockView['state'], string> = {
  on_time: '🟢 due',
  soon: '🟡 due',
  late: '🔴 due',
  paused: '⏸ paused',
  met: '✅ met',
  none: '➖ none',
};

export function clockName({ clock }: ClockView): string {
  return CLOCK_NAMES[clock];
}

/** A clock's dot and when it is due: nothing that ages. */
export function clockText({ state, dueAt }: ClockView): string {
  const running = state === 'on_time' || state === 'soon' || state === 'late';
  return running && dueAt ? `${STATE_SIGNS[state]} ${dateToken(dueAt)}` : STATE_SIGNS[state];
}

/** The dots of a ticket in one line, for lists. */
export function clockDots(clocks: readonly ClockView[]): string {
  return clocks
    .filter(({ state }) => state !== 'none')
    .map((clock) => `${clockName(clock)} ${clockText(clock)}`)
    .join(' · ');
}
