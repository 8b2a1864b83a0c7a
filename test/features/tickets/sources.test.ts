import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { updateSettings } from '../../../src/features/settings/index.ts';
import { parseSearch } from '../../../src/features/tickets/domain/search.ts';
import { getTicketByNumber, historyOf } from '../../../src/features/tickets/index.ts';
import { openFromMessage } from '../../../src/features/tickets/service/from-message.ts';
import { searchTickets } from '../../../src/features/tickets/service/search.ts';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { until } from '../../support/until.ts';
import { answer, card, dmOf } from './talk.ts';

const { ana, ben, bo } = people;
const { general } = channels;

let t: TestDesk;
beforeAll(async () => {
  t = await startTestDesk();
  await t.slack.act(people.owner, 'invite', { channel: general, user: 'U0SHIFTDESK' });
});
afterAll(() => t.stop());

async function said(as: string, text: string): Promise<string> {
  const { message } = await t.slack.act(as, 'message', { channel: general, text });
  return String(message?.ts);
}

const inThread = (ts: string) => t.slack.message(bo, general, ({ text }) => text.includes('🎫'), ts);

describe('a ticket from a message', () => {
  test('by the shortcut: the author is the requester, the thread gets the number, a second try finds the same', async () => {
    const ts = await said(ana, 'My cup is broken & nobody answers <@U0BEN>');
    const open = () =>
      t.slack.act(bo, 'message-shortcut', { callback_id: 'tickets.fromMessage', channel: general, ts });
    await open();
    const { text } = await inThread(ts);
    const number = /T-\d+/.exec(text)?.[0] ?? '';
    const shown = JSON.stringify((await card(t, number)).blocks);
    expect(shown).toContain('My cup is broken & nobody answers @Ben');
    expect(shown).toContain('from Ana');
    await t.slack.message(ana, await dmOf(t, ana), (message) => message.text.includes(number));
    await open();
    await t.quiet();
    const notices = (await t.slack.messages(bo, general, ts)).filter((message) =>
      message.text.includes('🎫'),
    );
    expect(notices.length).toBe(1);
  });

  test('its author adds details by a journey that they choose: the same ticket gets the answers', async () => {
    const dm = await dmOf(t, ana);
    const root = await t.slack.message(ana, dm, (one) =>
      JSON.stringify(one.blocks).includes('tickets.addDetails'),
    );
    const number = /T-\d+/.exec(root.text)?.[0] ?? '';
    await t.slack.act(ana, 'action', { channel: dm, ts: root.ts, action_id: 'tickets.addDetails' });
    for (const key of ['bug-report', 'general-support']) {
      const step = await t.slack.view(ana, 'journeys.step');
      await t.slack.act(ana, 'action', { view_id: step.id, action_id: 'journeys.switch', value: key });
      await t.slack.until('the chosen form', async () => {
        const shown = await t.slack.view(ana, 'journeys.step');
        return shown.hash !== step.hash;
      });
    }
    await answer(t.slack, ana, 'Other');
    await answer(t.slack, ana, 'Broken cup');
    const done = await answer(t.slack, ana, 'The handle came off in the parcel.');
    expect(JSON.stringify(done.view)).toContain(number);
    await card(t, number, (text) => text.includes('My cup is broken'));
    const ticket = await getTicketByNumber(t.desk, { workspace: t.workspace, number });
    expect(ticket.answers.map(({ text }) => text)).toContain('The handle came off in the parcel.');
  });

  test('by 🎫 of an agent; the same reaction of a customer means nothing', async () => {
    const ts = await said(ben, 'Where is my parcel?');
    await t.slack.act(ana, 'reaction', { channel: general, ts, name: 'ticket' });
    await t.quiet();
    expect((await t.slack.messages(bo, general, ts)).length).toBeLessThan(2);
    await t.slack.act(bo, 'reaction', { channel: general, ts, name: 'ticket' });
    const { text } = await inThread(ts);
    await card(t, /T-\d+/.exec(text)?.[0] ?? '');
  });

  test('follows when its author changes the message; a subject that was taken from it too', async () => {
    const { desk, workspace } = t;
    const ts = await said(people.cy, 'My mug  is brokn\nin two');
    await t.slack.act(bo, 'reaction', { channel: general, ts, name: 'ticket' });
    const number = /T-\d+/.exec((await inThread(ts)).text)?.[0] ?? '';
    await card(t, number, (text) => text.includes('My mug is brokn'));
    await t.slack.act(people.cy, 'edit', { channel: general, ts, text: 'My mug is broken\nin three' });
    await card(t, number, (text) => text.includes('My mug is broken'));
    await t.quiet();
    const ticket = await getTicketByNumber(desk, { workspace, number });
    expect(ticket).toMatchObject({ subject: 'My mug is broken', text: 'My mug is broken\nin three' });
    expect((await historyOf(desk, ticket)).at(-1)).toMatchObject({
      kind: 'reworded',
      by: people.cy,
      details: { from: { subject: 'My mug is brokn', text: 'My mug  is brokn\nin two' } },
    });
    // As Slack tells of a link's picture: the words are the same.
    await t.slack.act(people.cy, 'edit', { channel: general, ts, text: ' My mug is broken\nin three ' });
    await t.quiet();
    expect((await getTicketByNumber(desk, { workspace, number })).rev).toBe(ticket.rev);
    const found = (text: string) => searchTickets(desk, { workspace, search: parseSearch(text) });
    expect((await found('mug three')).map((one) => one.number)).toEqual([ticket.number]);
    expect(await found('brokn')).toEqual([]);
  });

  test('the shortcut on a ticket’s own message opens that ticket, and 🎫 there makes none', async () => {
    const { ts } = await card(t, 'My cup is broken');
    const { message } = await t.slack.act(bo, 'message', {
      channel: channels.triage,
      thread_ts: ts,
      text: 'Who knows more?',
    });
    const at = { channel: channels.triage, ts: String(message?.ts) };
    await t.slack.act(bo, 'reaction', { ...at, name: 'ticket' });
    await t.slack.act(bo, 'message-shortcut', { ...at, callback_id: 'tickets.fromMessage' });
    const details = await t.slack.view(bo, 'tickets.detailsModal');
    expect(JSON.stringify(details.blocks)).toContain('My cup is broken');
    await t.slack.act(bo, 'close', { view_id: details.id, all: true });
    await t.quiet();
    expect(JSON.stringify(await t.slack.messages(bo, channels.triage, ts))).not.toContain('This is T-');
  });

  test('with watched channels named, 🎫 counts in these alone', async () => {
    const watch = (watchedChannels: string[]) =>
      updateSettings(t.desk, t.workspace, { tickets: { watchedChannels } });
    const ts = await said(people.manager, 'Is somebody watching?');
    await watch([channels.alerts]);
    await t.slack.act(bo, 'reaction', { channel: general, ts, name: 'ticket' });
    await t.quiet();
    expect((await t.slack.messages(bo, general, ts)).length).toBeLessThan(2);
    await watch([channels.alerts, general]);
    await t.slack.act(people.cy, 'reaction', { channel: general, ts, name: 'ticket' });
    await inThread(ts);
    await watch([]);
  });

  test('a customer may not open tickets for others', async () => {
    const ts = await said(ben, 'Hello');
    await t.slack.act(ana, 'message-shortcut', { callback_id: 'tickets.fromMessage', channel: general, ts });
    await t.slack.message(
      ana,
      general,
      (message) => message.is_ephemeral === true && /You need the role/.test(message.text),
    );
  });
});

