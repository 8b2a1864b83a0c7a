import { defineModel } from '../../platform/database/index.ts';
import type { FiringClock } from '../sla/index.ts';

/** Why there is an alert. */
export type AlertReason = {
  firingId: string;
  clock: FiringClock;
  cycle: number;
  percent: number;
  at: Date;
  /** Noticed only later, as after the desk was down. */
  late: boolean;
};

/** The one living alert of a ticket. */
export type Alert = {
  _id: string;
  ticketId: string;
  /** True until nothing is owed any more; absent afterwards, so that a later breach makes a new alert. */
  living?: boolean;
  state: 'open' | 'acknowledged';
  openedAt: Date;
  reasons: AlertReason[];
  /** Who is mentioned, and why not a manager when it is none. */
  mentioned: string[];
  standIn: string | null;
  acknowledgedBy: string | null;
  acknowledgedAt: Date | null;
  /** Who was asked to take the ticket. */
  asked: { userId: string; by: string }[];
  repeat: { everyMinutes: number; left: number; nextAt: Date; firingId: string } | null;
  /** The bundle that tells it when too many came at once; null when it has a message of its own. */
  bundle: string | null;
  /** The alert's message; null until it was posted. */
  message: { channel: string; ts: string } | null;
  /** True while its message has not been asked to follow what changed. */
  stale?: boolean;
};

export const alertModel = defineModel<Alert>(
  'alerts',
  {
    _id: { type: String, required: true },
    ticketId: { type: String, required: true },
    living: Boolean,
    state: { type: String, required: true },
    openedAt: { type: Date, required: true },
    reasons: { type: [Object], default: [] },
    mentioned: { type: [String], default: [] },
    standIn: { type: String, default: null },
    acknowledgedBy: { type: String, default: null },
    acknowledgedAt: { type: Date, default: null },
    asked: { type: [Object], default: [] },
    repeat: { type: Object, default: null },
    bundle: { type: String, default: null },
    message: { type: Object, default: null },
    stale: Boolean,
  },
  [
    {
      keys: { workspace: 1, ticketId: 1 },
      unique: true,
      partialFilterExpression: { living: true },
      serves: 'one living alert per ticket',
    },
    { keys: { workspace: 1, ticketId: 1, openedAt: -1 }, serves: 'the last alert of a ticket that changes' },
    {
      keys: { workspace: 1, 'repeat.nextAt': 1 },
      partialFilterExpression: { living: true },
      serves: 'alerts to repeat, by when',
    },
    {
      keys: { workspace: 1, bundle: 1 },
      partialFilterExpression: { bundle: { $type: 'string' } },
      serves: 'the alerts of a bundle',
    },
    {
      keys: { workspace: 1, openedAt: -1 },
      serves: 'unacknowledged alerts, newest first; how many in the last minute',
    },
    {
      keys: { workspace: 1, stale: 1 },
      partialFilterExpression: { stale: true },
      serves: 'the net: alerts whose message has not followed yet',
    },
  ],
);

/** One message for alerts that came too fast, by the minute in which they did. */
export const bundleModel = defineModel<{
  minute: string;
  message: { channel: string; ts: string } | null;
}>('alert_bundles', { minute: { type: String, required: true }, message: { type: Object, default: null } }, [
  { keys: { workspace: 1, minute: 1 }, unique: true, serves: 'one bundle a minute' },
]);
