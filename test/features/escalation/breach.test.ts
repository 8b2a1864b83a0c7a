import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { alertModel, bundleModel } from '../../../src/features/escalation/model.ts';
import { setAvailability, updateProfile } from '../../../src/features/people/index.ts';
import { updateSettings } from '../../../src/features/settings/index.ts';
import { firingsOf } from '../../../src/features/sla/index.ts';
import { firingModel, timerModel } from '../../../src/features/sla/model.ts';
import {
  getTicket,
  moveTicket,
  reopenTicket,
  replyToTicket,
  type Ticket,
} from '../../../src/features/tickets/index.ts';
import { undoChange } from '../../../src/features/tickets/service/undo.ts';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { tryAgain } from '../../support/unrecorded.ts';
import { until } from '../../support/until.ts';
import { open, startOver } from '../assignment/support.ts';

let test: TestDesk;

const start = '2026-11-20T10:00:00Z';

/** Alerts of the tests before. */
let earlier = 0;

beforeAll(async () => {
  test = await startTestDesk({ start, role: 'web' });
});

/** A desk without jobs, which looks when it is told to; bo and cy can be given tickets. */
beforeEach(async () => {
  const { desk, workspace } = test;
  // What the test before has caused is told first: an alert that is gone would wait for ever.
  await desk.events.settled();
  await test.quiet();
  await startOver(test, start);
  for (const model of [alertModel, bundleModel, firingModel, timerModel])
    await model(desk.database).collection.deleteMany({ workspace });
  await updateSettings(desk, workspace, { escalation: { inWorkPercent: 95 } });
  for (const userId of [people.bo, people.cy])
    await setAvailability(desk, { workspace, userId, availability: 'available' });
  await desk.events.settled();
  await test.quiet();
  earlier = (await test.slack.messages(people.manager, channels.alerts)).length;
});

afterAll(() => test.stop());

const alerts = async () => (await test.slack.messages(people.manager, channels.alerts)).slice(earlier);

const alertText = async (): Promise<string> => JSON.stringify(await alerts());

/** Lets the desk notice what has passed, and tell it. */
async function check(): Promise<void> {
  const { desk, workspace } = test;
  await desk.events.settled();
  await desk.jobs.runNow('sla.check', workspace);
  await desk.jobs.runNow('escalation.sweep', workspace);
  await test.quiet();
}

async function opened(): Promise<Ticket> {
  const ticket = await open(test.desk, test.workspace);
  await test.desk.events.settled();
  await test.quiet();
  return ticket;
}

async function threadOf(ticketId: string): Promise<string> {
  const { card } = await getTicket(test.desk, { workspace: test.workspace, ticketId });
  return JSON.stringify(await test.slack.messages(people.manager, card?.channel ?? '', card?.ts));
}

const reply = (ticketId: string, by: string = people.manager) =>
  replyToTicket(test.desk, {
    workspace: test.workspace,
    ticketId,
    by,
    text: 'On its way',
    key: `reply ${ticketId}`,
  });

it('a desk with its jobs notices a breach by itself: priority up, one alert that mentions the manager, a red card', async () => {
  const whole = await startTestDesk({ start });
  const { desk, workspace, clock, slack } = whole;
  const { _id: ticketId } = await open(desk, workspace);
  await desk.events.settled();
  await whole.quiet();
  clock.skip({ hours: 2, minutes: 1 });
  const seen = async (channel: string) => JSON.stringify(await slack.messages(people.manager, channel));
  await until('an alert', async () => (await seen(channels.alerts)).includes('missed its first response'));
  expect(await seen(channels.alerts)).toContain(`<@${people.manager}>`);
  await until(
    'the priority is up',
    async () => (await getTicket(desk, { workspace, ticketId })).priority === 'high',
  );
  await until('the card is red', async () => (await seen(channels.triage)).includes('🔴'));
  expect(await slack.messages(people.manager, channels.alerts)).toHaveLength(1);
  await whole.stop();
});

