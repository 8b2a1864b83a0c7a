import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { managersFor } from '../../../src/features/escalation/domain/recipients.ts';
import { raised, stepFor } from '../../../src/features/escalation/domain/steps.ts';
import { type Person, updateProfile } from '../../../src/features/people/index.ts';
import { chainSchema } from '../../../src/features/sla/domain/policy-schema.ts';
import { publishPolicies } from '../../../src/features/sla/policies.ts';
import { parsePolicies } from '../../../src/features/sla/policy-text.ts';
import {
  assignByHand,
  changePriority,
  claimTicket,
  getTicket,
  type Ticket,
} from '../../../src/features/tickets/index.ts';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { until } from '../../support/until.ts';
import { meanwhile, open, sendEveryoneHome } from '../assignment/support.ts';

describe('a chain', () => {
  let test: TestDesk;

  beforeEach(async () => {
    test = await startTestDesk({ start: '2026-11-20T10:00:00Z' });
  });

  afterEach(() => test.stop());

  /** Puts a policy with this chain in force and opens a ticket. */
  async function openedUnder(chain: string): Promise<Ticket> {
    const { desk, workspace } = test;
    const { value, faults } = parsePolicies(`policies: [{ key: test, name: Test, chain: ${chain} }]`);
    if (!value) throw new Error(JSON.stringify(faults));
    await publishPolicies(desk, workspace, { by: people.manager, written: value.policies, calendars: [] });
    test.clock.skip({ minutes: 1 });
    const ticket = await open(desk, workspace);
    await desk.events.settled();
    await test.quiet();
    return ticket;
  }

  async function check(): Promise<void> {
    const { desk, workspace } = test;
    await desk.events.settled();
    await desk.jobs.runNow('sla.check', workspace);
    await desk.jobs.runNow('escalation.sweep', workspace);
    await test.quiet();
  }

  const alerts = () => test.slack.messages(people.manager, channels.alerts);

  async function repetitions(): Promise<number> {
    const [alert] = await alerts();
    const thread = await test.slack.messages(people.manager, channels.alerts, alert?.ts);
    return thread.filter(({ text }) => text?.includes('Nobody has acknowledged this yet')).length;
  }

  it('says it again until somebody acknowledges', async () => {
    const { clock, slack } = test;
    await openedUnder('[{ at: 100, do: [post_alert], repeatEveryMinutes: 10, times: 3 }]');
    clock.skip({ hours: 2, minutes: 1 });
    await check();
    expect(await repetitions()).toBe(0);
    clock.skip({ minutes: 10 });
    await check();
    await check();
    expect(await repetitions()).toBe(1);
    const [alert] = await alerts();
    await slack.act(people.manager, 'action', {
      channel: channels.alerts,
      ts: alert?.ts ?? '',
      action_id: 'escalation.acknowledge',
    });
    clock.skip({ minutes: 30 });
    await check();
    expect(await repetitions()).toBe(1);
  });

  it('says it as often as it was told to, and no more', async () => {
    await openedUnder('[{ at: 100, do: [post_alert], repeatEveryMinutes: 10, times: 2 }]');
    test.clock.skip({ hours: 2, minutes: 1 });
    await check();
    for (let count = 0; count < 4; count += 1) {
      test.clock.skip({ minutes: 11 });
      await check();
    }
    expect(await repetitions()).toBe(2);
  });

  it('says a second breach again as well', async () => {
    await openedUnder('[{ at: 100, do: [post_alert], repeatEveryMinutes: 10 }]');
    test.clock.skip({ hours: 2, minutes: 1 });
    await check();
    test.clock.skip({ minutes: 11 });
    await check();
    expect(await repetitions()).toBe(1);
    test.clock.skip({ hours: 22 });
    await check();
    test.clock.skip({ minutes: 11 });
    await check();
    expect(await repetitions()).toBe(2);
  });

  it('tells a manager in place of a team leader who is off shift', async () => {
    const { desk, workspace, clock, slack } = test;
    const monday = { monday: [{ from: '09:00', to: '17:00' }] };
    await updateProfile(desk, { workspace, userId: people.lead, profile: { shifts: monday } });
    const { _id: ticketId } = await openedUnder('[{ at: 60, do: [notify_lead] }]');
    await until('assigned', async () => (await getTicket(desk, { workspace, ticketId })).assignee);
    clock.skip({ hours: 1, minutes: 13 });
    await check();
    const { card } = await getTicket(desk, { workspace, ticketId });
    const thread = JSON.stringify(await slack.messages(people.lead, card?.channel ?? '', card?.ts));
    expect(thread).toContain(`<@${people.manager}>`);
    expect(thread).not.toContain(`<@${people.lead}>`);
  });

  it('takes a ticket from who has not started', async () => {
    const { desk, workspace, clock } = test;
    const { _id: ticketId } = await openedUnder('[{ at: 50, do: [reassign] }]');
    const first = await until(
      'assigned',
      async () => (await getTicket(desk, { workspace, ticketId })).assignee,
    );
    clock.skip({ hours: 1, minutes: 1 });
    await check();
    const second = await until('assigned to another', async () => {
      const { assignee } = await getTicket(desk, { workspace, ticketId });
      return assignee !== null && assignee !== first && assignee;
    });
    expect(second).not.toBe(first);
  });

  it('leaves a ticket to whom a lead gave it, or who started, while the desk was about to take it', async () => {
    const { desk, workspace, clock } = test;
    await sendEveryoneHome(desk, workspace);
    const given = await openedUnder('[{ at: 50, do: [reassign] }]');
    const started = await open(desk, workspace);
    const toBo = { workspace, by: people.lead, to: people.bo };
    for (const { _id: ticketId } of [given, started]) await assignByHand(desk, { ...toBo, ticketId });
    await desk.events.settled();
    await test.quiet();
    clock.skip({ hours: 1, minutes: 1 });
    const act = async () => {
      await assignByHand(desk, { ...toBo, ticketId: given._id, to: people.cy, why: 'Bo is out' });
      await claimTicket(desk, { workspace, ticketId: started._id, by: people.bo });
    };
    await meanwhile(desk, act, check);
    const found = (ticket: Ticket) => getTicket(desk, { workspace, ticketId: ticket._id });
    expect(await found(given)).toMatchObject({ status: 'assigned', assignee: people.cy });
    expect(await found(started)).toMatchObject({ status: 'in_progress', assignee: people.bo });
  });

  it('leaves a priority that somebody set while the desk was about to raise it', async () => {
    const { desk, workspace, clock } = test;
    const { _id: ticketId, priority } = await openedUnder('[{ at: 50, do: [raise_priority] }]');
    expect(priority).toBe('medium');
    clock.skip({ hours: 1, minutes: 1 });
    await meanwhile(
      desk,
      () => changePriority(desk, { workspace, ticketId, by: people.lead, to: 'urgent' }),
      check,
    );
    expect(await getTicket(desk, { workspace, ticketId })).toMatchObject({ priority: 'urgent' });
  });

  it('mentions lead and manager in the thread of the card', async () => {
    const { desk, workspace, clock } = test;
    await sendEveryoneHome(desk, workspace);
    const { _id: ticketId } = await openedUnder('[{ at: 60, do: [notify_lead, notify_manager] }]');
    clock.skip({ hours: 1, minutes: 13 });
    await check();
    const { card } = await getTicket(desk, { workspace, ticketId });
    const thread = JSON.stringify(await test.slack.messages(people.lead, card?.channel ?? '', card?.ts));
    expect(thread).toContain(`<@${people.lead}>`);
    expect(thread).toContain(`<@${people.manager}>`);
  });

  it('asks a free agent by DM, who takes the ticket there', async () => {
    const { desk, workspace, clock, slack } = test;
    await sendEveryoneHome(desk, workspace);
    const { _id: ticketId } = await openedUnder('[{ at: 100, do: [post_alert] }]');
    clock.skip({ hours: 2, minutes: 1 });
    await check();
    const [alert] = await alerts();
    await slack.act(people.manager, 'action', {
      channel: channels.alerts,
      ts: alert?.ts ?? '',
      action_id: 'escalation.askOther',
      value: people.cy,
    });
    await test.quiet();
    expect(JSON.stringify(await alerts())).toContain('Cy was asked to take it');
    const { channel } = await slack.act(people.cy, 'dm', { user: 'U0SHIFTDESK' });
    const [asked] = await slack.messages(people.cy, channel?.id ?? '');
    expect(asked?.text).toContain('Mia asks whether you can take T-');
    await slack.act(people.cy, 'action', {
      channel: channel?.id ?? '',
      ts: asked?.ts ?? '',
      action_id: 'escalation.takeAsked',
    });
    expect(await getTicket(desk, { workspace, ticketId })).toMatchObject({
      assignee: people.cy,
      status: 'in_progress',
    });
  });
});

