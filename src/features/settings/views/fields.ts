import { z } from 'zod';
import { HOURS_EXAMPLE, parseHours } from '../../../platform/time/hours-text.ts';
import { isZone } from '../../../platform/time/zone.ts';

/** Text that a parser reads; what the parser says is shown beside the field. */
export function parsed<Result>(parse: (text: string) => Result) {
  return z
    .string()
    .default('')
    .transform((text, check) => {
      try {
        return parse(text);
      } catch (error) {
        check.addIssue({ code: 'custom', message: (error as Error).message });
        return z.NEVER;
      }
    });
}

export const hoursField = parsed(parseHours);
export const hoursHint = `For example ${HOURS_EXAMPLE}.`;

export const zoneField = z.string().refine(isZone, 'Write an IANA time zone, for example Europe/Berlin.');

/** A whole number as Slack's number input sends it. */
export function wholeNumber(min: number, max: number) {
  const message = `Write a whole number from ${min} to ${max}.`;
  return z.coerce.number(message).int(message).min(min, message).max(max, message);
}
