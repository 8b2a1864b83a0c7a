import { defineModel } from '../../platform/database/index.ts';
import type { Figures } from './domain/columns.ts';
import type { Fact } from './domain/fact.ts';
import type { DayTotals, Performance } from './domain/fold.ts';
import type { Mark } from './domain/marks.ts';

/** A row as it is stored, with what is known about its logged values. */
export interface FactFields extends Fact {
  /** Who logged the day and when; null when nobody has. */
  log: { by: string; at: Date } | null;
  /** What was logged before, latest last. */
  earlier: { figures: Figures; by: string; at: Date }[];
  /** What the desk saw of the agent's work beside the columns; null when it saw nothing. */
  performance: Performance | null;
  /** A lead opened the day again after it had locked. */
  unlocked: boolean;
  rev: number;
}

export const factModel = defineModel<FactFields>(
  'facts',
  {
    day: { type: String, required: true },
    agent: { type: String, required: true },
    agentName: { type: String, required: true },
    teamLeader: { type: String, default: null },
    supervisor: { type: String, default: null },
    cells: { type: Object, default: {} },
    log: { type: Object, default: null },
    earlier: { type: [Object], default: [] },
    performance: { type: Object, default: null },
    unlocked: { type: Boolean, default: false },
    rev: { type: Number, required: true },
  },
  [
    {
      keys: { workspace: 1, day: 1, agent: 1 },
      unique: true,
      serves: 'one row per agent and day; every report over days',
    },
    { keys: { workspace: 1, agent: 1, day: 1 }, serves: 'the days of one person' },
    { keys: { workspace: 1, teamLeader: 1, day: 1 }, serves: 'KPIs of a team leader' },
    { keys: { workspace: 1, supervisor: 1, day: 1 }, serves: 'KPIs of a supervisor' },
  ],
);

/** What one ticket contributes to figures. */
export interface Observation {
  ticketId: string;
  /** The marks, each with the key of the day it belongs to: `agent day`, or `* day` for the team's. */
  marks: (Mark & { key: string })[];
  /** Days whose figures are to be added up again; emptied when that is done. */
  dirty: string[];
  /** When the ticket is worth another look although nothing happens to it: its next breach. */
  lookAt: Date | null;
  /** Since when the open ticket has owed what it promised; null while it owes nothing. */
  lateSince: Date | null;
  rev: number;
}

export const observationModel = defineModel<Observation>(
  'observations',
  {
    ticketId: { type: String, required: true },
    marks: { type: [Object], default: [] },
    dirty: { type: [String], default: [] },
    lookAt: { type: Date, default: null },
    lateSince: { type: Date, default: null },
    rev: { type: Number, required: true },
  },
  [
    { keys: { workspace: 1, ticketId: 1 }, unique: true, serves: 'one observation per ticket' },
    { keys: { workspace: 1, 'marks.key': 1 }, serves: 'adding up one day of an agent or of the team' },
    { keys: { workspace: 1, dirty: 1 }, serves: 'the sweep: days to be added up again' },
    { keys: { workspace: 1, lookAt: 1 }, serves: 'the sweep: tickets that have breached since' },
    { keys: { workspace: 1, lateSince: 1 }, serves: 'open tickets that are late, the longest first' },
  ],
);

/** Under which version of the rules the observed figures stand. */
export interface FiguresVersion {
  version: number;
  /** Tickets created from here on are still to be worked out again; null when all have been. */
  from: Date | null;
}

export const figuresVersionModel = defineModel<FiguresVersion>(
  'figure_versions',
  { version: { type: Number, required: true }, from: { type: Date, default: null } },
  [{ keys: { workspace: 1 }, unique: true, serves: 'how far a workspace has come' }],
);

export const dayTotalsModel = defineModel<DayTotals & { day: string; rev: number }>(
  'day_totals',
  {
    day: { type: String, required: true },
    created: { type: Number, required: true },
    resolved: { type: Number, required: true },
    breached: { type: Number, required: true },
    firstResponseMet: { type: Number, required: true },
    firstResponseBreached: { type: Number, required: true },
    resolutionMet: { type: Number, required: true },
    resolutionBreached: { type: Number, required: true },
    rev: { type: Number, required: true },
  },
  [{ keys: { workspace: 1, day: 1 }, unique: true, serves: 'the team’s days of a span' }],
);
