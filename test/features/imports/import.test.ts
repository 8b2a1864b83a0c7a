import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findStanding } from '../../../src/features/imports/service/standing.ts';
import { daysOf, findFacts } from '../../../src/features/kpis/index.ts';
import type { MessageObject } from '../../../src/local/slack/control/types.ts';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';

let it: TestDesk;
let dm: string;
beforeAll(async () => {
  it = await startTestDesk({ start: '2026-11-20T10:00:00+01:00' });
  dm = (await it.slack.act(people.lead, 'dm', { user: (await it.slack.state(people.lead)).app.bot_user_id }))
    .channel!.id;
});
afterAll(() => it?.stop());

const base64 = (content: string | Uint8Array) => Buffer.from(content).toString('base64');
const shown = (message: MessageObject) => JSON.stringify(message.blocks);

/** The import's message once it shows what is looked for. */
const message = (looks: RegExp, name: string) =>
  it.slack.until(
    `a message of ${name} with ${looks}`,
    async () =>
      (await it.slack.messages(people.lead, dm)).findLast(
        (one) => shown(one)?.includes(name) && looks.test(shown(one)),
      ),
    15_000,
  );

/** Drops a file in the app's messages and returns the preview. */
async function drop(
  name: string,
  content: string | Uint8Array,
  looks = /Apply it|nothing to change|cannot be imported/,
) {
  await it.slack.act(people.lead, 'message', {
    channel: dm,
    text: '',
    files: [{ name, data: base64(content) }],
  });
  return message(looks, name);
}

async function press(on: MessageObject, action_id: string, name: string, looks: RegExp) {
  const value = new RegExp(`"action_id":"${action_id}"[^}]*}[^}]*"value":"([^"]+)"`).exec(shown(on))?.[1];
  await it.slack.act(people.lead, 'action', {
    channel: dm,
    ts: on.ts,
    action_id,
    ...(value ? { value } : {}),
  });
  return message(looks, name);
}

const imported = async (day: string) =>
  (await findFacts(it.desk, { workspace: it.workspace, from: day, to: day })).flatMap(({ agent, cells }) => {
    const values = Object.entries(cells).flatMap(([key, cell]) =>
      cell?.imported === undefined ? [] : [[key, cell.imported]],
    );
    return values.length > 0 ? [[agent, Object.fromEntries(values)]] : [];
  });

const heading = 'day,agent,team_leader,total_chats,csat,resolved,extra';

