import { z } from 'zod';
import { STATUSES } from '../../tickets/index.ts';
import { CHAIN_ACTIONS, DEFAULT_CHAIN } from './chain.ts';

/** The key of a policy or calendar. */
export const policyKey = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'is a key of small letters, digits and hyphens, such as gold');

const minutes = z
  .number()
  .positive('is a number of minutes above 0, or null for no target')
  .max(525_600)
  .nullable();

const targetsSchema = z
  .object({
    first_response: minutes.default(120),
    next_response: minutes.default(null),
    resolution: minutes.default(1_440),
  })
  .strict();

const stepSchema = z
  .object({
    at: z.number().int().min(1).max(100),
    do: z.array(z.enum(CHAIN_ACTIONS)).min(1),
    repeatEveryMinutes: z.number().int().min(1).max(1_440).optional(),
    times: z.number().int().min(1).max(5).optional(),
    offShiftToo: z.boolean().optional(),
  })
  .strict();

/** What happens as a target is used up. Steps at one share act as one, so the alert may stand in another of them. */
export const chainSchema = z
  .array(stepSchema)
  .max(20)
  .superRefine((steps, { addIssue }) => {
    for (const [index, { at, repeatEveryMinutes, times }] of steps.entries()) {
      if (repeatEveryMinutes === undefined && times === undefined) continue;
      const isAlert = steps.some((step) => step.at === at && step.do.includes('post_alert'));
      const field = repeatEveryMinutes === undefined ? 'times' : 'repeatEveryMinutes';
      const problem = isAlert
        ? repeatEveryMinutes === undefined && 'needs repeatEveryMinutes beside it'
        : 'needs post_alert at the same share: it is said again in the alert’s thread';
      if (problem) addIssue({ code: 'custom', path: [index, field], message: problem });
    }
  });

/** A policy as managers write it, in YAML or in Slack; the calendar is named by its key, absent means the workspace's. */
export const policySchema = z
  .object({
    key: policyKey,
    name: z.string().min(1).max(75),
    match: z
      .object({
        categories: z.array(z.string()).optional(),
        journeys: z.array(z.string()).optional(),
        tags: z.array(z.string()).optional(),
      })
      .strict()
      .default({}),
    calendar: policyKey.optional(),
    targets: z
      .object({
        urgent: targetsSchema.prefault({}),
        high: targetsSchema.prefault({}),
        medium: targetsSchema.prefault({}),
        low: targetsSchema.prefault({}),
      })
      .strict()
      .prefault({}),
    pausesIn: z.array(z.enum(STATUSES)).default(['waiting_on_customer']),
    restartOnReopen: z.boolean().default(false),
    chain: chainSchema.default(DEFAULT_CHAIN),
  })
  .strict();

/** A policy before its calendar is put in. */
export type WrittenPolicy = z.output<typeof policySchema>;

/** The policy of a desk that has written none: two hours to the first answer, a day to the solution. */
export const defaultPolicy: WrittenPolicy = policySchema.parse({ key: 'standard', name: 'Standard' });
