import { expect, vi } from 'vitest';
import { personModel } from '../../../src/features/people/model.ts';
import { openTicket, type Ticket } from '../../../src/features/tickets/index.ts';
import { ticketModel } from '../../../src/features/tickets/model.ts';
import { trusted } from '../../../src/platform/database/index.ts';
import type { Desk } from '../../../src/platform/desk.ts';
import type { TestDesk } from '../../support/desk.ts';

/** Writes agents into the database who are available and always on shift; Slack knows nothing of them. */
export async function makeAgents(
  desk: Desk,
  workspace: string,
  agents: { userId: string; capacity?: number; skills?: string[] }[],
): Promise<void> {
  const availabilitySince = desk.clock.now();
  await personModel(desk.database).bulkWrite(
    agents.map(({ userId, capacity = 5, skills = [] }) => ({
      updateOne: {
        filter: { workspace, userId },
        update: {
          $set: {
            name: userId,
            roles: ['agent' as const],
            availability: 'available' as const,
            availabilitySince,
            capacity,
            skills,
          },
        },
        upsert: true,
      },
    })),
  );
}

/** Sends everybody the seed made available home, so that only a test's own agents work. */
export async function sendEveryoneHome(desk: Desk, workspace: string): Promise<void> {
  await personModel(desk.database).updateMany({ workspace }, { $set: { availability: 'offline' } });
}

/**
 * Makes a desk that several tests share as good as new, which costs less than another desk: what is open is put away,
 * the agents that tests made are none any more, everybody else is off and holds nothing, and the clock is back.
 */
export async function startOver({ desk, workspace, clock }: TestDesk, start: string): Promise<void> {
  await desk.events.settled();
  const tickets = ticketModel(desk.database);
  await tickets.updateMany(
    { workspace, status: trusted({ $ne: 'closed' }) },
    { $set: { status: 'closed', assignee: null }, $inc: { rev: 1 } },
  );
  const people = personModel(desk.database);
  const made = trusted({ $in: ['U1', 'U2', 'U3', 'U4', 'U5'] });
  await people.updateMany({ workspace, userId: made }, { $set: { roles: ['customer'] } });
  const nothing = { held: [], load: 0, lastAssignedAt: null, shifts: null, overrides: [], wasOnShift: null };
  await people.updateMany({ workspace }, { $set: { ...nothing, availability: 'offline', active: true } });
  clock.set(start);
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

/** Has something happen while `run` does its work: after it has listed tickets, before it reads the first it changes. */
export async function meanwhile(
  desk: Desk,
  happens: () => Promise<unknown>,
  run: () => Promise<unknown>,
): Promise<void> {
  const Tickets = ticketModel(desk.database);
  const reads = vi.spyOn(Tickets, 'findOne');
  let happened = false;
  const late = (...given: Parameters<typeof Tickets.findOne>) => ({
    lean: async () => {
      await happens();
      happened = true;
      return Tickets.findOne(...given).lean();
    },
  });
  reads.mockImplementationOnce(late as never);
  try {
    await run();
  } finally {
    reads.mockRestore();
  }
  expect(happened).toBe(true);
}
