import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { breach, day, morning } from '../test/e2e/day.ts';
import { World } from '../test/e2e/world.ts';
import { openAs, openBrowser, phone } from '../test/support/browser.ts';
import { channels, people } from '../test/support/desk.ts';

/** Takes docs/pictures/sandbox-*.png again, from a day at the desk in the sandbox. `npm run screenshots` */
const world = await World.open(morning);
const browser = await openBrowser();

/** Saves what a person sees in a place once `ready` is there. */
async function shoot(name: string, page: Page, ready: string | RegExp): Promise<void> {
  await page.getByText(ready).first().waitFor();
  const path = fileURLToPath(new URL(`../docs/pictures/sandbox-${name}.png`, import.meta.url));
  await page.screenshot({ path });
  await page.context().close();
  process.stdout.write(`docs/pictures/sandbox-${name}.png\n`);
}

/** The lead changes the priority of the newest ticket from its card, and is told so with Undo. */
async function prioritise(to: string, why: string): Promise<void> {
  const card = (await world.slack.messages(people.lead, channels.triage)).findLast(({ blocks }) =>
    JSON.stringify(blocks).includes('tickets.more'),
  );
  const value = /priority:[\w-]+/.exec(JSON.stringify(card?.blocks))?.[0] ?? '';
  const more = { channel: channels.triage, ts: String(card?.ts), action_id: 'tickets.more', value };
  await world.slack.act(people.lead, 'action', more);
  const view = await world.slack.view(people.lead, 'tickets.priorityModal');
  await world.slack.act(people.lead, 'submit', {
    view_id: view.id,
    entries: { priority: { value: to }, why: { value: why } },
  });
}

const see = (as: string, channel: string) => openAs(browser, world.sandbox.url, as, { channel });

async function home(as: string, options = {}): Promise<Page> {
  const page = await openAs(browser, world.sandbox.url, as, options);
  await page
    .getByRole('link', { name: /shiftdesk/i })
    .or(page.getByRole('button', { name: /shiftdesk/i }))
    .first()
    .click();
  return page;
}

const tall = { viewport: { width: 1280, height: 1180 } };

/** The app's messages to a person. */
async function messages(as: string, options = {}): Promise<Page> {
  const page = await home(as, options);
  await page.getByRole('tab', { name: 'Messages' }).click();
  return page;
}

/** The lead drops a file of figures in the app's messages: some good, some bad, some of nobody the desk knows. */
async function dropFigures(): Promise<void> {
  const rows = [
    'day;agent;total_chats;csat;resolved;remark',
    '16.11.2026;Bo Agent;41;92,5 %;17;',
    '16.11.2026;Cy Agent;36;88,0 %;12;',
    '17.11.2026;Bo Agent;38;91,0 %;15;',
    '17.11.2026;J. Larsen;22;95,0 %;9;on trial',
    '18.11.2026;Cy Agent;many;90,0 %;14;',
    '18.11.2026;Bo Agent;40;140 %;16;',
    '31.02.2026;Bo Agent;40;90,0 %;16;',
  ];
  const { channel } = await world.slack.act(people.lead, 'dm', {
    user: (await world.slack.state(people.lead)).app.bot_user_id,
  });
  const data = Buffer.from(rows.join('\r\n')).toString('base64');
  const files = [{ name: 'week-47.csv', data }];
  await world.slack.act(people.lead, 'message', { channel: String(channel?.id), text: '', files });
}

/** Bo logs sessions and the lead asks for insights. */
async function logSessions(): Promise<void> {
  const records = [
    ['mediconas.cz [15 mins]', 'EU', 5, 'FB Pages', 'BQ'],
    ['acme.com [40 mins]', 'US', 12, 'Google Ads', 'Snowflake'],
    ['nordwind.dk [25 mins]', 'EU', 7, 'FB Pages', 'BQ'],
    ['kiwi.nz', 'APAC', 3, 'Mail', 'Sheets'],
    ['lotus.in [30 mins]', 'APAC', 9, 'LinkedIn', 'BQ'],
    ['acme.com [10 mins]', 'US', 4, 'Google Ads', 'BQ'],
  ];
  const text = records.map(([customer, region, sessions, source, destination]) =>
    [
      `Customer: ${customer}`,
      `Region: ${region}`,
      `Sessions: ${sessions}`,
      `Source: ${source}`,
      `Destination: ${destination}`,
    ].join('\n'),
  );
  await world.slack.act(people.bo, 'command', { channel: channels.general, text: '/session log' });
  const { id } = await world.slack.view(people.bo, 'sessions.text');
  const entries = { text: { value: text.join('\n\n') } };
  await world.slack.act(people.bo, 'submit', { view_id: id, entries });
  await world.slack.act(people.lead, 'command', { channel: channels.general, text: '/session insights' });
}

const upTo = day.findIndex((step) => step.run === breach);
await world.slack.act(people.bo, 'command', { channel: channels.general, text: '/stats log' });
await shoot('stats-log', await see(people.bo, channels.general), 'Tickets solved');
const [form] = await world.slack.views(people.bo);
await world.slack.act(people.bo, 'close', { view_id: String(form?.id), all: true });
await world.slack.act(people.ben, 'command', { channel: channels.general, text: '/ticket new' });
await shoot('journey', await see(people.ben, channels.general), 'What can we help you with');
const [journey] = await world.slack.views(people.ben);
await world.slack.act(people.ben, 'close', { view_id: String(journey?.id), all: true });
for (const step of day.slice(0, upTo)) await step.run(world);
await shoot('triage', await see(people.lead, channels.triage), 'T-1003');
await prioritise('high', 'The customer waits at the door.');
await shoot('undo', await see(people.lead, channels.triage), 'Undo');
// The rest of the day goes on with the ticket as it was.
await prioritise('low', 'The customer can wait after all.');
await world.slack.act(people.manager, 'command', { channel: channels.general, text: '/desk replies' });
await shoot('replies', await see(people.manager, channels.general), 'Looking into it');
const [replies] = await world.slack.views(people.manager);
await world.slack.act(people.manager, 'close', { view_id: String(replies?.id), all: true });
for (const step of day.slice(upTo)) await step.run(world);
await shoot('alerts', await see(people.manager, channels.alerts), 'T-1003');
await shoot('digest', await see(people.lead, channels.digest), /Support ·/);
await shoot('home-lead', await home(people.lead), 'Total Chats');
await shoot('home-agent', await home(people.bo), 'My tickets');
await shoot('home-phone', await home(people.bo, phone), 'My tickets');
await dropFigures();
await shoot('import', await messages(people.lead), 'Apply it?');
await logSessions();
await shoot('insights', await messages(people.lead, tall), 'Repeat customers');
await browser.close();
await world.close();
