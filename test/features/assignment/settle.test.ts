import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  getPerson,
  giveTurnBack,
  type Person,
  release,
  reserve,
  takeTurn,
} from '../../../src/features/people/index.ts';
import { personModel } from '../../../src/features/people/model.ts';
import { askRequester, claimTicket, getTicket, type Ticket } from '../../../src/features/tickets/index.ts';
import { startTestDesk, type TestDesk } from '../../support/desk.ts';
import { until } from '../../support/until.ts';
import { makeAgents, open, startOver } from './support.ts';

let test: TestDesk;

const start = '2026-11-20T10:00:00Z';

beforeAll(async () => {
  test = await startTestDesk({ start, role: 'web' });
});

beforeEach(() => startOver(test, start));

afterAll(() => test.stop());

const agent = (): Promise<Person> => getPerson(test.desk, { workspace: test.workspace, userId: 'U1' });

/** Makes what the agent holds look as if its process had died a while ago, as far as it had come. */
async function age(settled: boolean): Promise<void> {
  await personModel(test.desk.database).updateOne(
    { workspace: test.workspace, userId: 'U1' },
    { $set: { 'held.0.since': new Date(Date.now() - 31_000), 'held.0.settled': settled } },
  );
}

async function settle(): Promise<void> {
  await test.desk.events.settled();
  await test.desk.jobs.runNow('assignment.settle', test.workspace);
}

async function assignedTicket(): Promise<Ticket> {
  const { desk, workspace } = test;
  const { _id: ticketId } = await open(desk, workspace);
  return until('assigned', async () => {
    const ticket = await getTicket(desk, { workspace, ticketId });
    return ticket.assignee !== null && ticket;
  });
}

/** docs/steps.md, "An assignment": what is found when a process died after each step. */
describe('an assignment that was cut short', () => {
  it('after the reservation gives the place back, and not before 30 seconds', async () => {
    const { desk, workspace } = test;
    const ticket = await open(desk, workspace);
    await desk.events.settled();
    await makeAgents(desk, workspace, [{ userId: 'U1', capacity: 1 }]);
    const turn = { userId: 'U1', capacity: 1, lastAssignedAt: null };
    expect(await takeTurn(desk, { workspace, turn, ticketId: ticket._id, at: desk.clock.now() })).toBe(true);
    await settle();
    expect((await agent()).load).toBe(1);
    await age(false);
    await settle();
    await until('the ticket goes to the agent after all', async () => {
      const { assignee } = await getTicket(desk, { workspace, ticketId: ticket._id });
      return assignee === 'U1';
    });
    expect((await agent()).held.map(({ ticketId }) => ticketId)).toEqual([ticket._id]);
  });

  it('after the ticket was written keeps the place and settles it', async () => {
    const { desk, workspace } = test;
    await makeAgents(desk, workspace, [{ userId: 'U1' }]);
    const ticket = await assignedTicket();
    await desk.events.settled();
    await age(false);
    await settle();
    expect((await agent()).held).toEqual([{ ticketId: ticket._id, since: expect.any(Date), settled: true }]);
  });

  it('after the ticket went elsewhere gives the place back, settled or not, on the team or not', async () => {
    const { desk, workspace } = test;
    await makeAgents(desk, workspace, [{ userId: 'U1' }]);
    await personModel(desk.database).updateOne(
      { workspace, userId: 'U1' },
      {
        $set: {
          roles: ['customer'],
          placesCheckedAt: null,
          load: 1,
          held: [{ ticketId: 'gone', since: new Date(0), settled: true }],
        },
      },
    );
    await settle();
    expect(await agent()).toMatchObject({ load: 0, held: [] });
  });
});

