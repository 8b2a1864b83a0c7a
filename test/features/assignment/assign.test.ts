import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startDesk } from '../../../src/app.ts';
import { turnModel } from '../../../src/features/assignment/model.ts';
import { isAssignmentDue } from '../../../src/features/assignment/service.ts';
import { findPeople, setAvailability, updateProfile } from '../../../src/features/people/index.ts';
import { personModel } from '../../../src/features/people/model.ts';
import { updateSettings } from '../../../src/features/settings/index.ts';
import {
  claimTicket,
  findTickets,
  getTicket,
  moveTicket,
  returnTicket,
  type Ticket,
} from '../../../src/features/tickets/index.ts';
import { loadConfig } from '../../../src/platform/config.ts';
import { createLogger } from '../../../src/platform/logging.ts';
import { startTestDesk, type TestDesk } from '../../support/desk.ts';
import { until } from '../../support/until.ts';
import { makeAgents, open, startOver } from './support.ts';

let test: TestDesk;

const start = '2026-11-20T10:00:00Z';

/** A desk without jobs: nothing happens by time, so what happens, happens at once by what was done. */
beforeAll(async () => {
  test = await startTestDesk({ start, role: 'web' });
});

beforeEach(() => startOver(test, start));

afterAll(() => test.stop());

/** Waits until the ticket has an assignee. */
const assigned = (ticket: Ticket): Promise<Ticket> =>
  until(`T-${ticket.number} has somebody`, async () => {
    const now = await getTicket(test.desk, { workspace: test.workspace, ticketId: ticket._id });
    return now.assignee !== null && now;
  });

/** Lets assignment look once more, after everything that it was told of. */
const assignNow = async (): Promise<void> => {
  await test.desk.events.settled();
  await test.desk.jobs.runNow('assignment.sweep', test.workspace);
};

const loadOf = async (userId: string): Promise<number | undefined> =>
  (await findPeople(test.desk, { workspace: test.workspace, userIds: [userId] }))[0]?.load;

describe('assignment on a running desk', () => {
  it('gives tickets in turn, at once, and says why', async () => {
    const { desk, workspace } = test;
    await makeAgents(desk, workspace, [{ userId: 'U1' }, { userId: 'U2' }]);
    const tickets: Ticket[] = [];
    for (let index = 0; index < 4; index += 1) tickets.push(await assigned(await open(desk, workspace)));
    expect(tickets.map((ticket) => ticket.assignee)).toEqual(['U1', 'U2', 'U1', 'U2']);
    expect(tickets[0]?.status).toBe('assigned');
    expect(tickets[0]?.explanation?.reason).toBe('No ticket yet of 2 who could take it; 0 of 5 open.');
    expect(tickets[0]?.explanation?.others).toMatchObject({ 'not available': expect.any(Number) });
  });

  it('lets the third ticket wait for capacity, and sends it off within a second when one is resolved', async () => {
    const { desk, workspace } = test;
    await makeAgents(desk, workspace, [{ userId: 'U1', capacity: 2 }]);
    const [first, second] = [
      await assigned(await open(desk, workspace)),
      await assigned(await open(desk, workspace)),
    ];
    const third = await open(desk, workspace);
    await assignNow();
    expect((await getTicket(desk, { workspace, ticketId: third._id })).assignee).toBeNull();
    expect(second?.assignee).toBe('U1');
    await moveTicket(desk, { workspace, ticketId: first._id, by: 'U1', move: 'resolve' });
    const freed = performance.now();
    await assigned(third);
    expect(performance.now() - freed, 'a freed agent has work within a second').toBeLessThan(1_000);
    await until('the agent is full again', async () => (await loadOf('U1')) === 2);
  });

  it('takes a turn from who claims', async () => {
    const { desk, workspace } = test;
    const ticket = await open(desk, workspace);
    await makeAgents(desk, workspace, [{ userId: 'U1' }, { userId: 'U2' }]);
    await claimTicket(desk, { workspace, ticketId: ticket._id, by: 'U1' });
    expect((await assigned(await open(desk, workspace))).assignee).toBe('U2');
  });

  it('does not give a ticket back to who returned it, until their next shift', async () => {
    const { desk, workspace, clock } = test;
    await makeAgents(desk, workspace, [{ userId: 'U1' }]);
    const ticket = await assigned(await open(desk, workspace));
    await returnTicket(desk, { workspace, ticketId: ticket._id, by: 'U1', why: 'needs someone with access' });
    await assignNow();
    expect((await getTicket(desk, { workspace, ticketId: ticket._id })).assignee).toBeNull();
    clock.skip({ days: 1 });
    await assignNow();
    expect((await getTicket(desk, { workspace, ticketId: ticket._id })).assignee).toBe('U1');
  });

  it('finds work for an agent who becomes available, and none off shift', async () => {
    const { desk, workspace } = test;
    await makeAgents(desk, workspace, [{ userId: 'U1' }]);
    await setAvailability(desk, { workspace, userId: 'U1', availability: 'away' });
    await updateProfile(desk, {
      workspace,
      userId: 'U1',
      profile: { shifts: { friday: [{ from: '12:00', to: '13:00' }] } },
    });
    const ticket = await open(desk, workspace);
    await setAvailability(desk, { workspace, userId: 'U1', availability: 'available' });
    await assignNow();
    expect((await getTicket(desk, { workspace, ticketId: ticket._id })).assignee).toBeNull();
    test.clock.skip({ hours: 2, minutes: 30 });
    await assignNow();
    expect((await getTicket(desk, { workspace, ticketId: ticket._id })).assignee).toBe('U1');
  });

  it('goes past tickets that nobody can have', async () => {
    const { desk, workspace } = test;
    const hard = await open(desk, workspace, { skills: ['latin'], priority: 'urgent' });
    const easy = await open(desk, workspace, { priority: 'low' });
    await makeAgents(desk, workspace, [{ userId: 'U1' }]);
    await assignNow();
    expect((await getTicket(desk, { workspace, ticketId: easy._id })).assignee).toBe('U1');
    expect((await getTicket(desk, { workspace, ticketId: hard._id })).assignee).toBeNull();
  });
});

