import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isOutside, localeOf } from '../../../src/features/people/domain/slack-user.ts';
import { getPerson, setRoles } from '../../../src/features/people/index.ts';
import { actionsFor } from '../../../src/features/settings/domain/person-change.ts';
import { claimTicket, getTicket } from '../../../src/features/tickets/index.ts';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { until } from '../../support/until.ts';
import { open } from '../assignment/support.ts';

describe('who is a guest, or of another organisation', () => {
  it.each([
    ['a member', { team_id: 'T1' }, false],
    ['a guest', { team_id: 'T1', is_restricted: true }, true],
    ['a guest of one channel', { team_id: 'T1', is_ultra_restricted: true }, true],
    ['somebody of another team', { team_id: 'T2' }, true],
    ['somebody whom Slack calls a stranger', { team_id: 'T1', is_stranger: true }, true],
    [
      'a member of a team of the organisation',
      { team_id: 'T2', enterprise_user: { enterprise_id: 'T1' } },
      false,
    ],
  ])('%s', (_, user, outside) => {
    expect(isOutside(user, 'T1')).toBe(outside);
  });
});

describe('what a change of a person needs', () => {
  const agent = { roles: ['agent' as const], outside: false };

  it.each([
    [
      'shifts, skills, capacity',
      agent,
      { profile: { skills: [], capacity: 3, shifts: null } },
      ['people.plan'],
    ],
    ['another leader', agent, { profile: { capacity: 3, teamLeader: 'U1' } }, ['people.edit']],
    ['another role', agent, { roles: ['lead'], profile: {} }, ['people.edit']],
    [
      'the shifts of an owner',
      { ...agent, roles: ['owner'] },
      { profile: { shifts: null } },
      ['people.plan', 'people.editOwners'],
    ],
    [
      'a guest as an agent',
      { roles: ['customer'], outside: true },
      { roles: ['agent'], profile: {} },
      ['people.edit', 'people.admit'],
    ],
    [
      'skills of a guest whom an owner has admitted',
      { ...agent, outside: true },
      { roles: ['agent'], profile: { active: true } },
      ['people.edit'],
    ],
  ] as const)('%s', (_, before, change, actions) => {
    expect(actionsFor(before as never, change as never)).toEqual(actions);
  });
});

describe('a locale', () => {
  it.each([
    ['de-DE', 'de-DE'],
    ['en-us', 'en-US'],
    ['not a locale', 'en-GB'],
    [undefined, 'en-GB'],
  ])('that Slack tells as %s is %s', (told, locale) => {
    expect(localeOf(told)).toBe(locale);
  });
});

