import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { homeModel } from '../../../src/features/home/model.ts';
import { homeContent } from '../../../src/features/home/service/content.ts';
import { refreshHomes } from '../../../src/features/home/service/publish.ts';
import { leadBlocks } from '../../../src/features/home/views/lead.ts';
import { addDays } from '../../../src/features/kpis/index.ts';
import { factModel } from '../../../src/features/kpis/model.ts';
import { personModel } from '../../../src/features/people/model.ts';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';

let it: TestDesk;
/** Nothing wakes the sweeps of a desk with this role, so that all that is published is what a test asks for. */
beforeAll(async () => {
  it = await startTestDesk({ start: '2026-11-20T10:00:00+01:00', role: 'web' });
});
afterAll(() => it?.stop());

const seconds = (ago: number) => new Date(Date.now() - ago * 1_000);
const published = async () => (await it.slack.calls('views.publish')).length;
const today = '2026-11-20';

describe('the pace of Home', () => {
  const viewers = Array.from({ length: 25 }, (_, index) => `U1VIEWER${String(index).padStart(2, '0')}`);
  /** All looking, the first drawn longest ago. */
  const look = () =>
    homeModel(it.desk.database).insertMany(
      viewers.map((userId, index) => ({
        workspace: it.workspace,
        userId,
        openedAt: seconds(60),
        askedAt: seconds(60),
        drawnAt: seconds(300 - index),
      })),
    );
  const drawnSince = async (moment: Date) => {
    const views = await homeModel(it.desk.database)
      .find({ workspace: it.workspace })
      .sort({ userId: 1 })
      .lean();
    return views.filter(({ drawnAt }) => drawnAt >= moment).map(({ userId }) => userId);
  };

  test('is sixty a minute for a workspace, ten in each of six sweeps, the longest undrawn first', async () => {
    await it.slack.forgetFailures();
    await look();
    const begin = new Date();
    for (const most of [10, 20, 25, 25]) {
      await refreshHomes(it.desk, it.workspace);
      await it.quiet();
      expect(await drawnSince(begin)).toEqual(viewers.slice(0, most));
    }
    await homeModel(it.desk.database).deleteMany({ workspace: it.workspace });
    // Made-up viewers are nobody to Slack.
    await it.slack.forgetFailures();
  });

  test('does not hold up what a person does: each act is shown though Home was just drawn', async () => {
    await it.slack.act(people.bo, 'open-home', { tab: 'home' });
    await it.slack.until('Home', async () => ((await it.slack.home(people.bo)) ? true : undefined));
    await it.quiet();
    for (const availability of ['busy', 'away', 'available']) {
      const before = await published();
      await it.slack.act(people.bo, 'command', { channel: channels.general, text: `/shift ${availability}` });
      await it.slack.until(`Home says ${availability}`, async () =>
        JSON.stringify(await it.slack.home(people.bo)).includes(`${availability}`) &&
        (await published()) === before + 1
          ? true
          : undefined,
      );
      await refreshHomes(it.desk, it.workspace);
      await it.quiet();
      expect(await published(), 'the sweep has nothing to add').toBe(before + 1);
    }
  });

  test('asks once for many who act within a moment, and shows it to those who look', async () => {
    const { desk, workspace } = it;
    const reads = vi.spyOn(homeModel(desk.database), 'find');
    const asked = vi.spyOn(desk.outbox, 'enqueue');
    for (const userId of [...viewers, people.bo]) desk.events.emit('person.acted', { workspace, userId });
    await desk.events.settled();
    // Hints are followed sixteen at a time.
    expect(reads.mock.calls.length).toBeLessThanOrEqual(2);
    expect(asked.mock.calls.flatMap(([rows]) => rows.map(({ payload }) => payload))).toEqual([
      { userId: people.bo },
    ]);
    reads.mockRestore();
    asked.mockRestore();
  });
});

