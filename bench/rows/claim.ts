import { personModel } from '../../src/features/people/model.ts';
import { claimTicket } from '../../src/features/tickets/index.ts';
import { ticketModel } from '../../src/features/tickets/model.ts';
import type { Desk } from '../../src/platform/desk.ts';
import { startBareDesk, workspace } from '../support/bare-desk.ts';
import { makeAgents, makeTickets } from '../support/documents.ts';
import { eachOf, median, type Row, timed } from '../support/row.ts';

const CLAIMS = 1_000;
const WIDTH = 10;
const ROUNDS = 3;

/** Claims, against the bare driver doing the same reads and writes; the rounds alternate. */
export const claim: Row = {
  name: 'claim',
  budget: '≥ 60 % of the bare driver doing the same reads and writes',
  measure: async () => {
    const { desk, stop } = await startBareDesk();
    const agents = await makeAgents(desk, 100, 1_000);
    const shares: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const first = await makeTickets(desk, CLAIMS, { first: 1 + round * 2 * CLAIMS });
      const second = await makeTickets(desk, CLAIMS, { first: 1 + (round * 2 + 1) * CLAIMS });
      const bare = await timed(() =>
        claimAll(first, agents, (ticketId, by) => bareClaim(desk, ticketId, by)),
      );
      const ours = await timed(() =>
        claimAll(second, agents, (ticketId, by) => claimTicket(desk, { workspace, ticketId, by })),
      );
      shares.push(bare / ours);
    }
    await stop();
    const share = median(shares);
    return { measured: `${(share * 100).toFixed(0)} %`, held: share >= 0.6 };
  },
};

function claimAll(
  ticketIds: readonly string[],
  agents: readonly string[],
  claimOne: (ticketId: string, by: string) => Promise<unknown>,
): Promise<void> {
  const work = ticketIds.map((ticketId, index) => ({
    ticketId,
    by: agents[index % agents.length] as string,
  }));
  return eachOf(work, WIDTH, ({ ticketId, by }) => claimOne(ticketId, by));
}

/** May they, is there room, reserve, read the ticket, take it, end the turn. */
async function bareClaim(desk: Desk, ticketId: string, by: string): Promise<void> {
  const people = personModel(desk.database).collection;
  const tickets = ticketModel(desk.database).collection;
  const now = new Date();
  await people.findOne({ workspace, userId: by });
  await people.findOne({ workspace, userId: by }, { projection: { capacity: 1, held: 1 } });
  await people.updateOne(
    { workspace, userId: by, load: { $lt: 1_000 }, 'held.ticketId': { $ne: ticketId } },
    { $push: { held: { ticketId, since: now, settled: false } } as never, $inc: { load: 1 } },
  );
  const ticket = await tickets.findOne({ workspace, _id: ticketId as never });
  await tickets.findOneAndUpdate(
    { workspace, _id: ticketId as never, rev: ticket?.rev },
    {
      $set: { status: 'in_progress', assignee: by, assignedAt: now, changedAt: now },
      $inc: { rev: 1 },
      $push: { pending: { seq: 2, kind: 'claimed', at: now, by } } as never,
    },
    { returnDocument: 'after' },
  );
  await people.updateOne({ workspace, userId: by }, { $max: { lastAssignedAt: now } });
}
