import { assignWaiting } from '../../src/features/assignment/service.ts';
import { personModel } from '../../src/features/people/model.ts';
import { ticketModel } from '../../src/features/tickets/model.ts';
import { startBareDesk, workspace } from '../support/bare-desk.ts';
import { makeAgents, makeTickets } from '../support/documents.ts';
import { eachOf, type Row, timed } from '../support/row.ts';

/** As many as assignment itself has under way. */
const WIDTH = 20;

/** Assigning a full queue, against one guarded bare update on the agent and one on the ticket each. */
export const assign: Row = {
  name: 'assign',
  budget:
    '10,000 tickets to 500 agents of capacity 25: ≥ 40 % of the bare updates; flat from 1,000 to 10,000',
  measure: async () => {
    const bare = await bareUpdates(10_000);
    // The first warms both; the small one is measured before and after, so that a change of the machine's mood shows less.
    await assignAll(1_000);
    const before = (await assignAll(1_000)) / 1_000;
    const large = (await assignAll(10_000)) / 10_000;
    const small = (before + (await assignAll(1_000)) / 1_000) / 2;
    const share = bare / 10_000 / large;
    const growth = large / small;
    return {
      measured: `${(share * 100).toFixed(0)} % (${large.toFixed(2)} ms a ticket); ×${growth.toFixed(2)} from 1,000 to 10,000`,
      held: share >= 0.4 && growth <= 1.25,
    };
  },
};

async function assignAll(count: number): Promise<number> {
  const { desk, stop } = await startBareDesk();
  await makeAgents(desk, 500, 25);
  await makeTickets(desk, count);
  const milliseconds = await timed(() => assignWaiting(desk, workspace));
  const left = await ticketModel(desk.database).countDocuments({ workspace, status: 'new' });
  if (left > 0) throw new Error(`${left} of ${count} tickets were not assigned`);
  await stop();
  return milliseconds;
}

async function bareUpdates(count: number): Promise<number> {
  const { desk, stop } = await startBareDesk();
  const agents = await makeAgents(desk, 500, 25);
  const tickets = await makeTickets(desk, count);
  const people = personModel(desk.database).collection;
  const ticket = ticketModel(desk.database).collection;
  const work = tickets.map((ticketId, index) => ({
    ticketId,
    userId: agents[index % agents.length] as string,
  }));
  const milliseconds = await timed(() =>
    eachOf(work, WIDTH, async ({ ticketId, userId }) => {
      const now = new Date();
      await people.updateOne(
        { workspace, userId, load: { $lt: 25 } },
        {
          $inc: { load: 1 },
          $push: { held: { ticketId, since: now, settled: false } } as never,
          $set: { lastAssignedAt: now },
        },
      );
      await ticket.updateOne(
        { workspace, _id: ticketId as never, status: 'new' },
        {
          $set: { status: 'assigned', assignee: userId, assignedAt: now, changedAt: now },
          $inc: { rev: 1 },
          $push: { pending: { seq: 2, kind: 'assigned', at: now, by: 'desk' } } as never,
        },
      );
    }),
  );
  await stop();
  return milliseconds;
}