describe('a ticket that nobody answers', () => {
  it('is alerted once however often one looks, and says when it was answered', async () => {
    const { clock } = test;
    const { _id: ticketId } = await opened();
    clock.skip({ hours: 2, minutes: 1 });
    await check();
    await check();
    clock.skip({ minutes: 20 });
    await reply(ticketId);
    await check();
    expect(await alerts()).toHaveLength(1);
    expect(await alertText()).toMatch(/Answered .* 21 min late/);
    expect(await alertText()).not.toContain('Acknowledge"');
  });

  it('reminds the assignee at 75 and at 95 %, and alerts the manager at 95 % while it is unclaimed', async () => {
    const { clock } = test;
    const { _id: ticketId } = await opened();
    clock.skip({ minutes: 91 });
    await check();
    expect(await threadOf(ticketId)).toContain('has used 75 %');
    expect(await alerts()).toHaveLength(0);
    clock.skip({ minutes: 24 });
    await check();
    expect(await threadOf(ticketId)).toContain('has used 95 %');
    expect(await alertText()).toContain('🟡');
    expect(await alertText()).toContain('is free: ');
    clock.skip({ minutes: 10 });
    await check();
    expect(await alerts()).toHaveLength(1);
    expect(await alertText()).toContain('🔴');
  });

  it('mentions nobody who is off shift, and turns to the deputy in place of a manager', async () => {
    const { desk, workspace, clock } = test;
    await updateProfile(desk, {
      workspace,
      userId: people.manager,
      profile: { shifts: { monday: [{ from: '09:00', to: '17:00' }] } },
    });
    await opened();
    clock.skip({ hours: 2, minutes: 1 });
    await check();
    expect(await alertText()).toContain(`<@${people.owner}>`);
    expect(await alertText()).toContain('No manager is on shift; this goes to the deputy.');
    expect(await alertText()).not.toContain(`<@${people.manager}>`);
  });
});

describe('a ticket that is answered in time', () => {
  it('never alerts, however late one looks', async () => {
    const { clock } = test;
    const { _id: ticketId } = await opened();
    clock.skip({ hours: 1, minutes: 59 });
    await reply(ticketId);
    clock.skip({ hours: 5 });
    await check();
    expect(await alerts()).toHaveLength(0);
  });

  it('is not warned of what was met before anyone looked', async () => {
    const { desk, workspace, clock } = test;
    const { _id: ticketId } = await opened();
    clock.skip({ minutes: 100 });
    await reply(ticketId);
    await check();
    expect(await threadOf(ticketId)).not.toContain('has used');
    expect((await firingsOf(desk, workspace, ticketId)).every((firing) => firing.state === 'skipped')).toBe(
      true,
    );
  });
});

describe('after the desk was down for three hours', () => {
  it('skips warnings that a breach has overtaken and marks the breach as late, once', async () => {
    const { desk, workspace, clock } = test;
    const { _id: ticketId } = await opened();
    clock.skip({ hours: 3 });
    await check();
    const told = (await firingsOf(desk, workspace, ticketId)).filter((firing) => firing.state === 'done');
    expect(told.map(({ clock: name, percent }) => [name, percent])).toEqual([['first_response', 100]]);
    expect(await threadOf(ticketId)).not.toContain('has used');
    expect(await alerts()).toHaveLength(1);
    expect(await alertText()).toContain('this comes late');
  });
});

