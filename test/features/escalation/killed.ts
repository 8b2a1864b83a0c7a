import { updateSettings } from '../../../src/features/settings/index.ts';
import { findTickets, historiesOf, type Ticket } from '../../../src/features/tickets/index.ts';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { startDeskProcess } from '../../support/process.ts';
import { until } from '../../support/until.ts';
import { open, sendEveryoneHome } from '../assignment/support.ts';

/** A desk without jobs of its own, with so many tickets whose first response is late and that nobody looked at. */
export async function lateDesk(tickets: number): Promise<{ test: TestDesk; opened: Ticket[] }> {
  const test = await startTestDesk({ role: 'web' });
  const { desk, workspace } = test;
  await sendEveryoneHome(desk, workspace);
  await updateSettings(desk, workspace, { escalation: { bundleAbovePerMinute: 60 } });
  const opened = await Promise.all(Array.from({ length: tickets }, () => open(desk, workspace)));
  await desk.events.settled();
  await test.quiet();
  test.clock.skip({ minutes: 150 });
  await test.slack.clock({ skipMinutes: 150 });
  return { test, opened };
}

/** Lets two processes work until `enough`, and kills both. */
export async function killTwoWhen(
  test: TestDesk,
  what: string,
  enough: () => Promise<boolean>,
): Promise<void> {
  const url = new URL('/clock', test.environment.SLACK_API_URL).href;
  const environment = { ...test.environment, ROLE: 'worker', CLOCK_URL: url };
  const processes = await Promise.all([startDeskProcess(environment), startDeskProcess(environment)]);
  await until(what, enough);
  await Promise.all(processes.map((each) => each.kill()));
}

/** Has the desk itself finish what the killed left. */
export async function finish({ desk, workspace, quiet }: TestDesk): Promise<void> {
  await desk.jobs.runNow('sla.check', workspace);
  await desk.jobs.runNow('escalation.sweep', workspace);
  await desk.events.settled();
  await quiet();
}

/** What was told and done of each ticket: alerts, raises of priority, red cards. Each should be one. */
export async function outcome(
  { desk, workspace, slack }: TestDesk,
  opened: readonly Ticket[],
): Promise<{ alerts: number; raises: number; red: number }[]> {
  const alerts = await slack.messages(people.manager, channels.alerts);
  const cards = await slack.messages(people.manager, channels.triage);
  const tickets = await findTickets(desk, { workspace, ticketIds: opened.map(({ _id }) => _id) });
  const histories = await historiesOf(desk, workspace, tickets);
  return opened.map(({ _id, number }) => ({
    alerts: alerts.filter(({ text }) => text?.includes(`T-${number} missed`)).length,
    raises: (histories.get(_id) ?? []).filter(({ kind }) => kind === 'priority_changed').length,
    red: cards.filter((card) => JSON.stringify(card.blocks).includes(`🔴 T-${number} `)).length,
  }));
}
