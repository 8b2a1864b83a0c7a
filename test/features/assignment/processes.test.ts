import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { personModel } from '../../../src/features/people/model.ts';
import { historiesOf, type Ticket } from '../../../src/features/tickets/index.ts';
import { ticketModel } from '../../../src/features/tickets/model.ts';
import { trusted } from '../../../src/platform/database/index.ts';
import { startTestDesk, type TestDesk } from '../../support/desk.ts';
import { startDeskProcess } from '../../support/process.ts';
import { until } from '../../support/until.ts';
import { makeAgents, open, sendEveryoneHome } from './support.ts';

const TICKETS = 200;
const AGENTS = ['U1', 'U2', 'U3', 'U4', 'U5'];

/** When both processes are killed, in milliseconds after they are ready. */
const LIVES = [100, 400];

let test: TestDesk;
let environment: Record<string, string>;

beforeEach(async () => {
  test = await startTestDesk({ role: 'web' });
  environment = { ...test.environment, ROLE: 'worker' };
  await sendEveryoneHome(test.desk, test.workspace);
});

afterEach(() => test.stop());

/** The queue is filled while nobody can take anything; then the agents come. */
async function fill(capacity: number): Promise<void> {
  const { desk, workspace } = test;
  await Promise.all(Array.from({ length: TICKETS }, () => open(desk, workspace)));
  await desk.events.settled();
  await makeAgents(
    desk,
    workspace,
    AGENTS.map((userId) => ({ userId, capacity })),
  );
}

const assigned = (): Promise<Ticket[]> =>
  until(
    'every ticket has somebody',
    async () => {
      const { desk, workspace } = test;
      const tickets = await ticketModel(desk.database).find({ workspace }).lean<Ticket[]>();
      return tickets.length === TICKETS && tickets.every(({ assignee }) => assignee !== null) && tickets;
    },
    60,
  );

const countsOf = (tickets: Ticket[]): number[] =>
  AGENTS.map((userId) => tickets.filter(({ assignee }) => assignee === userId).length);

async function expectOnceEach(tickets: Ticket[]): Promise<void> {
  const histories = await historiesOf(test.desk, test.workspace, tickets);
  for (const history of histories.values()) {
    expect(history.filter(({ kind }) => kind === 'assigned')).toHaveLength(1);
  }
}

describe('two processes of the desk', () => {
  it('assign 200 tickets to 5 agents, each once and no agent more than one ahead', async () => {
    await fill(40);
    const processes = await Promise.all([startDeskProcess(environment), startDeskProcess(environment)]);
    try {
      const tickets = await assigned();
      expect(countsOf(tickets)).toEqual([40, 40, 40, 40, 40]);
      await expectOnceEach(tickets);
    } finally {
      await Promise.all(processes.map((each) => each.kill()));
    }
  }, 120_000);

  it('that are killed again and again lose no ticket, double none and give every place back', async () => {
    await fill(60);
    for (const life of LIVES) {
      const processes = await Promise.all([startDeskProcess(environment), startDeskProcess(environment)]);
      await new Promise((resolve) => setTimeout(resolve, life));
      await Promise.all(processes.map((each) => each.kill()));
    }
    const last = await startDeskProcess(environment);
    try {
      const tickets = await assigned();
      await expectOnceEach(tickets);
      const counts = countsOf(tickets);
      await until(
        'places agree with tickets',
        async () => {
          const { desk, workspace } = test;
          const agents = await personModel(desk.database)
            .find({ workspace, userId: trusted({ $in: AGENTS }) })
            .lean();
          return AGENTS.every((userId, index) => {
            const agent = agents.find((each) => each.userId === userId);
            return (
              agent !== undefined &&
              agent.load === counts[index] &&
              agent?.held.length === counts[index] &&
              agent.held.every(({ settled }) => settled)
            );
          });
        },
        90,
      );
    } finally {
      await last.kill();
    }
  }, 180_000);
});
