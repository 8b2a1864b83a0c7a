import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { updateSettings } from '../../../src/features/settings/index.ts';
import { reportsOf } from '../../../src/features/sla/index.ts';
import { firingModel, policyVersionModel, timerModel } from '../../../src/features/sla/model.ts';
import { policiesInForce, policyVersions, publishPolicies } from '../../../src/features/sla/policies.ts';
import { parsePolicies } from '../../../src/features/sla/policy-text.ts';
import { claimTicket, getTicket } from '../../../src/features/tickets/index.ts';
import { askRequester } from '../../../src/features/tickets/service/talk.ts';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { until } from '../../support/until.ts';
import { open, startOver } from '../assignment/support.ts';

let test: TestDesk;

const start = '2026-11-20T10:00:00Z';

beforeAll(async () => {
  test = await startTestDesk({ start, role: 'web' });
});

/** The policies of the manifests again, and nothing open. */
beforeEach(async () => {
  const { desk, workspace, slack } = test;
  await startOver(test, start);
  for (const model of [policyVersionModel, timerModel, firingModel])
    await model(desk.database).collection.deleteMany({ workspace });
  for (const { id } of await slack.views(people.manager))
    await slack.act(people.manager, 'close', { view_id: id });
});

afterAll(() => test.stop());

const policies = (minutes: number) => `policies:
  - key: standard
    name: Quick
    targets:
      medium: { first_response: ${minutes}, resolution: 600 }
`;

async function opened(): Promise<string> {
  const { _id } = await open(test.desk, test.workspace);
  await test.desk.events.settled();
  return _id;
}

async function firstDue(ticketId: string): Promise<number> {
  const { desk, workspace, clock } = test;
  const ticket = await getTicket(desk, { workspace, ticketId });
  const report = (await reportsOf(desk, workspace, [ticket], clock.now())).get(ticketId);
  const due = report?.clocks.find((each) => each.clock === 'first_response')?.dueAt;
  return Math.round(((due?.getTime() ?? Number.NaN) - ticket.createdAt.getTime()) / 60_000);
}

const top = async (as: string) => (await test.slack.views(as)).at(-1);

const deskSla = (args = '') =>
  test.slack.act(people.manager, 'command', { channel: channels.general, text: `/desk sla ${args}`.trim() });

/** Uses a button or menu of what the manager looks at. */
const press = async (action_id: string, more: { value?: string; block_id?: string } = {}) =>
  test.slack.act(people.manager, 'action', {
    view_id: (await top(people.manager))?.id ?? '',
    action_id,
    ...more,
  });

const submit = async (fields: Record<string, unknown>) => {
  const entries = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { value }]));
  return test.slack.act(people.manager, 'submit', {
    view_id: (await top(people.manager))?.id ?? '',
    entries: entries as never,
  });
};

async function preview(text: string) {
  await deskSla();
  await press('sla.yaml');
  const view_id = (await top(people.manager))?.id ?? '';
  return test.slack.act(people.manager, 'submit', { view_id, entries: { policies: { value: text } } });
}

const publish = async () =>
  test.slack.act(people.manager, 'submit', { view_id: (await top(people.manager))?.id ?? '' });

