import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type DayTotals,
  findDayTotals,
  findFacts,
  rebuildFigures,
} from '../../../src/features/kpis/index.ts';
import {
  dayTotalsModel,
  factModel,
  figuresVersionModel,
  observationModel,
} from '../../../src/features/kpis/model.ts';
import { claimTicket, moveTicket, openTicket, replyToTicket } from '../../../src/features/tickets/index.ts';
import { people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { until } from '../../support/until.ts';

let it: TestDesk;
const day = '2026-11-20';
beforeAll(async () => {
  it = await startTestDesk({ start: `${day}T10:00:00+01:00` });
});
afterAll(() => it?.stop());

const open = (key: string) =>
  openTicket(it.desk, {
    workspace: it.workspace,
    requester: people.ana,
    origin: { kind: 'rest', key },
    subject: key,
    skills: ['nobody has this'],
  });

/** Adds up until the figures are as expected, which needs the tickets' changes to be followed. */
type Seen = { totals: DayTotals | undefined; bo: Record<string, number>; cy: Record<string, number> };

const counted = (what: string, check: (seen: Seen) => boolean) =>
  until(what, async () => {
    await it.desk.jobs.runNow('kpis.observe', it.workspace);
    const now = await figures();
    return check(now) ? now : undefined;
  });

async function figures(): Promise<Seen> {
  const span = { workspace: it.workspace, from: day, to: day };
  const [totals] = await findDayTotals(it.desk, span);
  const facts = await findFacts(it.desk, span);
  const observed = (agent: string) => {
    const cells = facts.find((fact) => fact.agent === agent)?.cells ?? {};
    return Object.fromEntries(
      Object.entries(cells).flatMap(([key, cell]) =>
        cell?.observed === undefined ? [] : [[key, cell.observed]],
      ),
    );
  };
  return { totals, bo: observed(people.bo), cy: observed(people.cy) };
}

describe('what tickets contribute', () => {
  test('is in the figures of the day once they are worked on', async () => {
    const { workspace, desk } = it;
    const first = await open('first');
    const second = await open('second');
    await counted('two were created', ({ totals }) => totals?.created === 2);
    it.clock.skip({ minutes: 10 });
    await claimTicket(desk, { workspace, ticketId: first._id, by: people.bo });
    await claimTicket(desk, { workspace, ticketId: second._id, by: people.cy });
    it.clock.skip({ minutes: 20 });
    await replyToTicket(desk, {
      workspace,
      ticketId: first._id,
      by: people.bo,
      text: 'On it.',
      key: 'reply 1',
    });
    await moveTicket(desk, { workspace, ticketId: first._id, by: people.bo, move: 'resolve' });
    const { bo, cy, totals } = await counted('one was resolved', (now) => now.totals?.resolved === 1);
    expect(bo).toMatchObject({ totalChats: 1, resolved: 1, pending: 0, escalations: 0 });
    expect(bo.avgResponseTime).toBeGreaterThanOrEqual(30 * 60);
    expect(bo.avgQueueTime).toBeGreaterThanOrEqual(10 * 60);
    expect(cy).toMatchObject({ totalChats: 0, resolved: 0, pending: 1 });
    expect(totals).toMatchObject({
      created: 2,
      resolved: 1,
      breached: 0,
      firstResponseMet: 1,
      resolutionMet: 1,
    });
  });

  test('a target that is missed while nothing happens is counted too', async () => {
    it.clock.skip({ hours: 2 });
    const { cy, totals } = await counted('one breached', (now) => now.totals?.breached === 1);
    expect(cy.escalations).toBe(1);
    expect(totals?.firstResponseBreached).toBe(1);
  });

  test('everything kept can be rebuilt from the tickets, and comes out the same', async () => {
    const { database } = it.desk;
    const { workspace } = it;
    const before = await figures();
    await observationModel(database).deleteMany({ workspace });
    await dayTotalsModel(database).deleteMany({ workspace, day });
    await factModel(database).updateMany(
      { workspace, day },
      { $set: { 'cells.resolved.observed': 99, 'cells.pending.observed': 99 }, $inc: { rev: 1 } },
    );
    expect(await rebuildFigures(it.desk, workspace)).toBe(2);
    const { totals, ...after } = await figures();
    expect(after).toEqual({ bo: before.bo, cy: before.cy });
    expect({ ...totals, rev: 0 }).toEqual({ ...before.totals, rev: 0 });
  });

  test('days that older rules have added up are added up again by themselves', async () => {
    const { database, jobs } = it.desk;
    const { workspace } = it;
    const performance = async () => {
      const [fact] = await findFacts(it.desk, { workspace, agent: people.bo, from: day, to: day });
      return fact?.performance;
    };
    const before = await performance();
    expect(before).toMatchObject({ handled: 1, firstResponseMet: 1, resolutionMet: 1 });
    const older = { handled: 1, firstResponses: 1, clocksMet: 2, clocksBreached: 0 };
    await factModel(database).updateOne(
      { workspace, day, agent: people.bo },
      { $set: { performance: older as never }, $inc: { rev: 1 } },
    );
    await jobs.runNow('kpis.renew', workspace);
    await jobs.runNow('kpis.observe', workspace);
    expect(await performance(), 'nothing is outdated').toMatchObject({ firstResponseMet: 0 });
    await figuresVersionModel(database).updateOne({ workspace }, { $set: { version: 1 } });
    await jobs.runNow('kpis.renew', workspace);
    await jobs.runNow('kpis.observe', workspace);
    expect(await performance()).toEqual(before);
    const noted = await figuresVersionModel(database).findOne({ workspace }).lean();
    expect([noted?.version, noted?.from]).toEqual([2, null]);
  });

  test('sums lost or spoiled come out the same when they are added up again', async () => {
    const before = await figures();
    const { database } = it.desk;
    const { workspace } = it;
    await dayTotalsModel(database).deleteOne({ workspace, day });
    await factModel(database).updateOne(
      { workspace, day, agent: people.bo },
      { $set: { 'cells.resolved.observed': 99 }, $inc: { rev: 1 } },
    );
    const observations = await observationModel(database).find({ workspace }).lean();
    for (const { ticketId, marks } of observations) {
      const dirty = [...new Set(marks.map(({ key }) => key))];
      await observationModel(database).updateOne({ workspace, ticketId }, { $set: { dirty } });
    }
    await it.desk.jobs.runNow('kpis.observe', workspace);
    const { totals, ...after } = await figures();
    expect(after).toEqual({ bo: before.bo, cy: before.cy });
    expect({ ...totals, rev: 0 }).toEqual({ ...before.totals, rev: 0 });
  });
});
