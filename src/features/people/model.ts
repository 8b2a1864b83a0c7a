import { defineModel } from '../../platform/database/index.ts';
import type { Person } from './types.ts';

/** What only this feature's own sweeps need. */
type Stored = Omit<Person, 'workspace'> & { placesCheckedAt: Date | null };

const held = { _id: false, ticketId: String, since: Date, settled: Boolean };

export const personModel = defineModel<Stored>(
  'people',
  {
    userId: { type: String, required: true },
    name: { type: String, required: true },
    otherNames: { type: [String], default: [] },
    email: { type: String, default: null },
    accountEmail: { type: String, default: null },
    linkedTo: { type: String, default: null },
    account: { type: String, default: null },
    homeTeam: { type: String, default: null },
    outside: { type: Boolean, default: false },
    active: { type: Boolean, default: true },
    roles: { type: [String], default: ['customer'] },
    timeZone: { type: String, default: 'UTC' },
    locale: { type: String, default: 'en-GB' },
    teamLeader: { type: String, default: null },
    supervisor: { type: String, default: null },
    deputy: { type: String, default: null },
    skills: { type: [String], default: [] },
    capacity: { type: Number, default: 5 },
    shifts: { type: Object, default: null },
    overrides: { type: [Object], default: [] },
    ratePerTicket: { type: Number, default: null },
    availability: { type: String, default: 'offline' },
    availabilitySince: { type: Date, required: true },
    held: { type: [held], default: [] },
    load: { type: Number, default: 0 },
    lastAssignedAt: { type: Date, default: null },
    placesCheckedAt: { type: Date, default: null },
    wasOnShift: { type: Boolean, default: null },
  },
  [
    {
      keys: { workspace: 1, userId: 1 },
      unique: true,
      serves: 'one record per person; every read of a person',
    },
    {
      keys: { workspace: 1, roles: 1, availability: 1 },
      serves: 'agents for assignment, managers for alerts, the sweep that settles places',
    },
    { keys: { workspace: 1, email: 1 }, serves: 'matching names of an import' },
    {
      keys: { workspace: 1, accountEmail: 1 },
      unique: true,
      partialFilterExpression: { accountEmail: { $type: 'string' } },
      serves: 'an account by its e-mail, which is given once',
    },
    {
      keys: { workspace: 1, account: 1 },
      unique: true,
      partialFilterExpression: { account: { $type: 'string' } },
      serves: 'an account belongs to one Slack user',
    },
    {
      keys: { workspace: 1, placesCheckedAt: 1, userId: 1 },
      partialFilterExpression: { placesCheckedAt: { $gt: new Date(0) } },
      serves: 'the sweep that settles places, longest unchecked first',
    },
    {
      keys: { workspace: 1, load: 1 },
      serves: 'who holds tickets, for handovers and the sweep that settles places',
    },
  ],
);
