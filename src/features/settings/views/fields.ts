import { z } from 'zod';
import { parsedField } from '../../../platform/slack/index.ts';
import { HOURS_EXAMPLE, parseHours } from '../../../platform/time/hours-text.ts';
import { isZone } from '../../../platform/time/zone.ts';

export const hoursField = parsedField(parseHours);
export const hoursHint = `For example ${HOURS_EXAMPLE}.`;

export const zoneField = z.string().refine(isZone, 'Write an IANA time zone, for example Europe/Berlin.');

/** A whole number as Slack's number input sends it. */
export function wholeNumber(min: number, max: number) {
  const message = `Write a whole number from ${min} to ${max}.`;
  return z.coerce.number(message).int(message).min(min, message).max(max, message);
}
