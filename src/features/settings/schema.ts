import { z } from 'zod';
import { isZone } from '../../platform/time/zone.ts';

const percent = z.number().int().min(1).max(100);
const channel = z.string().nullable();
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is a time such as 09:00');

const interval = z.object({ from: time, to: z.union([time, z.literal('24:00')]) });
const intervals = z.array(interval).max(8);

/** Weekly hours as a manifest or a modal gives them; a weekday left out has none. */
const weeklyHoursSchema = z
  .object({
    monday: intervals,
    tuesday: intervals,
    wednesday: intervals,
    thursday: intervals,
    friday: intervals,
    saturday: intervals,
    sunday: intervals,
  })
  .partial()
  .strict();

/** A calendar of working time. */
const calendarSchema = z.object({
  key: z.string().min(1).max(40),
  name: z.string().min(1).max(75),
  zone: z.string().refine(isZone, 'is not an IANA time zone such as Europe/Berlin'),
  hours: z.union([z.literal('24x7'), weeklyHoursSchema]),
  holidays: z.array(z.object({ date: z.iso.date(), name: z.string() })).default([]),
});

const alwaysOpen = { key: '24x7', name: 'Always open', zone: 'UTC', hours: '24x7' as const, holidays: [] };

/** Everything a workspace can set, with the values that stand until it does. Minutes, hours and days say so in their name. */
export const settingsSchema = z.object({
  setUp: z.boolean().default(false),
  triageChannel: channel.default(null),
  alertsChannel: channel.default(null),
  digestChannel: channel.default(null),
  timeZone: z.string().refine(isZone, 'is not an IANA time zone such as Europe/Berlin').default('UTC'),
  locale: z.string().default('en-GB'),
  currency: z.string().length(3).default('EUR'),
  weekStart: z.enum(['monday', 'sunday', 'saturday']).default('monday'),
  dateOrder: z.enum(['day-month', 'month-day']).default('day-month'),
  /** The workspace's own working time: handover, digests and policies that name no calendar. */
  calendar: calendarSchema.default(alwaysOpen),
  assignment: z
    .object({
      mode: z.enum(['round_robin', 'balanced']).default('round_robin'),
      everySeconds: z.number().int().min(5).max(300).default(10),
      askAtShiftStart: z.boolean().default(true),
      handoverMinutes: z.number().int().min(1).max(480).default(15),
      awayMinutes: z.number().int().min(1).max(480).default(30),
    })
    .prefault({}),
  escalation: z
    .object({
      unclaimedPercent: percent.default(95),
      inWorkPercent: percent.default(95),
      bundleAbovePerMinute: z.number().int().min(1).max(60).default(5),
    })
    .prefault({}),
  tickets: z
    .object({
      remindAfterDays: z.number().int().min(1).max(60).default(2),
      resolveAfterDays: z.number().int().min(1).max(60).default(5),
      closeAfterDays: z.number().int().min(1).max(60).default(3),
      showPromisedTimes: z.boolean().default(true),
      /** Where the reaction `:ticket:` makes a ticket; empty: in every channel the app is in. */
      watchedChannels: z.array(z.string()).max(100, 'takes 100 channels at the most').default([]),
    })
    .prefault({}),
  stats: z.object({ lockAfterDays: z.number().int().min(1).max(60).default(7) }).prefault({}),
  billing: z
    .object({
      ratePerTicket: z.number().min(0).default(500),
      billingDay: z.number().int().min(1).max(28).default(1),
      pinnedFirstPercent: percent.default(20),
    })
    .prefault({}),
});

/** The settings of a workspace, complete. */
export type Settings = z.output<typeof settingsSchema>;