describe('an alert', () => {
  it('is acknowledged and taken by its buttons, by those who may', async () => {
    const { slack, desk, workspace, clock } = test;
    const { _id: ticketId } = await opened();
    await setAvailability(desk, { workspace, userId: people.dee, availability: 'offline' });
    clock.skip({ hours: 2, minutes: 1 });
    await check();
    const press = async (as: string, action_id: string) => {
      const [alert] = await alerts();
      const done = await slack.act(as, 'action', {
        channel: channels.alerts,
        ts: alert?.ts ?? '',
        action_id,
      });
      expect(done).toMatchObject({ ok: true });
    };
    await press(people.manager, 'escalation.acknowledge');
    await test.quiet();
    expect(await alertText()).toMatch(/Acknowledged by Mia/);
    await press(people.manager, 'escalation.unacknowledge');
    await test.quiet();
    expect(await alertText()).not.toContain('Acknowledged by');
    await press(people.lead, 'escalation.take');
    await test.quiet();
    expect((await getTicket(desk, { workspace, ticketId })).assignee).toBe(people.lead);
  });

  it('has its message follow after a kill came between the two', async () => {
    const { desk, workspace, clock } = test;
    await opened();
    clock.skip({ hours: 2, minutes: 1 });
    await check();
    const acknowledged = { acknowledgedBy: people.manager, acknowledgedAt: clock.now() };
    await alertModel(desk.database).updateOne(
      { workspace },
      { $set: { state: 'acknowledged', ...acknowledged, stale: true } },
    );
    await check();
    expect(await alertText()).toMatch(/Acknowledged by Mia/);
    expect(await alertModel(desk.database).exists({ workspace, stale: true })).toBeNull();
  });

  it('has its message follow after a kill between its post and the note of where it stands', async () => {
    const { desk, workspace, clock } = test;
    await opened();
    clock.skip({ hours: 2, minutes: 1 });
    await check();
    const alert = await alertModel(desk.database).findOne({ workspace }).lean();
    const acknowledged = {
      state: 'acknowledged',
      acknowledgedBy: people.manager,
      acknowledgedAt: clock.now(),
    };
    await alertModel(desk.database).updateOne({ workspace }, { $set: { ...acknowledged, message: null } });
    await tryAgain(test, `alert ${alert?._id}`);
    await test.quiet();
    expect(await alertText()).toMatch(/Acknowledged by Mia/);
    expect(await alerts()).toHaveLength(1);
  });

  it('lets a lead reassign its ticket, with a reason', async () => {
    const { slack, desk, workspace, clock } = test;
    const { _id: ticketId } = await opened();
    const { assignee } = await getTicket(desk, { workspace, ticketId });
    clock.skip({ hours: 2, minutes: 1 });
    await check();
    const [alert] = await alerts();
    const press = (as: string) =>
      slack.act(as, 'action', {
        channel: channels.alerts,
        ts: alert?.ts ?? '',
        action_id: 'escalation.reassign',
      });
    await press(people.bo);
    expect(await slack.views(people.bo)).toHaveLength(0);
    await press(people.lead);
    const view_id = (await slack.views(people.lead)).at(-1)?.id ?? '';
    const submit = (why: string) =>
      slack.act(people.lead, 'submit', {
        view_id,
        entries: { assignee: { value: people.dee }, why: { value: why } },
      });
    expect(assignee).not.toBeNull();
    expect((await submit('')).errors).toHaveProperty('why');
    expect((await submit('Dee knows the customer')).errors).toBeUndefined();
    expect((await getTicket(desk, { workspace, ticketId })).assignee).toBe(people.dee);
  });

  it('comes at 95 % of an estimate that is earlier than due, and not again at 95 % of the promise', async () => {
    const { slack, desk, workspace, clock } = test;
    const { _id: ticketId } = await opened();
    const { assignee, card } = await getTicket(desk, { workspace, ticketId });
    const who = assignee ?? '';
    const { channel = '', ts = '' } = card ?? {};
    await slack.act(who, 'action', { channel, ts, action_id: 'tickets.claim' });
    const notice = await until('the claim is answered', async () =>
      (await slack.messages(who, channel)).find((one) =>
        JSON.stringify(one).includes('Say when it will be done'),
      ),
    );
    await slack.act(who, 'action', { channel, ts: notice.ts, action_id: 'tickets.estimate' });
    const view_id = (await slack.views(who)).at(-1)?.id ?? '';
    const submit = (due: number) =>
      slack.act(who, 'submit', { view_id, entries: { dueAt: { value: String(due) } } });
    const now = Math.floor(clock.now().getTime() / 1_000);
    expect((await submit(now - 60)).errors?.dueAt).toContain('from now on');
    expect(await submit(now + 4 * 3_600)).toMatchObject({ ok: true });
    await reply(ticketId, who);
    clock.skip({ hours: 3, minutes: 30 });
    await check();
    expect(await alerts()).toHaveLength(0);
    clock.skip({ minutes: 20 });
    await check();
    expect(await alertText()).toContain('has used 95 % of the time its assignee estimated');
    await slack.act(who, 'action', { channel, ts, action_id: 'tickets.more', value: `details:${ticketId}` });
    expect(JSON.stringify((await slack.views(who)).at(-1))).toContain('*Estimate*');
    clock.skip({ hours: 19 });
    await check();
    expect(await alerts()).toHaveLength(1);
    expect(await alertText()).not.toContain('for its resolution');
  });

  it('follows a second breach in place, with a new mention in its thread', async () => {
    const { desk, workspace, clock } = test;
    await updateSettings(desk, workspace, { escalation: { inWorkPercent: 100 } });
    await opened();
    clock.skip({ hours: 2, minutes: 1 });
    await check();
    clock.skip({ hours: 22 });
    await check();
    const [alert, ...others] = await alerts();
    expect(others).toHaveLength(0);
    expect(await alertText()).toContain('missed its resolution');
    const thread = JSON.stringify(await test.slack.messages(people.manager, channels.alerts, alert?.ts));
    expect(thread).toContain(`<@${people.manager}> It has missed another promise.`);
  });

  it('ends with the ticket; a breach after it was reopened is a new one', async () => {
    const { desk, workspace, clock } = test;
    const { _id: ticketId } = await opened();
    clock.skip({ hours: 2, minutes: 1 });
    await check();
    const { assignee } = await getTicket(desk, { workspace, ticketId });
    await moveTicket(desk, { workspace, ticketId, by: assignee ?? people.lead, move: 'resolve' });
    await check();
    expect(await alertText()).toContain('Ended without an answer');
    await reopenTicket(desk, { workspace, ticketId, by: people.ana });
    clock.skip({ hours: 24 });
    await check();
    expect(await alerts()).toHaveLength(2);
  });

  it('lives again when the resolution that ended it is taken back', async () => {
    const { desk, workspace, clock } = test;
    const { _id: ticketId, assignee } = await opened();
    clock.skip({ hours: 2, minutes: 1 });
    await check();
    const by = assignee ?? people.lead;
    const { rev } = await moveTicket(desk, { workspace, ticketId, by, move: 'resolve' });
    await check();
    expect(await alertText()).toContain('Ended without an answer');
    await undoChange(desk, { workspace, ticketId, by, seq: rev });
    await check();
    expect(await alerts()).toHaveLength(1);
    expect(await alertText()).not.toContain('Ended');
    expect(await alertText()).toContain('Acknowledge"');
  });
});