describe('the filters of a lead’s Home', () => {
  const row = (agent: string, day: string, teamLeader: string, totalChats: number) => ({
    workspace: it.workspace,
    day,
    agent,
    agentName: agent,
    teamLeader,
    supervisor: people.manager,
    cells: { totalChats: { imported: totalChats }, resolved: { imported: totalChats } },
    rev: 1,
  });
  const kpi = (part: Awaited<ReturnType<typeof lead>>, key: string) =>
    part.kpis.find((each) => each.key === key)?.value;
  const lead = async (filters: object, page = 0) => {
    const content = await homeContent(it.desk, {
      workspace: it.workspace,
      userId: people.lead,
      filters,
      page,
    });
    expect(content.lead).not.toBeNull();
    return content.lead as NonNullable<typeof content.lead>;
  };
  const days = { from: addDays(today, -1), to: today };

  beforeAll(async () => {
    const Facts = factModel(it.desk.database);
    await Facts.deleteMany({ workspace: it.workspace });
    await Facts.insertMany([
      row('U1MOVED', days.from, 'U1OLD', 5),
      row('U1MOVED', days.to, 'U1NEW', 7),
      row('U1OTHER', days.to, 'U1OLD', 11),
      row('U1OTHER', addDays(today, -9), 'U1OLD', 100),
    ]);
  });

  test('count an agent who changes teams for each leader on that leader’s days', async () => {
    expect(kpi(await lead({ ...days, teamLeader: 'U1OLD' }), 'totalChats')).toBe(16);
    expect(kpi(await lead({ ...days, teamLeader: 'U1NEW' }), 'totalChats')).toBe(7);
    expect(kpi(await lead({ ...days, agent: 'U1MOVED' }), 'totalChats')).toBe(12);
    expect(kpi(await lead({ ...days, agent: 'U1MOVED', teamLeader: 'U1OLD' }), 'totalChats')).toBe(5);
    expect(
      kpi(await lead({ ...days, teamLeader: 'U1OLD', supervisor: people.owner }), 'totalChats'),
    ).toBeNull();
    const { table } = await lead({ ...days, teamLeader: 'U1OLD' });
    expect(table.map(({ name, handled }) => [name, handled])).toEqual([
      ['U1OTHER', 11],
      ['U1MOVED', 5],
    ]);
  });

  test('keep the figures of an agent who has left', async () => {
    const who = { workspace: it.workspace, userId: 'U1MOVED' };
    await personModel(it.desk.database).create({
      ...who,
      name: 'Mo',
      roles: ['agent'],
      active: false,
      availabilitySince: new Date(),
    });
    const part = await lead({ ...days, agent: 'U1MOVED' });
    expect(kpi(part, 'totalChats')).toBe(12);
    expect(part.agents.map(({ name }) => name)).not.toContain('Mo');
    await personModel(it.desk.database).deleteOne(who);
    expect(kpi(await lead({ ...days, agent: 'U1MOVED' }), 'totalChats')).toBe(12);
  });

  test('of more days than Home shows say so', async () => {
    const asked = addDays(today, -500);
    const part = await lead({ from: asked, to: today });
    expect([part.from, part.isCut]).toEqual([addDays(today, -91), true]);
    expect(JSON.stringify(leadBlocks(part, 'en-GB', false))).toContain(`You asked for days from ${asked} on`);
    expect(JSON.stringify(leadBlocks(await lead(days), 'en-GB', false))).not.toContain('You asked for days');
  });

  test('leave rows without the fields of today whole: what is missing was not seen', async () => {
    await factModel(it.desk.database).updateMany({ workspace: it.workspace, agent: 'U1OTHER' }, {
      $set: { performance: { handled: 3, clocksMet: 2, clocksBreached: 1, firstResponses: 0 } },
    } as never);
    const [line] = (await lead({ ...days, agent: 'U1OTHER' })).table;
    expect(line).toMatchObject({ handled: 11, firstResponseSla: null, resolutionSla: null, csat: null });
  });

  test('turn pages of the agent table, each agent once, in one order', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `U2AGENT${String(index).padStart(2, '0')}`);
    await factModel(it.desk.database).insertMany(names.map((name) => row(name, today, 'U1BIG', 1)));
    const shown = [];
    for (const page of [0, 1, 2]) {
      const text = JSON.stringify(leadBlocks(await lead({ teamLeader: 'U1BIG' }, page), 'en-GB', false));
      expect(text).toContain(`Page ${page + 1} of 3`);
      expect(text.includes('home.agentsBack')).toBe(page > 0);
      expect(text.includes('home.agentsPage')).toBe(page < 2);
      shown.push(...(text.match(/U2AGENT\d\d/g) ?? []));
    }
    expect(shown).toEqual(names);
    const past = JSON.stringify(leadBlocks(await lead({ teamLeader: 'U1BIG' }, 99), 'en-GB', false));
    expect(past).toContain('Page 3 of 3');
  });
});
