import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import { plain } from '../../../platform/slack/index.ts';
import {
  mostObservation,
  mostShort,
  readMinutes,
  readSessions,
  type SessionRecord,
} from '../domain/record.ts';

/** The fields of one record, as a form has them. */
export const recordFields = {
  customer: z.string({ error: 'Enter the customer, such as mediconas.cz.' }).trim().min(1).max(mostShort),
  region: z.string({ error: 'Enter the region, such as EU.' }).trim().min(1).max(mostShort),
  sessions: z.string({ error: 'Enter a whole number from 1.' }),
  source: z.string({ error: 'Enter the source, such as FB Pages.' }).trim().min(1).max(mostShort),
  destination: z.string({ error: 'Enter the destination, such as BQ.' }).trim().min(1).max(mostShort),
  minutes: z.string().optional(),
  observation: z.string().max(mostObservation).optional(),
};

type TypedRecord = z.infer<z.ZodObject<typeof recordFields>>;

/** The record of a form, or what is wrong beside which field. */
export function recordOf(typed: TypedRecord): SessionRecord | { errors: Record<string, string> } {
  const sessions = readSessions(typed.sessions.trim());
  const minutes = typed.minutes ? readMinutes(typed.minutes.trim()) : null;
  const errors: Record<string, string> = {};
  if (typeof sessions !== 'number') errors.sessions = sessions.problem;
  if (minutes !== null && typeof minutes !== 'number') errors.minutes = minutes.problem;
  if (typeof sessions !== 'number' || (minutes !== null && typeof minutes !== 'number')) return { errors };
  const { customer, region, source, destination, observation } = typed;
  return {
    customer,
    region,
    sessions,
    source,
    destination,
    minutes,
    observation: observation?.trim() || null,
  };
}

/** The inputs of one record, filled with `record` when there is one. */
export function recordInputs(record?: SessionRecord): KnownBlock[] {
  return [
    text('customer', 'Customer', record?.customer),
    text('region', 'Region', record?.region),
    text('sessions', 'Sessions', record && String(record.sessions)),
    text('source', 'Source', record?.source),
    text('destination', 'Destination', record?.destination),
    text('minutes', 'Minutes (1–120)', record?.minutes ? String(record.minutes) : undefined, {
      optional: true,
    }),
    text('observation', 'Observation', record?.observation ?? undefined, { optional: true, multiline: true }),
  ];
}

/** A text input. */
export function text(
  field: string,
  label: string,
  initial: string | undefined,
  options: { optional?: boolean; multiline?: boolean; placeholder?: string } = {},
): KnownBlock {
  return {
    type: 'input',
    block_id: field,
    label: plain(label),
    optional: options.optional ?? false,
    element: {
      type: 'plain_text_input',
      action_id: 'value',
      multiline: options.multiline ?? false,
      max_length: options.multiline ? mostObservation : mostShort,
      ...(initial ? { initial_value: initial } : {}),
      ...(options.placeholder ? { placeholder: plain(options.placeholder, 150) } : {}),
    },
  };
}
