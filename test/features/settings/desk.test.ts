import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { getPerson, hasOwner, type Profile, setRoles } from '../../../src/features/people/index.ts';
import { type AuditEntry, auditBetween, undoChange } from '../../../src/features/settings/audit.ts';
import { changePerson, getSettings } from '../../../src/features/settings/index.ts';
import { assertMaySetUp } from '../../../src/features/settings/setup.ts';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { open } from '../assignment/support.ts';

let test: TestDesk;

afterEach(() => test.stop());

const command = (as: string, text: string) =>
  test.slack.act(as, 'command', { channel: channels.general, text });

const topView = async (as: string) => (await test.slack.views(as)).at(-1);

const submit = async (as: string, fields: Record<string, string | string[]>) => {
  const entries = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { value }]));
  return test.slack.act(as, 'submit', { view_id: (await topView(as))?.id ?? '', entries });
};

const settings = () => getSettings(test.desk, test.workspace);

const person = (userId: string) => getPerson(test.desk, { workspace: test.workspace, userId });

const answers = {
  triageChannel: channels.triage,
  alertsChannel: channels.alerts,
  digestChannel: channels.digest,
  leads: [people.lead],
  managers: [people.manager],
  timeZone: 'Europe/Berlin',
  weekdays: '9-17',
  holidays: '2026-12-25 Christmas Day',
};

describe('/desk setup on an empty desk', () => {
  beforeEach(async () => {
    test = await startTestDesk({ seed: false });
  });

  it('is refused to who is no admin of the Slack workspace', async () => {
    await command(people.ana, '/desk setup');
    expect(await topView(people.ana)).toBeUndefined();
    const { id: userId } = await test.slack.person({ name: 'stranger', isGuest: true, isAdmin: true });
    const asked = assertMaySetUp(test.desk, { workspace: test.workspace, userId });
    await expect(asked).rejects.toThrow('An admin of your Slack workspace can');
  });

  it('makes its first admin the owner and sets channels, people and hours', async () => {
    await command(people.owner, '/desk setup');
    expect(await submit(people.owner, answers)).toMatchObject({ ok: true, view: null });
    expect(await settings()).toMatchObject({
      setUp: true,
      alertsChannel: channels.alerts,
      timeZone: 'Europe/Berlin',
    });
    const { calendar } = await settings();
    expect(calendar.hours).toMatchObject({ friday: [{ from: '09:00', to: '17:00' }], sunday: [] });
    expect(calendar.holidays).toEqual([{ date: '2026-12-25', name: 'Christmas Day' }]);
    expect((await person(people.owner)).roles).toContain('owner');
    expect((await person(people.lead)).roles).toContain('lead');
    expect(await hasOwner(test.desk, test.workspace)).toBe(true);
  });

  it('shows what other hours do to open tickets, and saves them when asked once more', async () => {
    const { desk, workspace } = test;
    await command(people.owner, '/desk setup');
    await submit(people.owner, answers);
    await open(desk, workspace);
    await desk.events.settled();
    await command(people.owner, '/desk setup');
    const shown = await submit(people.owner, { ...answers, weekdays: '13-17' });
    expect(JSON.stringify(shown.view)).toContain('1 open ticket changes its due time');
    expect((await settings()).calendar.hours).toMatchObject({ friday: [{ from: '09:00', to: '17:00' }] });
    const saved = await submit(people.owner, { ...answers, weekdays: '13-17' });
    expect(saved).toMatchObject({ ok: true, view: null });
    expect((await settings()).calendar.hours).toMatchObject({ friday: [{ from: '13:00', to: '17:00' }] });
  });

  it('says beside the field what is wrong, and changes nothing', async () => {
    await command(people.owner, '/desk setup');
    const { errors } = await submit(people.owner, {
      ...answers,
      timeZone: 'Berlin',
      weekdays: 'nine to five',
      holidays: '2026-12-25 Christmas Day\n25.12.2026',
    });
    expect(errors).toEqual({
      timeZone: expect.stringContaining('for example Europe/Berlin'),
      weekdays: expect.stringContaining('“nine to five” is not a span of time'),
      holidays: expect.stringContaining('Line 2'),
    });
    expect((await settings()).setUp).toBe(false);
  });
});

