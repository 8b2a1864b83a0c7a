import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { updateSettings } from '../../../src/features/settings/index.ts';
import { findTickets, historiesOf } from '../../../src/features/tickets/index.ts';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { startDeskProcess } from '../../support/process.ts';
import { until } from '../../support/until.ts';
import { open, sendEveryoneHome } from '../assignment/support.ts';

const TICKETS = 8;

/** When each pair of processes is killed, in milliseconds after they are ready: at once, in the middle, late. */
const LIVES = [0, 150, 700];

let test: TestDesk;

beforeEach(async () => {
  test = await startTestDesk({ role: 'web' });
  await sendEveryoneHome(test.desk, test.workspace);
  await updateSettings(test.desk, test.workspace, { escalation: { bundleAbovePerMinute: 60 } });
});

afterEach(() => test.stop());

describe('two processes that are killed again and again while tickets breach', () => {
  it('alert each breach once, raise each priority one step, and draw each card red', async () => {
    const { desk, workspace, slack } = test;
    const opened = await Promise.all(Array.from({ length: TICKETS }, () => open(desk, workspace)));
    await desk.events.settled();
    await test.quiet();
    test.clock.skip({ minutes: 150 });
    await slack.clock({ skipMinutes: 150 });
    const environment = { ...test.environment, ROLE: 'worker', CLOCK_URL: clockUrl() };
    for (const life of LIVES) {
      const processes = await Promise.all([startDeskProcess(environment), startDeskProcess(environment)]);
      await new Promise((resolve) => setTimeout(resolve, life));
      await Promise.all(processes.map((each) => each.kill()));
    }
    const last = await startDeskProcess(environment);
    try {
      const ticketIds = opened.map((ticket) => ticket._id);
      const tickets = await until('every priority is up', async () => {
        const now = await findTickets(desk, { workspace, ticketIds });
        return now.every((ticket) => ticket.priority === 'high' && ticket.pending.length === 0) && now;
      });
      await until('an alert for each', async () => (await alertTexts()).length >= TICKETS);
      await test.quiet();
      for (const { number } of opened) {
        expect((await alertTexts()).filter((text) => text.includes(`T-${number} missed`))).toHaveLength(1);
      }
      const cards = await slack.messages(people.manager, channels.triage);
      expect(cards.filter((card) => JSON.stringify(card.blocks).includes('🔴'))).toHaveLength(TICKETS);
      const histories = await historiesOf(desk, workspace, tickets);
      for (const history of histories.values()) {
        expect(history.filter(({ kind }) => kind === 'priority_changed')).toHaveLength(1);
      }
    } finally {
      await last.kill();
    }
  }, 180_000);
});

async function alertTexts(): Promise<string[]> {
  return (await test.slack.messages(people.manager, channels.alerts)).map((message) => message.text ?? '');
}

function clockUrl(): string {
  return new URL('/clock', test.environment.SLACK_API_URL).href;
}