describe('a ticket whose place was given back by an old read', () => {
  const losePlaces = (checked: { placesCheckedAt?: null } = {}) =>
    personModel(test.desk.database).updateOne(
      { workspace: test.workspace, userId: 'U1' },
      { $set: { held: [], load: 0, ...checked } },
    );

  it('gets a place again after 30 seconds, capacity or not; one that uses none gets none', async () => {
    const { desk, workspace, clock } = test;
    const tickets = [await open(desk, workspace), await open(desk, workspace), await open(desk, workspace)];
    await desk.events.settled();
    await makeAgents(desk, workspace, [{ userId: 'U1' }]);
    for (const { _id: ticketId } of tickets) await claimTicket(desk, { workspace, ticketId, by: 'U1' });
    const [one, other, waiting] = tickets.map(({ _id }) => _id);
    const question = { ticketId: String(waiting), by: 'U1', text: 'Which one?', key: `ask ${waiting}` };
    await askRequester(desk, { workspace, ...question });
    await desk.events.settled();
    await losePlaces({ placesCheckedAt: null });
    await makeAgents(desk, workspace, [{ userId: 'U1', capacity: 1 }]);
    await settle();
    expect(await agent()).toMatchObject({ load: 0, held: [] });
    clock.skip({ minutes: 1 });
    await settle();
    const { load, held } = await agent();
    expect(load).toBe(2);
    expect(new Set(held.map(({ ticketId }) => ticketId))).toEqual(new Set([one, other]));
    expect(held.every(({ settled }) => settled)).toBe(true);
  });

  it('gets it also when its holder has left the team since they were looked at', async () => {
    const { desk, workspace, clock } = test;
    await makeAgents(desk, workspace, [{ userId: 'U1' }]);
    const ticket = await assignedTicket();
    await settle();
    await losePlaces();
    await personModel(desk.database).updateOne(
      { workspace, userId: 'U1' },
      { $set: { roles: ['customer'] } },
    );
    clock.skip({ minutes: 1 });
    await settle();
    expect((await agent()).held).toMatchObject([{ ticketId: ticket._id, settled: true }]);
  });
});

describe('places of capacity', () => {
  it('are never more than there are, however many ask at once', async () => {
    const { desk, workspace } = test;
    await makeAgents(desk, workspace, [{ userId: 'U1', capacity: 3 }]);
    const places = Array.from({ length: 12 }, (_, index) => ({
      workspace,
      userId: 'U1',
      ticketId: `t${index % 6}`,
    }));
    const taken = await Promise.all(
      places.map((place) => reserve(desk, { ...place, enforceCapacity: true })),
    );
    const { held, load } = await agent();
    expect(load).toBe(3);
    expect(new Set(held.map(({ ticketId }) => ticketId)).size).toBe(3);
    expect(taken.filter(Boolean).length).toBeGreaterThanOrEqual(3);
    await Promise.all(places.map((place) => release(desk, place)));
    expect(await agent()).toMatchObject({ load: 0, held: [] });
  });

  it('may be passed by hand, and shown so', async () => {
    const { desk, workspace } = test;
    await makeAgents(desk, workspace, [{ userId: 'U1', capacity: 1 }]);
    for (const ticketId of ['t1', 't2']) {
      expect(await reserve(desk, { workspace, userId: 'U1', ticketId, enforceCapacity: false })).toBe(true);
    }
    expect(await agent()).toMatchObject({ load: 2, capacity: 1 });
    expect(await reserve(desk, { workspace, userId: 'U1', ticketId: 't3', enforceCapacity: true })).toBe(
      false,
    );
  });

  it('let one process take a turn, and the other look again', async () => {
    const { desk, workspace } = test;
    await makeAgents(desk, workspace, [{ userId: 'U1', capacity: 9 }]);
    const turn = { userId: 'U1', capacity: 9, lastAssignedAt: null };
    const at = desk.clock.now();
    const taken = await Promise.all(
      ['t1', 't2', 't3'].map((ticketId) => takeTurn(desk, { workspace, turn, ticketId, at })),
    );
    expect(taken.filter(Boolean)).toHaveLength(1);
    const [held] = (await agent()).held;
    await giveTurnBack(desk, { workspace, turn, ticketId: held?.ticketId ?? '', at });
    expect(await agent()).toMatchObject({ load: 0, lastAssignedAt: null });
  });
});