describe('lists and commands', () => {
  test('/ticket mine, queue and find show what is asked; take says who was first', async () => {
    await t.slack.act(ana, 'command', { channel: general, text: '/ticket mine' });
    const mine = await t.slack.view(ana, 'tickets.listModal');
    expect(JSON.stringify(mine.blocks)).toContain('My cup is broken');
    await t.slack.act(ana, 'close', { view_id: mine.id, all: true });

    await t.slack.act(ana, 'command', { channel: general, text: '/ticket queue' });
    await t.slack.message(
      ana,
      general,
      (message) => message.is_ephemeral === true && /see all tickets/.test(message.text),
    );

    await t.slack.act(bo, 'command', { channel: general, text: '/ticket find parcel' });
    const found = await t.slack.view(bo, 'tickets.listModal');
    expect(JSON.stringify(found.blocks)).toContain('Where is my parcel?');
    expect(JSON.stringify(found.blocks)).not.toContain('My cup is broken');
    await t.slack.act(bo, 'close', { view_id: found.id, all: true });

    for (const [search, words] of [
      ['status:open', /no status “open”\. There are: new, assigned/],
      ['from:ana', /“ana” names nobody/],
    ] as const) {
      await t.slack.act(bo, 'command', { channel: general, text: `/ticket find ${search}` });
      await t.slack.message(bo, general, (one) => one.is_ephemeral === true && words.test(one.text));
    }
    await t.slack.act(bo, 'command', { channel: general, text: '/ticket find' });
    const form = await t.slack.view(bo, 'tickets.listModal');
    const hits = await t.slack.act(bo, 'submit', {
      view_id: form.id,
      entries: { 'query#0': { value: 'cup' }, 'person#0': { value: ana } },
    });
    expect(JSON.stringify(hits.view?.blocks)).toContain('My cup is broken');
    await t.slack.act(bo, 'close', { view_id: form.id, all: true });
    await t.slack.act(bo, 'command', { channel: general, text: '/ticket take T-99999' });
    await t.slack.message(bo, general, (message) => message.text === 'There is no T-99999.');
  });

  test('tags are set in Details and found; a requester sees their own ticket without notes', async () => {
    const shown = await card(t, 'Where is my parcel?');
    const value = /details:([\w-]+)/.exec(JSON.stringify(shown.blocks));
    const open = { channel: channels.triage, ts: shown.ts, action_id: 'tickets.more', value: value?.[0] };
    await t.slack.act(bo, 'action', open);
    const details = await t.slack.view(bo, 'tickets.detailsModal');
    await t.slack.act(bo, 'action', { view_id: details.id, action_id: 'tickets.labels' });
    const labels = await t.slack.view(bo, 'tickets.labelsModal');
    await t.slack.act(bo, 'submit', { view_id: labels.id, entries: { tags: { value: 'VIP, parcel ,vip' } } });
    await t.slack.until('the view shows it', async () =>
      JSON.stringify((await t.slack.views(bo)).at(-1)?.blocks).includes('vip, parcel'),
    );
    await t.slack.act(bo, 'close', { view_id: details.id, all: true });
    await card(t, 'Where is my parcel?', (text) => text.includes('vip, parcel'));
    await t.slack.act(bo, 'command', { channel: general, text: '/ticket find tag:vip' });
    const found = await t.slack.view(bo, 'tickets.listModal');
    expect(JSON.stringify(found.blocks)).toContain('Where is my parcel?');
    await t.slack.act(bo, 'close', { view_id: found.id, all: true });
    await t.slack.act(bo, 'action', { channel: channels.triage, ts: shown.ts, action_id: 'tickets.note' });
    const note = await t.slack.view(bo, 'tickets.noteModal');
    await t.slack.act(bo, 'submit', { view_id: note.id, entries: { text: { value: 'Secret of ours.' } } });
    await t.slack.act(ben, 'command', { channel: general, text: '/ticket mine' });
    const mine = await t.slack.view(ben, 'tickets.listModal');
    await t.slack.act(ben, 'action', {
      view_id: mine.id,
      action_id: 'tickets.details',
      value: String(value?.[1]),
    });
    const own = JSON.stringify((await t.slack.view(ben, 'tickets.detailsModal')).blocks);
    expect(own).toMatch(/Received|Someone has it/);
    expect(own).not.toMatch(/Secret|Priority|tickets\.(?!cancelOwn|addDetails)/);
    await t.slack.act(ben, 'close', { view_id: mine.id, all: true });
  });

  test('Details holds answers, conversation, history and pages', async () => {
    const shown = await card(t, 'Where is my parcel?');
    const value = /details:([\w-]+)/.exec(JSON.stringify(shown.blocks))?.[0];
    await t.slack.act(bo, 'action', {
      channel: channels.triage,
      ts: shown.ts,
      action_id: 'tickets.more',
      value,
    });
    const details = await t.slack.view(bo, 'tickets.detailsModal');
    await t.slack.act(bo, 'action', { view_id: details.id, action_id: 'tickets.history' });
    await t.slack.until('the history', async () =>
      JSON.stringify((await t.slack.views(bo)).at(-1)?.blocks).includes('opened it'),
    );
    await t.slack.act(bo, 'action', { view_id: details.id, action_id: 'tickets.conversation' });
    await t.slack.until('the conversation', async () =>
      JSON.stringify((await t.slack.views(bo)).at(-1)?.blocks).includes('Secret of ours'),
    );
    expect(await t.slack.failures()).toEqual([]);
  });
});

