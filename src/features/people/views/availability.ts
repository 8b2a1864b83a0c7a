import { dateToken } from '../../../platform/slack/index.ts';
import type { Availability, Person } from '../types.ts';

/** Signs with the word beside them (docs/rules/voice.md). */
export const AVAILABILITY_SIGNS: Record<Availability, string> = {
  available: '🟢 available',
  busy: '🟠 busy',
  away: '🌙 away',
  offline: '⚫ offline',
};

/** `You are 🟢 available until 18:00`, for the person. */
export function availabilityLine(
  person: Pick<Person, 'availability'>,
  until: Date | null,
  onShift: boolean,
): string {
  const line = `You are ${AVAILABILITY_SIGNS[person.availability]}`;
  if (!onShift) return `${line}. You are off shift, so the desk assigns you nothing.`;
  return until && person.availability !== 'offline'
    ? `${line} until ${dateToken(until, '{time}')}.`
    : `${line}.`;
}
