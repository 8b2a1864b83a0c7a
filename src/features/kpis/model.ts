import { defineModel } from '../../platform/database/index.ts';
import type { Figures } from './domain/columns.ts';
import type { Fact } from './domain/fact.ts';

/** A row as it is stored, with what is known about its logged values. */
export interface FactFields extends Fact {
  /** Who logged the day and when; null when nobody has. */
  log: { by: string; at: Date } | null;
  /** What was logged before, latest last. */
  earlier: { figures: Figures; by: string; at: Date }[];
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
