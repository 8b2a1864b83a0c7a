import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { homeModel } from '../../../src/features/home/model.ts';
import { askRequester, assignByHand, getTicket, openTicket } from '../../../src/features/tickets/index.ts';
import { people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { until } from '../../support/until.ts';

let it: TestDesk;
beforeAll(async () => {
  it = await startTestDesk({ start: '2026-11-20T10:00:00+01:00' });
});
afterAll(() => it?.stop());

/** A person's Home as text, once it shows what is looked for. */
const homeOf = (as: string, shows: RegExp) =>
  it.slack.until(`a Home of ${as} with ${shows}`, async () => {
    const text = JSON.stringify(await it.slack.home(as));
    return shows.test(text) ? text : undefined;
  });
const open = (as: string) => it.slack.act(as, 'open-home', { tab: 'home' });
const act = async (as: string, action_id: string, value?: string) => {
  const view = await it.slack.home(as);
  return it.slack.act(as, 'action', {
    view_id: view!.id,
    action_id,
    ...(value === undefined ? {} : { value }),
  });
};
const openThree = async (more = '') => {
  for (const letter of ['a', 'b', 'c']) {
    const key = `${letter}${more}`;
    await openTicket(it.desk, {
      workspace: it.workspace,
      requester: people.ana,
      origin: { kind: 'rest', key },
      subject: `Parcel ${key}`,
      skills: ['nobody has this'],
    });
  }
};

describe('Home', () => {
  test('a customer with nothing open is offered a new request', async () => {
    await open(people.ben);
    expect(await homeOf(people.ben, /My requests/)).toContain('New request');
    await act(people.ben, 'home.help');
    const help = await it.slack.view(people.ben, 'platform.notice');
    expect(JSON.stringify(help.blocks)).toContain('/desk export');
    await it.slack.act(people.ben, 'close', { view_id: help.id, all: true });
  });

  test('a lead sees queue and why it waits, agents, today and ten KPIs with sparklines', async () => {
    await openThree();
    const text = await until('three tickets are counted', async () => {
      await it.desk.jobs.runNow('kpis.observe', it.workspace);
      await open(people.lead);
      await it.quiet();
      const home = await homeOf(people.lead, /3 in the queue/);
      return home.includes('3 created') ? home : undefined;
    });
    expect(text).toMatch(/waits: \d .*lack/);
    expect(text).toMatch(/\*Today\*: 3 created · 0 resolved · 0 breached/);
    for (const label of ['Total Chats', 'Avg CSAT', 'Resolved %', 'Avg Queue Time'])
      expect(text).toContain(label);
    expect(text).toMatch(/[▁▂▄▆█]{2,}/);
    expect(text).toMatch(/🟢 available Bo 0\/5/);
    expect(text).toContain('As of');
  });

  test('filters narrow, are kept, and can be cleared', async () => {
    await act(people.lead, 'home.filterAgent', people.bo);
    const narrow = await homeOf(people.lead, /Active Agents\\n\*1\*/);
    expect(narrow).toContain('"Clear"');
    await open(people.lead);
    await homeOf(people.lead, /Active Agents\\n\*1\*/);
    await act(people.lead, 'home.clearFilters');
    await homeOf(people.lead, /Active Agents\\n\*[2-9]\*/);
  });

  test('an agent logs the day from Home and sees it there', async () => {
    await open(people.bo);
    await homeOf(people.bo, /Log my day/);
    await act(people.bo, 'stats.logFromHome');
    const form = await it.slack.view(people.bo, 'stats.log');
    const field = (name: string) =>
      String(form.blocks.find((one) => String(one.block_id).startsWith(name))?.block_id);
    await it.slack.act(people.bo, 'submit', {
      view_id: form.id,
      entries: { [field('resolved')]: { value: '4' }, [field('totalChats')]: { value: '6' } },
    });
    await homeOf(people.bo, /Solved\* {2}observed no data · logged 4/);
  });

  test('the availability switch of Home is seen on Home', async () => {
    await act(people.bo, 'people.availability', 'busy');
    await homeOf(people.bo, /You are 🟠 busy/);
  });

  test('a manager sees what is due soon, an agent does not see the team', async () => {
    await open(people.manager);
    expect(await homeOf(people.manager, /Late or soon/)).toMatch(/🟡 \*T-1001\* Parcel a/);
    expect(await homeOf(people.bo, /My tickets/)).not.toContain('The desk');
  });

  test('what has become late stands there until it is answered', async () => {
    it.clock.skip({ hours: 3 });
    await until('it is late', async () => {
      await it.desk.jobs.runNow('kpis.observe', it.workspace);
      await open(people.manager);
      await it.quiet();
      return /🔴 \*T-1001\*/.test(JSON.stringify(await it.slack.home(people.manager)));
    });
    expect(await homeOf(people.manager, /Late or soon/)).toContain('home.digests');
  });

  test('a contractor sees no queue, a customer what they have just asked for', async () => {
    await open(people.contractor);
    expect(await homeOf(people.contractor, /My tickets/)).not.toContain('Parcel');
    await open(people.ana);
    expect(await homeOf(people.ana, /My requests/)).toContain('Parcel a');
  });

  test('an owner has settings by area, each a click away', async () => {
    await open(people.owner);
    const text = await homeOf(people.owner, /Rules and numbers/);
    expect(text).not.toContain('Set up the desk');
    await act(people.owner, 'home.audit');
    const changes = await it.slack.view(people.owner, 'platform.notice');
    expect(JSON.stringify(changes.blocks)).toMatch(/Nothing has been changed yet|The last changes/);
    await act(people.owner, 'home.digests');
    await it.slack.view(people.owner, 'digests.list');
    await act(people.bo, 'home.mine');
    await it.slack.view(people.bo, 'tickets.listModal');
  });

  test('the KPIs come as one picture into the lead’s messages', async () => {
    const bot = (await it.slack.state(people.lead)).app.bot_user_id;
    const dm = (await it.slack.act(people.lead, 'dm', { user: bot })).channel!.id;
    await act(people.lead, 'home.picture');
    const post = await until('the picture', async () =>
      (await it.slack.messages(people.lead, dm)).find(({ text }) => text.startsWith('The desk')),
    );
    expect(post.blocks?.some(({ type }) => type === 'image')).toBe(true);
    expect(post.text).toMatch(/14 – 20 November 2026/);
  });

  test('an own act is shown at once; otherwise Home is drawn at most every 30 s, and not when it is the same', async () => {
    await it.quiet();
    const published = async () => (await it.slack.calls('views.publish')).length;
    const opened = async (secondsAgo: number) =>
      homeModel(it.desk.database).updateMany(
        { workspace: it.workspace },
        { $set: { drawnAt: new Date(Date.now() - secondsAgo * 1_000) } },
      );
    const redraw = async () => {
      const before = await published();
      await it.desk.jobs.runNow('home.refresh', it.workspace);
      await it.quiet();
      return (await published()) - before;
    };
    await until('what has not changed is not drawn again', async () => {
      await opened(60);
      return (await redraw()) === 0;
    });
    await openThree('more');
    await it.quiet();
    await opened(10);
    expect(await redraw(), 'drawn ten seconds ago').toBe(0);
    await opened(60);
    expect(await redraw(), 'the queue has changed').toBeGreaterThan(0);
    await homeModel(it.desk.database).updateMany(
      { workspace: it.workspace },
      { $set: { openedAt: new Date(Date.now() - 11 * 60_000) } },
    );
    await openThree('yet more');
    await it.quiet();
    await opened(60);
    expect(await redraw(), 'nobody has looked for ten minutes').toBe(0);
  });

  test('words in a ticket’s thread are an own act too, on either side', async () => {
    const { desk, workspace, slack } = it;
    const { _id: ticketId } = await openTicket(desk, {
      workspace,
      requester: people.ana,
      origin: { kind: 'rest', key: 'cup' },
      subject: 'A cup in pieces',
      skills: ['nobody has this'],
    });
    await assignByHand(desk, { workspace, ticketId, by: people.lead, to: people.bo });
    const { card, talk } = await until('card and thread', async () => {
      const ticket = await getTicket(desk, { workspace, ticketId });
      return ticket.card && ticket.talk ? { card: ticket.card, talk: ticket.talk } : null;
    });
    /** So that no sweep draws it. */
    const justDrawn = () =>
      homeModel(desk.database).updateMany({ workspace }, { $set: { drawnAt: new Date() } });
    await open(people.bo);
    await homeOf(people.bo, /A cup in pieces(?!.*✅ met)/);
    await justDrawn();
    await slack.act(people.bo, 'message', { channel: card.channel, thread_ts: card.ts, text: '!On it.' });
    await homeOf(people.bo, /A cup in pieces.*First response ✅ met/);
    await askRequester(desk, { workspace, ticketId, by: people.bo, text: 'Which colour?', key: 'colour' });
    await open(people.ana);
    await homeOf(people.ana, /A cup in pieces.nWaiting for you/);
    await justDrawn();
    await slack.act(people.ana, 'message', { channel: talk.channel, thread_ts: talk.ts, text: 'Blue.' });
    await homeOf(people.ana, /A cup in pieces.nWe are on it/);
  });

  test('the sources of the figures are a click away', async () => {
    await act(people.lead, 'home.sources');
    const view = await it.slack.view(people.lead, 'home.sources');
    expect(JSON.stringify(view.blocks)).toMatch(/Tickets solved +0 +\d+ +\d+/);
  });

  test('nothing was refused by Slack', async () => {
    expect(await it.slack.failures()).toEqual([]);
  });
});
