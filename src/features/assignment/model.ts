import { defineModel } from '../../platform/database/index.ts';
import type { HandoverReason } from './domain/handover.ts';

/** Who assigns in a workspace now, and since when somebody did. Real time. */
export const turnModel = defineModel<{ holder: string; until: Date; again: boolean; begunAt: Date | null }>(
  'assignment_turns',
  {
    holder: { type: String, required: true },
    until: { type: Date, required: true },
    again: { type: Boolean, required: true },
    begunAt: { type: Date, default: null },
  },
  [{ keys: { workspace: 1 }, unique: true, serves: 'one process assigns in a workspace at a time' }],
);

/** Someone was asked what becomes of their open tickets. */
export type Handover = {
  _id: string;
  userId: string;
  why: HandoverReason;
  askedAt: Date;
  /** True until every ticket is decided or the agent is back. */
  open: boolean;
  tickets: { ticketId: string; answer: 'keep' | 'returned' | null }[];
};

export const handoverModel = defineModel<Handover>(
  'handovers',
  {
    _id: { type: String, required: true },
    userId: { type: String, required: true },
    why: { type: String, required: true },
    askedAt: { type: Date, required: true },
    open: { type: Boolean, required: true },
    tickets: { type: [{ _id: false, ticketId: String, answer: String }], default: [] },
  },
  [
    {
      keys: { workspace: 1, userId: 1 },
      unique: true,
      partialFilterExpression: { open: true },
      serves: 'one open handover per agent; what is undecided',
    },
    {
      keys: { workspace: 1, userId: 1, askedAt: -1 },
      serves: 'whether this absence was asked about already',
    },
  ],
);
