import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getFact } from '../../../src/features/kpis/index.ts';
import { updateProfile } from '../../../src/features/people/index.ts';
import { updateSettings } from '../../../src/features/settings/index.ts';
import type { ViewObject } from '../../../src/local/slack/control/types.ts';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';

let it: TestDesk;
beforeAll(async () => {
  it = await startTestDesk({ start: '2026-11-20T15:00:00+01:00' });
});
afterAll(() => it?.stop());

const command = (as: string, text: string) =>
  it.slack.act(as, 'command', { channel: channels.general, text });

/** The private answer to a command, as text. */
async function answer(as: string, text: string): Promise<string> {
  const before = (await it.slack.messages(as, channels.general)).length;
  await command(as, text);
  const message = await it.slack.until(`an answer to ${text}`, async () => {
    const all = await it.slack.messages(as, channels.general);
    return all.length > before ? all.at(-1) : undefined;
  });
  return message.text;
}

/** The block of a field, whose id may carry the number of the rendering. */
function blockOf(view: ViewObject, field: string): string {
  const block = view.blocks.find((one) => String(one.block_id).replace(/#\d+$/, '') === field);
  return String(block?.block_id);
}

function entries(view: ViewObject, fields: Record<string, string>) {
  return Object.fromEntries(
    Object.entries(fields).map(([field, value]) => [blockOf(view, field), { value }]),
  );
}

async function log(as: string, text: string, fields: Record<string, string>) {
  await command(as, text);
  const form = await it.slack.view(as, 'stats.log');
  return it.slack.act(as, 'submit', { view_id: form.id, entries: entries(form, fields) });
}

async function closeAll(as: string): Promise<void> {
  const top = (await it.slack.views(as)).at(-1);
  if (top) await it.slack.act(as, 'close', { view_id: top.id, all: true });
}

describe('/stats', () => {
  test('an agent logs a day and reads it back', async () => {
    await log(people.bo, '/stats log', { resolved: '12', totalChats: '30', csat: '95' });
    const saved = await it.slack.view(people.bo, 'stats.saved');
    expect(JSON.stringify(saved.blocks)).toContain('Friday 20 November 2026');
    await closeAll(people.bo);
    const text = await answer(people.bo, '/stats day');
    expect(text).toMatch(/Tickets solved +12 +logged/);
    expect(text).toMatch(/CSAT +95\.0 % +logged/);
  });

  test('logging again asks, and closing keeps the old', async () => {
    await log(people.bo, '/stats log', { resolved: '9', totalChats: '30', csat: '95' });
    const question = await it.slack.view(people.bo, 'stats.overwrite');
    expect(JSON.stringify(question.blocks)).toMatch(/Tickets solved +12 +9 +changes/);
    await closeAll(people.bo);
    expect(await answer(people.bo, '/stats day')).toMatch(/Tickets solved +12 /);
  });

  test('Overwrite replaces, and the earlier figures are kept', async () => {
    await log(people.bo, '/stats log', { resolved: '9', totalChats: '30', csat: '95' });
    const question = await it.slack.view(people.bo, 'stats.overwrite');
    await it.slack.act(people.bo, 'submit', { view_id: question.id });
    await it.slack.view(people.bo, 'stats.saved');
    await closeAll(people.bo);
    expect(await answer(people.bo, '/stats day')).toMatch(/Tickets solved +9 /);
    const fact = await getFact(it.desk, { workspace: it.workspace, day: '2026-11-20', agent: people.bo });
    expect(fact?.earlier).toEqual([
      {
        figures: { resolved: 12, totalChats: 30, csat: 95 },
        by: people.bo,
        at: expect.any(Date),
      },
    ]);
  });

  test('errors sit beside their fields and what was typed stays', async () => {
    const result = await log(people.bo, '/stats log yesterday', {
      resolved: '-3',
      totalChats: '30',
      csat: '140',
    });
    const errors = JSON.stringify(result);
    expect(errors).toContain('Enter 0 or more.');
    expect(errors).toContain('Enter a percentage from 0 to 100');
    const form = await it.slack.view(people.bo, 'stats.log');
    expect(form.callback_id).toBe('stats.log');
    const ahead = await it.slack.act(people.bo, 'submit', {
      view_id: form.id,
      entries: {
        ...entries(form, { resolved: '3', totalChats: '30', csat: '90' }),
        date: { 'stats.pickDate': '2026-11-21' },
      },
    });
    expect(ahead.errors?.date).toContain('in the future');
    await closeAll(people.bo);
  });

  test('a week finds its own start and ends with averages over the days with data', async () => {
    const text = await answer(people.bo, '/stats week');
    expect(text).toContain('Week of Mon 16 Nov – Sun 22 Nov');
    expect(text).toMatch(/Sat 21 Nov +no data/);
    expect(text).toMatch(/Fri 20 Nov +9 +30 +95\.0 % +logged/);
    expect(text).toMatch(/Average/);
    await updateSettings(it.desk, it.workspace, { weekStart: 'sunday' });
    expect(await answer(people.bo, '/stats week')).toContain('Week of Sun 15 Nov – Sat 21 Nov');
    await updateSettings(it.desk, it.workspace, { weekStart: 'monday' });
  });

  test('others’ figures need a lead; the team’s day is the sum', async () => {
    expect(await answer(people.bo, '/stats day team')).toContain('You need the role');
    expect(await answer(people.lead, `/stats day <@${people.bo}>`)).toMatch(/Tickets solved +9 /);
    expect(await answer(people.lead, '/stats week team')).toContain('team');
    expect(await answer(people.lead, '/stats day team 2026-11-18')).toMatch(
      /Solved +\d+\nChats +\d+\nCSAT +\d/,
    );
    expect(await answer(people.lead, `/stats log <@${people.ana}>`)).toContain('Choose an agent');
  });

  test('a date nobody knows is answered with examples, a future one with today', async () => {
    expect(await answer(people.bo, '/stats day 31 february')).toContain('Try 2026-11-20');
    expect(await answer(people.bo, '/stats day 2026-11-21')).toContain('in the future');
  });

  test('More figures keeps what was typed', async () => {
    await command(people.cy, '/stats log');
    const form = await it.slack.view(people.cy, 'stats.log');
    await it.slack.act(people.cy, 'action', {
      view_id: form.id,
      action_id: 'stats.showMore',
      entries: entries(form, { resolved: '7' }),
    });
    const wider = await it.slack.until('the rest of the form', async () => {
      const top = (await it.slack.views(people.cy)).at(-1);
      return JSON.stringify(top?.blocks).includes('Escalations') ? top : undefined;
    });
    expect(JSON.stringify(wider.blocks.find((one) => one.block_id === blockOf(wider, 'resolved')))).toContain(
      '"7"',
    );
    await closeAll(people.cy);
  });

  test('a locked day cannot be logged until a lead unlocks it', async () => {
    const refused = await log(people.bo, '/stats log 2026-11-10', { resolved: '1', totalChats: '1' });
    expect(Object.values(refused.errors ?? {}).join()).toContain('A lead can unlock it');
    await closeAll(people.bo);
    const boundary = async (day: string) => {
      const { errors } = await log(people.dee, `/stats log ${day}`, { resolved: '1', totalChats: '1' });
      await closeAll(people.dee);
      return errors?.date ?? 'open';
    };
    expect(await boundary('2026-11-13'), 'seven days back').toBe('open');
    expect(await boundary('2026-11-12'), 'eight days back').toContain('locked');
    await answer(people.lead, `/stats day 2026-11-10 <@${people.bo}>`);
    const shown = (await it.slack.messages(people.lead, channels.general)).at(-1)!;
    await it.slack.act(people.lead, 'action', {
      channel: channels.general,
      ts: shown.ts,
      action_id: 'stats.unlock',
      value: `${people.bo} 2026-11-10`,
    });
    await it.slack.message(people.lead, channels.general, (one) => one.text.includes('is open again'));
    const asked = await log(people.bo, '/stats log 2026-11-10', { resolved: '1', totalChats: '1' });
    expect(asked.ok).toBe(true);
    await closeAll(people.bo);
  });

  test('a locked day without figures can be unlocked and logged', async () => {
    const sunday = '2026-11-08';
    expect(await answer(people.lead, `/stats day ${sunday} <@${people.bo}>`)).toContain('The day is locked');
    const shown = (await it.slack.messages(people.lead, channels.general)).at(-1)!;
    await it.slack.act(people.lead, 'action', {
      channel: channels.general,
      ts: shown.ts,
      action_id: 'stats.unlock',
    });
    await it.slack.message(people.lead, channels.general, (one) =>
      one.text.includes('8 November 2026 is open'),
    );
    expect(await answer(people.lead, `/stats day ${sunday} <@${people.bo}>`)).toContain('Log the day with');
    expect((await log(people.bo, `/stats log ${sunday}`, { resolved: '1', totalChats: '1' })).ok).toBe(true);
    await it.slack.view(people.bo, 'stats.saved');
    await closeAll(people.bo);
  });

  test('a lead logs for someone else, and both read who is meant', async () => {
    await log(people.lead, `/stats log yesterday <@${people.cy}>`, { resolved: '99', totalChats: '99' });
    const question = await it.slack.view(people.lead, 'stats.overwrite');
    expect(JSON.stringify(question.blocks)).toContain('already logged by Cy');
    await it.slack.act(people.lead, 'submit', { view_id: question.id });
    await it.slack.view(people.lead, 'stats.saved');
    await closeAll(people.lead);
    expect(await answer(people.cy, '/stats day yesterday')).toMatch(/Tickets solved +99 +logged/);
    const own = (await it.slack.messages(people.cy, channels.general)).at(-1)!.blocks;
    expect(JSON.stringify(own), 'agents see no flags').not.toContain('⚠️');
    const flagged = await answer(people.lead, `/stats day yesterday <@${people.cy}>`);
    expect(flagged).toMatch(/Tickets solved +99/);
    const blocks = (await it.slack.messages(people.lead, channels.general)).at(-1)!.blocks;
    expect(JSON.stringify(blocks)).toMatch(/⚠️ Tickets solved: logged 99, the desk saw \d+/);
    expect(await answer(people.bo, `/stats log <@${people.cy}>`)).toContain('You need the role');
  });

  test('a deleted day can be brought back', async () => {
    await answer(people.bo, '/stats day');
    const message = (await it.slack.messages(people.bo, channels.general)).at(-1)!;
    await it.slack.act(people.bo, 'action', {
      channel: channels.general,
      ts: message.ts,
      action_id: 'stats.remove',
      value: `${people.bo} 2026-11-20`,
    });
    await it.slack.message(people.bo, channels.general, (one) => one.text.startsWith('Deleted'));
    expect(await answer(people.bo, '/stats day')).toContain('no data');
    const deleted = await it.slack.message(people.bo, channels.general, (one) =>
      one.text.startsWith('Deleted'),
    );
    await it.slack.act(people.bo, 'action', {
      channel: channels.general,
      ts: deleted.ts,
      action_id: 'stats.restore',
    });
    await it.slack.message(people.bo, channels.general, (one) => one.text.startsWith('Brought back'));
    expect(await answer(people.bo, '/stats day')).toMatch(/Tickets solved +9 /);
  });

  test('figures behind “More figures” that were logged are in the form, so that saving keeps them', async () => {
    await log(people.cy, '/stats log 2026-11-19', { resolved: '5', totalChats: '9' });
    const form = await it.slack.view(people.cy, 'stats.overwrite');
    expect(JSON.stringify(form.blocks)).toMatch(/Chat duration +[\d.]+ min +[\d.]+ min/);
    await closeAll(people.cy);
  });

  test('a day keeps its leaders, whoever logs it later and whatever the profile says by then', async () => {
    const { desk, workspace } = it;
    const day = '2026-11-18';
    const bo = { workspace, userId: people.bo };
    const leader = async () => (await getFact(desk, { workspace, day, agent: people.bo }))?.teamLeader;
    expect(await leader()).toBe(people.lead);
    await updateProfile(desk, { ...bo, profile: { teamLeader: people.manager } });
    await log(people.bo, `/stats log ${day}`, { resolved: '77', totalChats: '80' });
    const question = await it.slack.view(people.bo, 'stats.overwrite');
    await it.slack.act(people.bo, 'submit', { view_id: question.id });
    await it.slack.view(people.bo, 'stats.saved');
    await closeAll(people.bo);
    expect(await leader()).toBe(people.lead);
    await updateProfile(desk, { ...bo, profile: { teamLeader: people.lead } });
  });

  test('until four hours after an overnight shift its day is proposed, to its agent and to a lead', async () => {
    const night = { wednesday: [{ from: '22:00', to: '06:00' }] };
    await updateProfile(it.desk, { workspace: it.workspace, userId: people.dee, profile: { shifts: night } });
    const proposed = async (as: string, text: string) => {
      await command(as, text);
      const form = await it.slack.view(as, 'stats.log');
      const date = form.blocks.find((block) => block.block_id === 'date') as { element?: object };
      await closeAll(as);
      return (date.element as { initial_date?: string }).initial_date;
    };
    it.clock.set('2026-11-26T09:59:00+05:30');
    expect(await proposed(people.dee, '/stats log')).toBe('2026-11-25');
    expect(await proposed(people.lead, `/stats log <@${people.dee}>`)).toBe('2026-11-25');
    expect(await proposed(people.dee, '/stats log today'), 'a day that is named').toBe('2026-11-26');
    it.clock.set('2026-11-26T10:00:00+05:30');
    expect(await proposed(people.dee, '/stats log')).toBe('2026-11-26');
  });

  test('the team’s day is the workspace’s, wherever the lead is', async () => {
    await updateProfile(it.desk, {
      workspace: it.workspace,
      userId: people.lead,
      profile: { timeZone: 'Pacific/Auckland' },
    });
    it.clock.set('2026-11-26T20:00:00+01:00');
    expect(await answer(people.lead, '/stats day team')).toContain('Thursday 26 November 2026 · team');
    expect(await answer(people.lead, '/stats day')).toContain('Friday 27 November 2026 · Lee');
  });
});
