import { personModel } from '../../../src/features/people/model.ts';
import type { Ticket } from '../../../src/features/tickets/index.ts';
import { ticketModel } from '../../../src/features/tickets/model.ts';
import { trusted } from '../../../src/platform/database/index.ts';
import { startTestDesk, type TestDesk } from '../../support/desk.ts';
import { startDeskProcess } from '../../support/process.ts';
import { until } from '../../support/until.ts';
import { makeAgents, open, sendEveryoneHome } from './support.ts';

const AGENTS = ['U1', 'U2', 'U3', 'U4', 'U5'];

/** A desk without jobs of its own; its queue was filled while nobody could take anything, then the agents came. */
export async function filledDesk(tickets: number): Promise<TestDesk> {
  const test = await startTestDesk({ role: 'web' });
  const { desk, workspace } = test;
  await sendEveryoneHome(desk, workspace);
  await Promise.all(Array.from({ length: tickets }, () => open(desk, workspace)));
  await desk.events.settled();
  const capacity = tickets;
  await makeAgents(
    desk,
    workspace,
    AGENTS.map((userId) => ({ userId, capacity })),
  );
  return test;
}

/** Lets two processes work until so many tickets have somebody, and kills both. */
export async function killTwoAfter(test: TestDesk, assigned: number): Promise<void> {
  const environment = { ...test.environment, ROLE: 'worker' };
  const processes = await Promise.all([startDeskProcess(environment), startDeskProcess(environment)]);
  await until(`${assigned} tickets have somebody`, async () => (await haveSomebody(test)).length >= assigned);
  await Promise.all(processes.map((each) => each.kill()));
}

/** Has the desk itself finish what the killed left, looking at once at places that it would let grow old first. */
export async function finish({ desk, workspace }: TestDesk): Promise<void> {
  await desk.jobs.runNow('assignment.sweep', workspace);
  await desk.events.settled();
  const people = personModel(desk.database);
  for (const { userId, held } of await people.find({ workspace, userId: trusted({ $in: AGENTS }) }).lean()) {
    const old = held.map((place) => ({ ...place, since: new Date(0) }));
    await people.updateOne({ workspace, userId }, { $set: { held: old } });
  }
  await desk.jobs.runNow('assignment.settle', workspace);
  await desk.jobs.runNow('assignment.sweep', workspace);
  await desk.events.settled();
}

export async function haveSomebody({ desk, workspace }: TestDesk): Promise<Ticket[]> {
  const filter = { workspace, assignee: trusted({ $in: AGENTS }) };
  return ticketModel(desk.database).find(filter).lean<Ticket[]>();
}

/** Each agent's tickets, and the places they use. */
export async function places({ desk, workspace }: TestDesk, tickets: readonly Ticket[]) {
  const agents = await personModel(desk.database)
    .find({ workspace, userId: trusted({ $in: AGENTS }) })
    .lean();
  return agents.map(({ userId, load, held }) => ({
    tickets: tickets.filter(({ assignee }) => assignee === userId).length,
    load,
    held: held.filter(({ settled }) => settled).length,
  }));
}