describe('the steps of a chain', () => {
  it('for one share are one, however they are written', () => {
    const chain = [
      { at: 100, do: ['raise_priority' as const] },
      { at: 75, do: ['notify_assignee' as const] },
      { at: 100, do: ['post_alert' as const, 'raise_priority' as const], repeatEveryMinutes: 5 },
    ];
    expect(stepFor({ chain }, 100)).toMatchObject({
      do: ['raise_priority', 'post_alert'],
      repeatEveryMinutes: 5,
      times: 1,
    });
    expect(stepFor({ chain }, 50)).toBeNull();
    expect(stepFor(null, 100)).toBeNull();
  });

  it('repeat an alert and nothing else', () => {
    const problem = (...steps: object[]) => chainSchema.safeParse(steps).error?.issues[0];
    const alert = { at: 100, do: ['post_alert'] };
    const repeating = { at: 100, do: ['notify_manager'], repeatEveryMinutes: 5, times: 2 };
    expect(problem(repeating)).toMatchObject({
      path: [0, 'repeatEveryMinutes'],
      message: 'needs post_alert at the same share: it is said again in the alert’s thread',
    });
    expect(problem({ ...alert, at: 95 }, repeating)).toMatchObject({ path: [1, 'repeatEveryMinutes'] });
    expect(problem({ ...alert, times: 2 })).toMatchObject({
      path: [0, 'times'],
      message: 'needs repeatEveryMinutes beside it',
    });
    expect(problem(alert, repeating)).toBeUndefined();
    expect(problem({ ...alert, repeatEveryMinutes: 5 })).toBeUndefined();
  });

  it('raise one step and stop at urgent', () => {
    expect(['low', 'medium', 'high', 'urgent'].map((each) => raised(each as 'low'))).toEqual([
      'medium',
      'high',
      'urgent',
      'urgent',
    ]);
  });
});