describe('the pause between two looks at the queue', () => {
  it('is a setting, counted from the last look in whichever process', async () => {
    const { desk, workspace } = test;
    const age = (seconds: number) =>
      turnModel(desk.database).updateOne(
        { workspace },
        { $set: { begunAt: new Date(Date.now() - seconds * 1_000) } },
      );
    await assignNow();
    expect(await isAssignmentDue(desk, workspace)).toBe(false);
    await age(10);
    expect(await isAssignmentDue(desk, workspace)).toBe(true);
    await updateSettings(desk, workspace, { assignment: { everySeconds: 60 } });
    expect(await isAssignmentDue(desk, workspace)).toBe(false);
    await age(60);
    expect(await isAssignmentDue(desk, workspace)).toBe(true);
  });
});

describe('two desks on one database', () => {
  it('assign 60 tickets to 5 agents, each once, no agent more than one ahead or over capacity', async () => {
    const { desk, workspace, clock } = test;
    const config = loadConfig({ ...test.environment, ROLE: 'worker' });
    const other = await startDesk(config, { clock, log: createLogger(config.LOG_LEVEL) });
    try {
      const agents = ['U1', 'U2', 'U3', 'U4', 'U5'];
      await makeAgents(
        desk,
        workspace,
        agents.map((userId) => ({ userId, capacity: 12 })),
      );
      const opened = await Promise.all(
        Array.from({ length: 60 }, (_, index) => open(index % 2 === 0 ? desk : other.desk, workspace)),
      );
      const ticketIds = opened.map((ticket) => ticket._id);
      const tickets = await until(
        'every ticket has somebody',
        async () => {
          const now = await findTickets(desk, { workspace, ticketIds });
          return now.every((ticket) => ticket.assignee !== null) && now;
        },
        120,
      );
      const counts = agents.map((userId) => tickets.filter((ticket) => ticket.assignee === userId).length);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      const everyone = await until('every place is taken, and settled by the relay', async () => {
        const found = await personModel(desk.database).find({ workspace, roles: 'agent', load: 12 }).lean();
        return found.length === agents.length && found;
      });
      expect(everyone.map((person) => person.userId).toSorted()).toEqual(agents);
      expect(everyone.every((person) => person.held.length === person.load)).toBe(true);
    } finally {
      await other.stop();
    }
  }, 180_000);
});
