import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { personModel } from '../../../src/features/people/model.ts';
import { changePriority, getTicket, historyOf, openTicket } from '../../../src/features/tickets/index.ts';
import { eventModel, ticketModel } from '../../../src/features/tickets/model.ts';
import { people, startTestDesk, type TestDesk } from '../../support/desk.ts';

const { ana, bo, lead } = people;

let t: TestDesk;
/** Nobody is there to be assigned what is opened. */
beforeAll(async () => {
  t = await startTestDesk();
  await personModel(t.desk.database).updateMany(
    { workspace: t.workspace },
    { $set: { availability: 'away' } },
  );
});
afterAll(() => t?.stop());

/** Opens a ticket and waits until its entry stands in the events alone. */
async function settledTicket(key: string) {
  const { _id: ticketId } = await openTicket(t.desk, {
    workspace: t.workspace,
    requester: ana,
    origin: { kind: 'rest', key },
    subject: 'A cup in pieces',
  });
  await t.quiet();
  return ticketId;
}

const again = (ticketId: string) => getTicket(t.desk, { workspace: t.workspace, ticketId });
const kinds = async (ticketId: string) =>
  (await historyOf(t.desk, await again(ticketId))).map(({ kind }) => kind);

test('a history is read once, and what this process adds comes with the ticket', async () => {
  const ticketId = await settledTicket('once');
  expect(await kinds(ticketId)).toEqual(['opened']);
  const reads = vi.spyOn(eventModel(t.desk.database), 'find');
  expect(await kinds(ticketId)).toEqual(['opened']);
  const own = await changePriority(t.desk, {
    workspace: t.workspace,
    ticketId,
    by: lead,
    to: 'urgent',
    why: 'A fire',
  });
  expect((await historyOf(t.desk, own)).map(({ seq }) => seq)).toEqual([1, 2]);
  expect(reads).not.toHaveBeenCalled();
  reads.mockRestore();
});

test('what another process has written and carried on is read, though the beginning is known', async () => {
  const ticketId = await settledTicket('elsewhere');
  expect(await kinds(ticketId)).toEqual(['opened']);
  await eventModel(t.desk.database).create({
    workspace: t.workspace,
    ticketId,
    seq: 2,
    kind: 'noted',
    at: new Date(),
    by: bo,
  });
  await ticketModel(t.desk.database).updateOne(
    { workspace: t.workspace, _id: ticketId },
    { $inc: { rev: 1 } },
  );
  expect(await kinds(ticketId)).toEqual(['opened', 'noted']);
});