test('a channel that is archived while a ticket is made there: the ticket stands, and its requester is written to', async () => {
  const { desk, workspace } = t;
  const { channel } = await t.slack.act(people.owner, 'create-channel', { name: 'closing-down' });
  const closing = String(channel?.id);
  for (const user of ['U0SHIFTDESK', bo, ana])
    await t.slack.act(people.owner, 'invite', { channel: closing, user });
  const { message } = await t.slack.act(ana, 'message', { channel: closing, text: 'Where do I ask now?' });
  const place = { channel: closing, ts: String(message?.ts) };
  await t.slack.act(people.owner, 'archive-channel', { channel: closing });
  const { number } = await openFromMessage(desk, {
    workspace,
    by: bo,
    author: ana,
    text: 'Where do I ask now?',
    files: [],
    source: place,
    thread: place,
  });
  await card(t, `T-${number}`);
  const dm = await dmOf(t, ana);
  await t.slack.message(ana, dm, ({ text }) => text.includes(`T-${number}`));
  await until('the thread is given up', async () => {
    const told = await desk.outbox.find(workspace, `ticket of ${closing} ${place.ts}`);
    return told?.state === 'gave_up';
  });
  await t.quiet();
  const refused = await t.slack.failures();
  expect(refused.map(({ reason }) => reason)).toEqual(['is_archived']);
  await t.slack.forgetFailures();
});
