import { defineModel } from '../../platform/database/index.ts';
import type { Calendar } from '../../platform/time/hours.ts';
import type { WrittenPolicy } from './domain/policy-schema.ts';
import type { FiringClock, PolicyVersion } from './domain/types.ts';

/** What was published: the policies as written, and with the calendars of that time in them. */
export type StoredVersion = PolicyVersion & {
  version: number;
  written: WrittenPolicy[];
  calendars: Calendar[];
  by: string;
};

export const policyVersionModel = defineModel<StoredVersion>(
  'sla_versions',
  {
    version: { type: Number, required: true },
    since: { type: Date, required: true },
    policies: { type: [Object], required: true },
    written: { type: [Object], required: true },
    calendars: { type: [Object], required: true },
    by: { type: String, required: true },
  },
  [
    {
      keys: { workspace: 1, version: 1 },
      unique: true,
      serves: 'policies in order; two publishers cannot both be next',
    },
  ],
);

/** When the clocks of an open ticket are worth looking at again. */
export type Timer = {
  ticketId: string;
  /** The ticket's `rev` and the policies' version from which `nextAt` was worked out. */
  rev: number;
  version: number;
  /** Null while nothing runs, as in a pause. */
  nextAt: Date | null;
};

export const timerModel = defineModel<Timer>(
  'sla_timers',
  {
    ticketId: { type: String, required: true },
    rev: { type: Number, required: true },
    version: { type: Number, required: true },
    nextAt: { type: Date, default: null },
  },
  [
    { keys: { workspace: 1, ticketId: 1 }, unique: true, serves: 'one timer per open ticket' },
    { keys: { workspace: 1, nextAt: 1 }, serves: 'the check: what is due' },
    { keys: { workspace: 1, version: 1 }, serves: 'timers from before the last change of policy' },
  ],
);

/** A share of a clock's target has passed. Found once per clock, cycle and share. */
export type Firing = {
  _id: string;
  ticketId: string;
  clock: FiringClock;
  /** Of an estimate: the entry that gave it. */
  cycle: number;
  percent: number;
  /** When it passed. */
  at: Date;
  /** When the desk noticed. */
  foundAt: Date;
  /** `pending` until escalation has acted; `skipped` when overtaken or met before anyone was told. */
  state: 'pending' | 'done' | 'skipped';
  /** Set before a priority is raised, so that a repeated try knows what it was. */
  raise: { from: string; to: string } | null;
};

export const firingModel = defineModel<Firing>(
  'sla_firings',
  {
    _id: { type: String, required: true },
    ticketId: { type: String, required: true },
    clock: { type: String, required: true },
    cycle: { type: Number, required: true },
    percent: { type: Number, required: true },
    at: { type: Date, required: true },
    foundAt: { type: Date, required: true },
    state: { type: String, required: true },
    raise: { type: Object, default: null },
  },
  [
    {
      keys: { workspace: 1, ticketId: 1, clock: 1, cycle: 1, percent: 1 },
      unique: true,
      serves: 'a share passes once per clock and cycle',
    },
    {
      keys: { workspace: 1, foundAt: 1 },
      partialFilterExpression: { state: 'pending' },
      serves: 'escalation: what nobody has acted on',
    },
  ],
);
