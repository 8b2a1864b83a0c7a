import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { updateSettings } from '../../../src/features/settings/index.ts';
import { reportsOf } from '../../../src/features/sla/index.ts';
import { policyVersions } from '../../../src/features/sla/policies.ts';
import { claimTicket, getTicket } from '../../../src/features/tickets/index.ts';
import { askRequester } from '../../../src/features/tickets/service/talk.ts';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { until } from '../../support/until.ts';
import { open } from '../assignment/support.ts';

let test: TestDesk;

beforeEach(async () => {
  test = await startTestDesk({ start: '2026-11-20T10:00:00Z' });
});

afterEach(() => test.stop());

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

async function preview(text: string) {
  await test.slack.act(people.manager, 'command', { channel: channels.general, text: '/desk sla' });
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
    await slack.act(people.manager, 'command', { channel: channels.general, text: '/desk sla gold' });
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