describe('who is told in place of a manager', () => {
  const now = new Date('2026-11-20T10:00:00Z');
  const someone = (userId: string, changes: Partial<Person>) =>
    ({
      userId,
      active: true,
      roles: ['agent'],
      timeZone: 'UTC',
      shifts: null,
      overrides: [],
      deputy: null,
      ...changes,
    }) as Person;
  const monday = { monday: [{ from: '09:00', to: '17:00' }] };

  it.each([
    [
      'the managers on shift',
      [someone('m1', { roles: ['manager'] }), someone('m2', { roles: ['manager'], shifts: monday })],
      ['m1'],
      null,
    ],
    [
      'their deputy',
      [
        someone('m', { roles: ['manager'], shifts: monday, deputy: 'd' }),
        someone('d', {}),
        someone('o', { roles: ['owner'] }),
      ],
      ['d'],
      /deputy/,
    ],
    [
      'an owner',
      [someone('m', { roles: ['manager'], active: false }), someone('o', { roles: ['owner'] })],
      ['o'],
      /owner/,
    ],
  ] as const)('%s', (_, everyone, userIds, standIn) => {
    const found = managersFor(everyone, now);
    expect(found.userIds).toEqual(userIds);
    if (standIn) expect(found.standIn).toMatch(standIn);
    else expect(found.standIn).toBeNull();
  });
});