describe('importing a CSV file', () => {
  test('shows what would change, changes nothing until applied, then the week, and can be taken back', async () => {
    const csv = `${heading}\n2026-11-18,bo,lee,40,90,12,x\n2026-11-18,Jane Doe,,7,NaN,3,x\n2026-11-18,cy,,abc,90,1,x\n31/02/2026,cy,,1,90,1,x\n2026-11-18,bo,,1,1,1,x\n`;
    const preview = await drop('week.csv', csv);
    expect(shown(preview)).toMatch(
      /5 rows, 2026-11-18 to 2026-11-18: \*2\* new · \*0\* changed · \*0\* same · \*3\* bad/,
    );
    expect(shown(preview)).toContain('Line 4 total_chats “abc” is no number');
    expect(shown(preview)).toContain('Line 5 day “31/02/2026” is no date');
    expect(shown(preview)).toContain('Line 6 repeats 2026-11-18 of bo');
    expect(shown(preview)).toMatch(/Names nobody here has\*: Jane Doe/);
    expect(shown(preview)).toMatch(/Not used: extra/);
    expect(shown(preview)).toMatch(/Not in the file: supervisor, avg_response_time/);
    expect(await imported('2026-11-18')).toEqual([]);

    const applied = await press(preview, 'imports.apply', 'week.csv', /is imported/);
    expect(await imported('2026-11-18')).toEqual([
      [people.bo, { totalChats: 40, csat: 90, resolved: 12 }],
      ['name:jane doe', { totalChats: 7, resolved: 3 }],
    ]);
    await it.slack.act(people.lead, 'command', { channel: channels.general, text: '/stats week 2026-11-18' });

    await press(applied, 'imports.undo', 'week.csv', /was taken back/);
    expect(await imported('2026-11-18')).toEqual([]);
    const facts = await findFacts(it.desk, { workspace: it.workspace, from: '2026-11-18', to: '2026-11-18' });
    expect(facts.map(({ agent }) => agent)).not.toContain('name:jane doe');
  });

  test('the same file twice changes nothing the second time', async () => {
    const csv = `${heading}\n2026-11-17,bo,,40,90,12,x\n`;
    await press(await drop('first.csv', csv), 'imports.apply', 'first.csv', /is imported/);
    const again = await drop('second.csv', csv);
    expect(shown(again)).toMatch(/nothing to change/);
    expect(shown(again)).toMatch(/\*0\* new · \*0\* changed · \*1\* same/);
  });

  test('a later import’s values survive when an earlier one is taken back', async () => {
    const day = '2026-11-16';
    const one = await press(
      await drop('one.csv', `day,agent,csat,resolved\n${day},bo,80,5\n`),
      'imports.apply',
      'one.csv',
      /is imported/,
    );
    await press(
      await drop('two.csv', `day,agent,csat\n${day},bo,85\n`),
      'imports.apply',
      'two.csv',
      /is imported/,
    );
    await press(one, 'imports.undo', 'one.csv', /was taken back/);
    expect(await imported(day)).toEqual([[people.bo, { csat: 85 }]]);
  });

  test('a name is asked about once and remembered', async () => {
    const preview = await drop('names.csv', 'day,agent,csat\n2026-11-13,B. Larsen,91\n');
    await press(preview, 'imports.names', 'names.csv', /Apply it/);
    const form = await it.slack.view(people.lead, 'imports.whoIsWho');
    await it.slack.act(people.lead, 'submit', { view_id: form.id, entries: { name0: { value: people.bo } } });
    const known = await it.slack.until('the name is known', async () => {
      const now = await message(/Apply it/, 'names.csv');
      return shown(now).includes('Names nobody') ? undefined : now;
    });
    await press(known, 'imports.apply', 'names.csv', /is imported/);
    expect(await imported('2026-11-13')).toEqual([[people.bo, { csat: 91 }]]);
    expect(shown(await drop('names2.csv', 'day,agent,csat\n2026-11-12,B. LARSEN,91\n'))).not.toContain(
      'Names nobody',
    );
  });

  test('people are known by every name that Slack has for them, and by e-mail', async () => {
    const { users } = await it.slack.state(people.lead);
    const cy = users.find(({ id }) => id === people.cy)!;
    const names = [cy.profile.display_name, `  ${cy.real_name.toUpperCase()}`, cy.name, cy.profile.email];
    const rows = names.map((name, index) => `2026-10-0${index + 1},${name},91`);
    const preview = await drop('known.csv', ['day,agent,csat', ...rows, ''].join('\n'));
    expect(shown(preview)).toContain('*4* new');
    expect(shown(preview)).not.toContain('Names nobody');
  });

  const rows = 'day;agent;csat\n13.11.2026;cy;94,5 %\n';
  test.each([
    ['UTF-8 with a byte order mark', `\ufeff${rows}`, 'UTF-8'],
    ['UTF-16', Buffer.from(`\ufeff${rows}`, 'utf16le'), 'UTF-16'],
    ['Windows-1252', Buffer.from(rows.replace('cy', 'M\xfcller'), 'latin1'), 'Windows-1252'],
  ])(
    'in %s with semicolons, decimal commas and German dates is understood',
    async (name, content, encoding) => {
      const preview = await drop(`${encoding}-${name.length}.csv`, content);
      expect(shown(preview)).toContain(`Read as ${encoding}, separated by semicolon, decimal comma`);
      expect(shown(preview)).toMatch(/2026-11-13 to 2026-11-13: \*1\* new/);
      if (encoding === 'Windows-1252') expect(shown(preview)).toContain('Müller');
    },
  );

  test.each([
    ['empty.csv', '', 'The file is empty'],
    ['blank.csv', '\n \n', 'The file is empty'],
    ['heading.csv', 'day,agent,csat\n', 'a heading but no rows'],
    ['nothing.csv', 'a,b,c\n1,2,3\n', 'none of the columns'],
    ['twice.csv', 'day,agent,csat,csat\n2026-11-13,bo,1,1\n', 'the column csat twice'],
    ['zip.csv', Buffer.from('504b0304140000000800', 'hex'), 'zip or Excel'],
    ['quote.csv', 'day,agent,csat\n2026-11-13,"bo,1\n2026-11-14,bo,1\n', 'never closed'],
    ['cell.csv', `day,agent,csat\n2026-11-13,"${'x'.repeat(1_000_000)}",1\n`, 'longer than 64 kB'],
  ])('%s is refused in words', async (name, content, words) => {
    const answer = await drop(name, content);
    expect(shown(answer)).toContain('cannot be imported');
    expect(shown(answer)).toContain(words);
  });

  test.each([
    ['future.csv', '2026-11-21,bo,90', 'in the future'],
    ['high.csv', '2026-11-13,bo,140', 'over 100 %'],
    ['negative.csv', '2026-11-13,bo,-1', 'negative'],
    ['agent.csv', '2026-11-13,,90', 'has no agent'],
    ['wide.csv', '2026-11-13,bo,90,7,8', 'has 5 cells'],
    [
      'broken.csv',
      Buffer.concat([
        Buffer.from('2026-11-13,Ren\u00e9 Fran\u00e7ois \u017dofie \u0106\u010d,90\n2026-11-13,b'),
        Buffer.from([0xc3]),
      ]),
      'could not be read',
    ],
  ])('%s has a bad row, named by its line', async (name, row, words) => {
    const preview = await drop(name, Buffer.concat([Buffer.from('day,agent,csat\n'), Buffer.from(row)]));
    expect(shown(preview)).toMatch(new RegExp(`Line [23] [^"]*${words}`));
  });

  test('by form, with one day for all rows', async () => {
    await it.slack.act(people.lead, 'command', { channel: channels.general, text: '/stats import' });
    const form = await it.slack.view(people.lead, 'imports.ask');
    const [file] = (
      await it.slack.act(people.lead, 'upload', {
        files: [{ name: 'form.csv', data: base64('agent,csat\nbo,77\n') }],
      })
    ).files!;
    await it.slack.act(people.lead, 'submit', {
      view_id: form.id,
      entries: { files: { value: [file!.id] }, day: { value: '2026-11-11' } },
    });
    expect(shown(await message(/Apply it/, 'form.csv'))).toContain('2026-11-11 to 2026-11-11');
  });

  test('by the shortcut on anybody’s message, each CSV file of it, as often as it is used', async () => {
    const files = ['one', 'two'].map((name) => ({
      name: `shortcut-${name}.csv`,
      data: base64(`day,agent,csat\n2026-11-04,${name},50\n`),
    }));
    const { message: given } = await it.slack.act(people.bo, 'message', {
      channel: channels.general,
      text: 'Our figures',
      files: [...files, { name: 'notes.txt', data: base64('hello') }],
    });
    const use = (as: string, ts = given!.ts) =>
      it.slack.act(as, 'message-shortcut', {
        callback_id: 'imports.fromMessage',
        channel: channels.general,
        ts,
      });
    await use(people.lead);
    const told = await it.slack.message(people.lead, channels.general, (one) =>
      one.text.includes('comes in your messages'),
    );
    expect(told.is_ephemeral).toBe(true);
    for (const { name } of files) expect(shown(await message(/Apply it/, name))).toContain('*1* new');
    await press(
      await message(/Apply it/, 'shortcut-one.csv'),
      'imports.cancel',
      'shortcut-one.csv',
      /not imported/,
    );
    await use(people.lead);
    await message(/Apply it/, 'shortcut-one.csv');

    await use(people.bo);
    await it.slack.message(people.bo, channels.general, (one) => one.text.includes('You need the role'));
    const { message: plain } = await it.slack.act(people.bo, 'message', {
      channel: channels.general,
      text: 'No file here',
    });
    await use(people.lead, plain!.ts);
    await it.slack.message(people.lead, channels.general, (one) => one.text.includes('has no CSV file'));
  });

  test('a file without day or agent asks for one value for all rows', async () => {
    const asked = await drop(
      'keyless.csv',
      'csat\n66\n',
      /no column for the day and no column for the agent/,
    );
    const open = async () => {
      await press(asked, 'imports.keys', 'keyless.csv', /no column/);
      return it.slack.view(people.lead, 'imports.keysOfAll');
    };
    const answer = async (day: string) =>
      it.slack.act(people.lead, 'submit', {
        view_id: (await open()).id,
        entries: { day: { value: day }, agent: { value: people.cy } },
      });
    expect((await answer('2026-12-24')).errors?.day).toContain('in the future');
    await it.slack.act(people.lead, 'close', {
      view_id: (await it.slack.views(people.lead)).at(-1)!.id,
      all: true,
    });
    await answer('2026-11-10');
    const preview = await message(/Apply it/, 'keyless.csv');
    expect(shown(preview)).toMatch(/2026-11-10 to 2026-11-10: \*1\* new/);
    const before = await findFacts(it.desk, {
      workspace: it.workspace,
      from: '2026-11-10',
      to: '2026-11-10',
    });
    await press(preview, 'imports.apply', 'keyless.csv', /is imported/);
    const after = await findFacts(it.desk, { workspace: it.workspace, from: '2026-11-10', to: '2026-11-10' });
    const csat = (facts: typeof before) => facts.find(({ agent }) => agent === people.cy)?.cells.csat;
    expect(csat(before)?.logged, 'a locked day has a logged value').toBeDefined();
    expect(csat(after)).toEqual({ ...csat(before), imported: 66 });
  });

  test('the leaders that a file replaced are put back, and rows without figures do nothing', async () => {
    const { desk, workspace } = it;
    const day = '2026-11-09';
    const leaderOf = async (agent: string) =>
      (await findFacts(desk, { workspace, from: day, to: day })).find((fact) => fact.agent === agent)
        ?.teamLeader;
    const before = await leaderOf(people.bo);
    const preview = await drop(
      'leaders.csv',
      `day,agent,team_leader,csat\n${day},bo,Zed,70\n${day},Ghost,Zed,\n`,
    );
    expect(shown(preview)).toMatch(/\*1\* new · \*0\* changed · \*1\* same/);
    expect(shown(preview), 'leaders are names, too').toMatch(/Names nobody here has\*: Zed, Ghost/);
    const applied = await press(preview, 'imports.apply', 'leaders.csv', /is imported/);
    expect(await leaderOf(people.bo)).toBe('Zed');
    expect(await leaderOf('name:ghost')).toBeUndefined();
    await press(applied, 'imports.undo', 'leaders.csv', /was taken back/);
    expect(await leaderOf(people.bo)).toBe(before);
  });

  test('what stands in the rows of a shuffled file is found row by row', async () => {
    const { desk, workspace } = it;
    const days = daysOf({ from: '2026-10-25', to: '2026-11-19' });
    const who = [people.bo, people.cy, people.dee, 'name:nobody'];
    const keys = days.map((day, index) => ({ day, agent: String(who[index % 4]) }));
    const all = await findFacts(desk, { workspace, from: '2026-10-25', to: '2026-11-19' });
    const many = [
      ...keys,
      ...Array.from({ length: 30 }, (_, index) => ({ day: '2026-11-02', agent: `name:${index}` })),
    ];
    const standing = await findStanding(desk, workspace, many);
    for (const { day, agent } of many)
      expect(standing(day, agent)?.rev).toBe(
        all.find((fact) => fact.day === day && fact.agent === agent)?.rev,
      );
    expect(standing('2026-11-18', people.manager)).toBeNull();
  });

  test('agents cannot import, and nothing was refused by Slack', async () => {
    await it.slack.act(people.bo, 'command', { channel: channels.general, text: '/stats import' });
    await it.slack.message(people.bo, channels.general, (one) => one.text.includes('You need the role'));
    expect(await it.slack.failures()).toEqual([]);
  });
});