describe('/desk sla', () => {
  it('shows what a change would do, does it on Publish, and takes it back on Undo', async () => {
    const { slack, clock, desk, workspace } = test;
    const late = await opened();
    clock.skip({ minutes: 45 });
    const fresh = await opened();
    const shown = await preview(policies(30));
    expect(JSON.stringify(shown.view)).toContain('2 open tickets change their due time; 1 breaches at once.');
    expect(await firstDue(fresh)).toBe(120);
    expect(await publish()).toMatchObject({ ok: true });
    await desk.events.settled();
    await desk.jobs.runNow('sla.check', workspace);
    expect(await firstDue(fresh)).toBe(30);
    expect(await firstDue(late)).toBe(45);
    await slack.act(people.owner, 'command', { channel: channels.general, text: '/desk audit' });
    const log = (await slack.messages(people.owner, channels.general)).at(-1);
    expect(JSON.stringify(log)).toContain('Published SLA policies');
    await slack.act(people.owner, 'action', {
      channel: channels.general,
      ts: log?.ts ?? '',
      action_id: 'settings.undo',
    });
    expect(await firstDue(fresh)).toBe(120);
  });

  it('takes no change back on which a later one stands, and publishes no preview that another has overtaken', async () => {
    const { desk, workspace, slack, clock } = test;
    const minutes = async () =>
      (await policiesInForce(desk, workspace)).policies[0]?.targets.medium.first_response;
    for (const each of [30, 20]) {
      clock.skip({ minutes: 1 });
      await preview(policies(each));
      await publish();
    }
    const lastLog = async () =>
      (await slack.messages(people.owner, channels.general)).findLast(
        ({ text }) => text === 'The last changes',
      );
    const undo = async (which: number) => {
      const before = (await lastLog())?.ts;
      await slack.act(people.owner, 'command', { channel: channels.general, text: '/desk audit' });
      const log = await until('the audit log', async () => {
        const last = await lastLog();
        return last?.ts !== before && last;
      });
      const block_id = String(log.blocks?.[which + 1]?.block_id);
      const place = { channel: channels.general, ts: log.ts };
      await slack.act(people.owner, 'action', { ...place, action_id: 'settings.undo', block_id });
    };
    await undo(1);
    expect(await minutes()).toBe(20);
    await undo(0);
    expect(await minutes()).toBe(30);
    await preview(policies(50));
    const { policies: written } = parsePolicies(policies(40)).value ?? { policies: [] };
    await publishPolicies(desk, workspace, { by: people.owner, written, calendars: [] });
    expect(JSON.stringify(await publish())).toContain('Someone else has changed the policies');
    expect(await minutes()).toBe(40);
  });

  it('names the line of a fault beside the field and puts nothing in force', async () => {
    const ticketId = await opened();
    const { errors } = await preview(policies(30).replace('600', 'soon'));
    expect(errors?.policies).toMatch(/^Line 5: resolution/);
    expect(await firstDue(ticketId)).toBe(120);
  });

  it('edits one policy of several and leaves the others', async () => {
    const { desk, workspace, slack } = test;
    await preview(`${policies(30)}  - key: gold\n    name: Gold\n    match: { tags: [gold] }\n`);
    await publish();
    await deskSla();
    await press('sla.policy', { block_id: 'policy:gold', value: 'yaml:gold' });
    const form = await top(people.manager);
    expect(JSON.stringify(form)).toContain('name: Gold');
    expect(JSON.stringify(form)).not.toContain('name: Quick');
    const text = 'policies:\n  - key: gold\n    name: Golden\n';
    await slack.act(people.manager, 'submit', {
      view_id: form?.id ?? '',
      entries: { policies: { value: text } },
    });
    await publish();
    const names = (await policyVersions(desk, workspace)).at(-1)?.written.map(({ name }) => name);
    expect(names).toEqual(['Quick', 'Golden']);
    await deskSla();
    await press('sla.policy', { block_id: 'policy:gold', value: 'up:gold' });
    await publish();
    const moved = (await policyVersions(desk, workspace)).at(-1)?.written.map(({ name }) => name);
    expect(moved).toEqual(['Golden', 'Quick']);
  });

  it('changes one policy by its form: targets, calendar, pauses, next response, chain', async () => {
    const { desk, workspace } = test;
    const fresh = await opened();
    await deskSla('standard');
    expect((await submit({ chain: '- { at: 200, do: [shout] }', name: 'Quick' })).errors?.chain).toMatch(
      /^Step 1/,
    );
    const shown = await submit({
      first_response_medium: '30',
      resolution_low: '',
      nextResponse: ['yes'],
      next_response_medium: '45',
      pausesIn: ['assigned', 'waiting_on_customer'],
      chain: '- { at: 60, do: [notify_lead], offShiftToo: true }',
    });
    expect(JSON.stringify(shown.view)).toContain('1 open ticket changes its due time');
    expect(await firstDue(fresh)).toBe(120);
    await publish();
    expect(await firstDue(fresh)).toBe(30);
    const [policy] = (await policiesInForce(desk, workspace)).policies;
    expect(policy).toMatchObject({
      key: 'standard',
      name: 'Quick',
      targets: {
        medium: { first_response: 30, next_response: 45, resolution: 1_440 },
        low: { first_response: 120, resolution: null },
      },
      pausesIn: ['assigned', 'waiting_on_customer'],
      chain: [{ at: 60, do: ['notify_lead'], offShiftToo: true }],
    });
  });

  it('adds a calendar with the holidays of an iCalendar file, and a policy that counts in it', async () => {
    const { desk, workspace, slack } = test;
    await deskSla();
    await press('sla.newCalendar');
    const office = {
      key: 'office',
      name: 'Office',
      zone: 'Europe/Berlin',
      friday: '9-17',
      holidays: '2026-12-24 Eve',
    };
    const upload = async (name: string, content: string) => {
      const base64 = Buffer.from(content).toString('base64');
      const { files } = await slack.act(people.manager, 'upload', { files: [{ name, data: base64 }] });
      return submit({ ...office, files: files?.map(({ id }) => id) });
    };
    await upload('office.ics', 'no calendar at all');
    await until('the form says so', async () =>
      JSON.stringify(await top(people.manager)).includes('This file is no iCalendar'),
    );
    expect(JSON.stringify(await top(people.manager))).toContain('"initial_value":"2026-12-24 Eve"');
    const event = 'BEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20261225\r\nSUMMARY:Christmas\r\nEND:VEVENT';
    await upload('office.ics', `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n${event}\r\nEND:VCALENDAR\r\n`);
    await until('the preview', async () =>
      JSON.stringify(await top(people.manager)).includes('change their due time'),
    );
    await publish();
    const { calendars } = await policiesInForce(desk, workspace);
    expect(calendars.find(({ key }) => key === 'office')).toEqual({
      key: 'office',
      name: 'Office',
      zone: 'Europe/Berlin',
      hours: { friday: [{ from: '09:00', to: '17:00' }] },
      holidays: [
        { date: '2026-12-24', name: 'Eve' },
        { date: '2026-12-25', name: 'Christmas' },
      ],
    });
    await deskSla();
    await press('sla.newPolicy');
    expect((await submit({ key: 'standard', name: 'Again' })).errors).toHaveProperty('key');
    await submit({ key: 'gold', name: 'Gold', tags: 'gold', calendar: 'office' });
    await publish();
    const { policies: now } = await policiesInForce(desk, workspace);
    expect(now.at(-1)).toMatchObject({ key: 'gold', match: { tags: ['gold'] }, calendar: 'office' });
    await deskSla();
    const removed = await press('sla.calendar', { block_id: 'calendar:office', value: 'remove:office' });
    expect(JSON.stringify([removed, await top(people.manager)])).not.toContain('Publish');
  });

  it('is refused to agents', async () => {
    await test.slack.act(people.bo, 'command', { channel: channels.general, text: '/desk sla' });
    expect(await top(people.bo)).toBeUndefined();
  });
});