describe('/desk people', () => {
  beforeEach(async () => {
    test = await startTestDesk();
  });

  const profile = { roles: ['agent', 'lead'], skills: 'refunds, German', capacity: '7', active: ['yes'] };

  it('changes roles and profile, and the audit log takes it back', async () => {
    await command(people.manager, '/desk people');
    await submit(people.manager, { person: people.bo });
    expect(await submit(people.manager, profile)).toMatchObject({ ok: true });
    expect(await person(people.bo)).toMatchObject({
      roles: ['agent', 'lead'],
      skills: ['refunds', 'German'],
      capacity: 7,
    });
    await command(people.owner, '/desk audit');
    const log = (await test.slack.messages(people.owner, channels.general)).at(-1);
    expect(JSON.stringify(log)).toContain('Changed Bo');
    await test.slack.act(people.owner, 'action', {
      channel: channels.general,
      ts: log?.ts ?? '',
      action_id: 'settings.undo',
    });
    expect(await person(people.bo)).toMatchObject({ roles: ['agent'], skills: ['orders'], capacity: 5 });
  });

  it('takes nothing back that was changed again since, and leaves what others changed', async () => {
    const { desk, workspace } = test;
    const change = (by: string, profile: Profile) =>
      changePerson(desk, { workspace, userId: people.bo, by, profile });
    await change(people.manager, { capacity: 7, skills: ['orders'] });
    await change(people.owner, { capacity: 9 });
    await change(people.lead, { skills: ['wine'] });
    await change(people.lead, { skills: ['wine'] });
    const log = await auditBetween(desk, { workspace, from: new Date(0), to: new Date('2100-01-01') });
    const [skills, later, first] = log;
    expect(log.map(({ after }) => after)).toEqual([
      { profile: { skills: ['wine'] } },
      { profile: { capacity: 9 } },
      { profile: { capacity: 7 } },
    ]);
    const undo = (entry?: AuditEntry) =>
      undoChange(desk, { workspace, entryId: entry?._id ?? '', by: people.owner });
    await expect(undo(first)).rejects.toThrow(
      'This was changed again since (“Changed Bo”). Take the later change back first.',
    );
    expect(await person(people.bo)).toMatchObject({ capacity: 9, skills: ['wine'] });
    await undo(later);
    await undo(first);
    expect(await person(people.bo)).toMatchObject({ capacity: 5, skills: ['wine'] });
    await undo(skills);
    expect(await person(people.bo)).toMatchObject({ capacity: 5, skills: ['orders'] });
  });

  it('is refused to agents, and owners are left to owners', async () => {
    await command(people.bo, '/desk people');
    expect(await topView(people.bo)).toBeUndefined();
    await command(people.manager, `/desk people <@${people.owner}>`);
    const refused = await submit(people.manager, profile);
    expect(JSON.stringify(refused)).toContain('owner');
    expect((await person(people.owner)).roles).toEqual(['owner']);
  });

  it('never leaves the desk without an owner', async () => {
    const { desk, workspace } = test;
    await setRoles(desk, { workspace, userId: people.lead, roles: ['owner'] });
    const results = await Promise.allSettled(
      [people.owner, people.lead].map((userId) => setRoles(desk, { workspace, userId, roles: ['agent'] })),
    );
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await hasOwner(desk, workspace)).toBe(true);
  });
});

describe('/desk settings', () => {
  it('changes the numbers a desk can choose, for owners alone', async () => {
    test = await startTestDesk();
    await command(people.manager, '/desk settings');
    expect(await topView(people.manager)).toBeUndefined();
    await command(people.owner, '/desk settings');
    expect((await submit(people.owner, { currency: 'euro' })).errors).toHaveProperty('currency');
    await submit(people.owner, {
      currency: 'CHF',
      mode: 'balanced',
      handoverMinutes: '20',
      everySeconds: '30',
    });
    expect(await settings()).toMatchObject({
      currency: 'CHF',
      assignment: { mode: 'balanced', handoverMinutes: 20, everySeconds: 30 },
    });
    expect((await settings()).alertsChannel).toBe(channels.alerts);
  });
});

describe('/shift', () => {
  it('sets availability and hours, and shows who is here', async () => {
    test = await startTestDesk({ start: '2026-11-20T10:00:00Z' });
    await command(people.bo, '/shift busy');
    expect((await person(people.bo)).availability).toBe('busy');
    await command(people.bo, '/shift hours');
    expect(
      (await submit(people.bo, { timeZone: 'Europe/Berlin', always: [], monday: '25-26' })).errors,
    ).toHaveProperty('monday');
    await submit(people.bo, { timeZone: 'Europe/Berlin', always: [], monday: '9-12, 13-18' });
    expect((await person(people.bo)).shifts).toEqual({
      monday: [
        { from: '09:00', to: '12:00' },
        { from: '13:00', to: '18:00' },
      ],
    });
    await command(people.cy, '/shift who');
    const shown = JSON.stringify((await test.slack.messages(people.cy, channels.general)).at(-1));
    expect(shown).toContain('off shift · Bo');
    expect(shown).toContain('🟢 available · Cy');
    await command(people.ana, '/shift available');
    expect((await person(people.ana)).availability).toBe('offline');
  });
});
