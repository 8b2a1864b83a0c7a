import { addDays } from '../../src/features/kpis/index.ts';
import { factModel } from '../../src/features/kpis/model.ts';
import type { Desk } from '../../src/platform/desk.ts';
import { workspace } from './bare-desk.ts';

const BATCH = 5_000;

/** An agent's day of figures, the same for the same agent and day. */
function factOf(day: string, agent: string, index: number) {
  const value = (most: number) => (index * 7919) % most;
  return {
    workspace,
    day,
    agent,
    agentName: agent,
    teamLeader: `L${value(10)}`,
    supervisor: `S${value(3)}`,
    cells: {
      totalChats: { logged: value(40), observed: value(41) },
      resolved: { logged: value(30) },
      csat: { imported: value(101) },
      avgResponseTime: { observed: value(4_000) },
      escalations: { observed: value(3) },
      pending: { observed: value(9) },
      avgQueueTime: { observed: value(200) },
    },
    performance: null,
    log: null,
    earlier: [],
    unlocked: false,
    rev: 1,
  };
}

/** Writes `count` rows that end on `lastDay`, `agents` a day. */
export async function makeFacts(desk: Desk, count: number, agents: number, lastDay: string): Promise<void> {
  for (let start = 0; start < count; start += BATCH) {
    const documents = Array.from({ length: Math.min(BATCH, count - start) }, (_, offset) => {
      const index = start + offset;
      const day = addDays(lastDay, -Math.floor(index / agents));
      return factOf(day, `U${String(index % agents).padStart(4, '0')}`, index);
    });
    await factModel(desk.database).collection.insertMany(documents as never[], { ordered: false });
  }
}