describe("the workspace's own hours", () => {
  it('count from when they were changed', async () => {
    const { desk, workspace, clock } = test;
    const ticketId = await opened();
    clock.skip({ minutes: 30 });
    await updateSettings(desk, workspace, {
      calendar: {
        key: 'workspace',
        name: 'Office',
        zone: 'UTC',
        hours: { friday: [{ from: '09:00', to: '11:00' }], monday: [{ from: '09:00', to: '11:00' }] },
        holidays: [],
      },
    });
    await desk.events.settled();
    await desk.jobs.runNow('sla.check', workspace);
    // Half an hour before, half an hour until 11:00, and one on Monday from 09:00 to 10:00.
    expect(await firstDue(ticketId)).toBe(3 * 24 * 60);
  });
});

describe('the SLA button', () => {
  it('explains each run and pause of each clock', async () => {
    const { desk, workspace, slack, clock } = test;
    await test.quiet();
    const ticketId = await opened();
    await test.quiet();
    await claimTicket(desk, { workspace, ticketId, by: people.lead });
    clock.skip({ minutes: 30 });
    await askRequester(desk, { workspace, ticketId, by: people.lead, text: 'Which size?', key: 'question' });
    clock.skip({ hours: 1 });
    await desk.events.settled();
    await test.quiet();
    const { card } = await getTicket(desk, { workspace, ticketId });
    const place = { channel: card?.channel ?? '', ts: card?.ts ?? '' };
    await slack.act(people.lead, 'action', {
      ...place,
      action_id: 'tickets.more',
      value: `details:${ticketId}`,
    });
    const details = await until('the ticket view', () => top(people.lead));
    await slack.act(people.lead, 'action', { view_id: details.id, action_id: 'tickets.sla' });
    const shown = JSON.stringify(await top(people.lead));
    expect(shown).toContain('✅ met');
    expect(shown).toContain('⏸ paused while we wait for the customer');
    expect(shown).toContain('30 min of 1 d used');
    expect(shown).toMatch(/: paused/);
  });
});
