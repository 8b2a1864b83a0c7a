import { personModel } from '../../../src/features/people/model.ts';
import { openTicket, type Ticket } from '../../../src/features/tickets/index.ts';
import type { Desk } from '../../../src/platform/desk.ts';

/** Writes agents into the database who are available and always on shift; Slack knows nothing of them. */
export async function makeAgents(
  desk: Desk,
  workspace: string,
  agents: { userId: string; capacity?: number; skills?: string[] }[],
): Promise<void> {
  await personModel(desk.database).insertMany(
    agents.map(({ userId, capacity = 5, skills = [] }) => ({
      workspace,
      userId,
      name: userId,
      roles: ['agent'],
      availability: 'available',
      availabilitySince: desk.clock.now(),
      capacity,
      skills,
    })),
  );
}

/** Sends everybody the seed made available home, so that only a test's own agents work. */
export async function sendEveryoneHome(desk: Desk, workspace: string): Promise<void> {
  await personModel(desk.database).updateMany({ workspace }, { $set: { availability: 'offline' } });
}

let keys = 0;

/** Opens a ticket of a customer's. */
export function open(
  desk: Desk,
  workspace: string,
  changes: Partial<Parameters<typeof openTicket>[1]> = {},
): Promise<Ticket> {
  keys += 1;
  return openTicket(desk, {
    workspace,
    requester: 'U0ANA',
    subject: `Request ${keys}`,
    origin: { kind: 'rest', key: `request ${process.pid} ${keys}` },
    ...changes,
  });
}
