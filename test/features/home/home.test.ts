import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTicket } from '../../../src/features/tickets/index.ts';
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
const openThree = async () => {
  for (const key of ['a', 'b', 'c']) {
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
    expect(text).toMatch(/🟢 available bo 0\/5/);
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

  test('the sources of the figures are a click away', async () => {
    await act(people.lead, 'home.sources');
    const view = await it.slack.view(people.lead, 'home.sources');
    expect(JSON.stringify(view.blocks)).toMatch(/Tickets solved +0 +\d+ +\d+/);
  });

  test('nothing was refused by Slack', async () => {
    expect(await it.slack.failures()).toEqual([]);
  });
});