describe('people of a desk', () => {
  let test: TestDesk;

  beforeAll(async () => {
    test = await startTestDesk({ start: '2026-11-20T10:00:00Z' });
  });
  afterAll(() => test.stop());

  const person = (userId: string) => getPerson(test.desk, { workspace: test.workspace, userId });
  const command = (as: string, text: string) =>
    test.slack.act(as, 'command', { channel: channels.general, text });
  const top = async (as: string) => (await test.slack.views(as)).at(-1);
  const submit = async (as: string, fields: Record<string, string | string[]>) => {
    const entries = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { value }]));
    return test.slack.act(as, 'submit', { view_id: (await top(as))?.id ?? '', entries });
  };
  const lastSeenBy = async (as: string) =>
    JSON.stringify((await test.slack.messages(as, channels.general)).at(-1));

  it('have the language they chose in Slack, from the first contact and after a change', async () => {
    const { id } = await test.slack.person({ name: 'elif', locale: 'tr-TR' });
    expect((await person(id)).locale).toBe('tr-TR');
    await test.slack.person({ id, locale: 'de-DE' });
    await until('the desk follows', async () => (await person(id)).locale === 'de-DE');
  });

  it('who are guests stay customers until an owner says otherwise', async () => {
    const { id } = await test.slack.person({ name: 'gast', isGuest: true });
    expect(await person(id)).toMatchObject({ roles: ['customer'], outside: true });
    const agent = { roles: ['agent'], capacity: '3', active: ['yes'] };
    await command(people.manager, `/desk people <@${id}>`);
    expect(JSON.stringify(await top(people.manager))).toContain('A guest, or of another organisation');
    expect(JSON.stringify(await submit(people.manager, agent))).toContain(
      'role owner to give a role to a guest',
    );
    expect((await person(id)).roles).toEqual(['customer']);
    await command(people.owner, `/desk people <@${id}>`);
    expect(await submit(people.owner, agent)).toMatchObject({ ok: true });
    expect((await person(id)).roles).toEqual(['agent']);
  });

  it('who become guests are customers whose tickets return, until an owner takes that back; the only owner stays', async () => {
    const { desk, workspace, slack, clock } = test;
    const { _id: ticketId } = await open(desk, workspace);
    await claimTicket(desk, { workspace, ticketId, by: people.bo });
    clock.skip({ minutes: 1 });
    await slack.person({ id: people.bo, isGuest: true });
    await until('bo is noted as a guest', async () => (await person(people.bo)).outside);
    expect((await person(people.bo)).roles).toEqual(['customer']);
    await until('the ticket returned', async () => {
      await desk.jobs.runNow('assignment.handover', workspace);
      return (await getTicket(desk, { workspace, ticketId })).assignee !== people.bo;
    });
    await command(people.owner, '/desk audit');
    const log = await until('the audit log', async () =>
      (await slack.messages(people.owner, channels.general)).find(({ text }) => text === 'The last changes'),
    );
    expect(JSON.stringify(log.blocks?.[1])).toMatch(/bo became a guest in Slack, and so a customer/i);
    const place = { channel: channels.general, ts: log.ts };
    const block_id = String(log.blocks?.[1]?.block_id);
    await slack.act(people.owner, 'action', { ...place, action_id: 'settings.undo', block_id });
    expect((await person(people.bo)).roles).toEqual(['agent']);
    await slack.person({ id: people.owner, isGuest: true });
    await until('the owner is noted as a guest', async () => (await person(people.owner)).outside);
    expect((await person(people.owner)).roles).toEqual(['owner']);
    for (const id of [people.bo, people.owner]) await slack.person({ id, isGuest: false });
    await until('all are members', async () => !(await person(people.owner)).outside);
  });

  it('are owners by their roles, and are counted right after a kill came between role and register', async () => {
    const { desk, workspace } = test;
    const register = desk.database.connection.collection('workspace_owners');
    await register.updateOne({ workspace }, { $set: { owners: [people.ana] } });
    await desk.jobs.runNow('people.owners', workspace);
    expect(await register.findOne({ workspace })).toMatchObject({ owners: [people.owner] });
    const given = { workspace, userId: people.owner, roles: ['agent'] as const };
    await expect(setRoles(desk, given)).rejects.toThrow('at least one owner');
  });

  it('are planned by leads: skills and capacity by the form, hours by its button, all in the audit log', async () => {
    await command(people.lead, '/shift who');
    await until('who is here', async () => (await lastSeenBy(people.lead))?.includes('people.change'));
    await test.slack.act(people.lead, 'action', {
      channel: channels.general,
      ts: (await test.slack.messages(people.lead, channels.general)).at(-1)?.ts ?? '',
      action_id: 'people.change',
    });
    await submit(people.lead, { person: people.cy });
    expect(JSON.stringify(await top(people.lead))).not.toContain('"roles"');
    await test.slack.act(people.lead, 'action', {
      view_id: (await top(people.lead))?.id ?? '',
      action_id: 'people.hoursOf',
    });
    expect(JSON.stringify(await top(people.lead))).toContain('Working hours of *Cy*');
    await submit(people.lead, { timeZone: 'Europe/Berlin', always: [], friday: '9-12, 13-18' });
    expect((await person(people.cy)).shifts).toMatchObject({ friday: [{ from: '09:00' }, { to: '18:00' }] });
    await submit(people.lead, { skills: 'refunds, latin', capacity: '7' });
    expect(await person(people.cy)).toMatchObject({
      skills: ['refunds', 'latin'],
      capacity: 7,
      roles: ['agent'],
    });
    await command(people.owner, '/desk audit');
    expect((await lastSeenBy(people.owner)).match(/Changed Cy/g)?.length).toBeGreaterThanOrEqual(2);
  });

  it('are not planned by agents, nor owners by leads, nor who works on no ticket', async () => {
    await command(people.bo, `/shift hours <@${people.cy}>`);
    expect(await top(people.bo)).toBeUndefined();
    await command(people.lead, `/desk people <@${people.ana}>`);
    expect(await top(people.lead)).toBeUndefined();
    await setRoles(test.desk, { workspace: test.workspace, userId: people.owner, roles: ['owner', 'agent'] });
    await command(people.lead, `/shift hours <@${people.owner}>`);
    const refused = await submit(people.lead, { timeZone: 'UTC', always: ['yes'] });
    expect(JSON.stringify(refused)).toContain('change owners');
    expect((await person(people.owner)).timeZone).not.toBe('UTC');
  });
});