describe('a burst of breaches', () => {
  it('makes five alerts and one bundle for the rest, with the worst in it', async () => {
    const { desk, workspace, clock, slack } = test;
    for (let count = 0; count < 9; count += 1) await open(desk, workspace);
    await desk.events.settled();
    await test.quiet();
    clock.skip({ hours: 2, minutes: 1 });
    await check();
    expect(await alerts()).toHaveLength(6);
    const bundleOf = async () => (await alerts()).find(({ text }) => text.includes('more tickets are late'));
    const bundle = await bundleOf();
    expect(bundle?.text).toBe('🔴 4 more tickets are late, 4 of them still open');
    expect(JSON.stringify(bundle)).toContain(`<@${people.manager}>`);
    await slack.act(people.manager, 'action', {
      channel: channels.alerts,
      ts: bundle?.ts ?? '',
      block_id: /alert:[\w-]+/.exec(JSON.stringify(bundle))?.[0] ?? '',
      action_id: 'escalation.acknowledge',
    });
    await test.quiet();
    expect(JSON.stringify(await bundleOf())).toContain('· acknowledged');
    const [{ minute } = { minute: '' }] = await bundleModel(desk.database).find({ workspace }).lean();
    await alertModel(desk.database).updateMany({ workspace, bundle: minute }, { $set: { state: 'open' } });
    await bundleModel(desk.database).updateOne({ workspace, minute }, { $set: { message: null } });
    await tryAgain(test, `alerts ${minute}`);
    await test.quiet();
    expect(JSON.stringify(await bundleOf()), 'its post was not noted').not.toContain('· acknowledged');
    expect(await alerts()).toHaveLength(6);
  });
});
