import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importModel } from '../../../src/features/imports/model.ts';
import { applyRows, undoRows } from '../../../src/features/imports/service/apply.ts';
import { rememberNames } from '../../../src/features/imports/service/names.ts';
import { openTable } from '../../../src/features/imports/service/reader.ts';
import { startImport, stepImport } from '../../../src/features/imports/service/start.ts';
import { type Import, workOnImports } from '../../../src/features/imports/service/work.ts';
import { addDays, findFacts, writeFacts } from '../../../src/features/kpis/index.ts';
import { setRoles } from '../../../src/features/people/index.ts';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { gateAtInsert } from '../../support/gate.ts';
import { startDeskProcess } from '../../support/process.ts';
import { tryAgain } from '../../support/unrecorded.ts';
import { until } from '../../support/until.ts';

let it: TestDesk;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'interrupted-'));
  it = await startTestDesk({ start: '2026-11-20T10:00:00+01:00', seed: false, role: 'web' });
  await setRoles(it.desk, { workspace: it.workspace, userId: people.lead, roles: ['lead'] });
});
afterAll(async () => {
  await it?.stop();
  await rm(folder, { recursive: true });
});

/** Two batches, of 1,000 and of 100 rows: whoever stops after the first has done a part. */
const ROWS = 1_100;
const DAYS = 100;
const lastDay = '2026-11-19';
const dayOf = (row: number) => addDays(lastDay, -(row % DAYS));
const lines = Array.from(
  { length: ROWS },
  (_, row) => `${dayOf(row)},Agent ${Math.floor(row / DAYS)},${row % 101}`,
);
const file = (rows: readonly string[]) => ['day,agent,csat', ...rows, ''].join('\n');

const imported = async () => {
  const from = addDays(lastDay, -DAYS);
  const facts = await findFacts(it.desk, { workspace: it.workspace, from, to: lastDay });
  return facts.map(
    ({ day, agent, cells }) => `${day} ${agent} ${cells.csat?.imported} ${cells.resolved?.imported}`,
  );
};

const stateOf = async (name: string) =>
  (await importModel(it.desk.database).findOne({ workspace: it.workspace, fileName: name }).lean())?.state;

/** Starts the import of a file and has it read, by this process alone; gives the import's id. */
async function preview(name: string, rows: readonly string[]): Promise<string> {
  const { desk, workspace } = it;
  const data = Buffer.from(file(rows)).toString('base64');
  const shared = { channel: channels.general, text: 'Our figures', files: [{ name, data }] };
  const { message } = await it.slack.act(people.lead, 'message', shared);
  const url = String(message?.files?.[0]?.url_private_download);
  const start = { workspace, by: people.lead, key: name, fileName: name, url, day: null, agent: null };
  await startImport(desk, start);
  await workOnImports(desk, workspace);
  const ready = await importModel(desk.database).findOne({ workspace, key: name, state: 'ready' }).lean();
  return String(ready?._id);
}

const step = (importId: string, which: 'apply' | 'undo' | 'cancel') =>
  stepImport(it.desk, { workspace: it.workspace, importId, by: people.lead, step: which });

test('a process killed in the middle of applying: another goes on, nobody writes between, and all is taken back', async () => {
  const { desk, workspace } = it;
  const first = { day: dayOf(0), agent: 'name:agent 0', agentName: 'Agent 0' };
  await writeFacts(desk, workspace, [{ ...first, imported: { csat: 55, resolved: 3 } }]);
  const before = await imported();
  const importId = await preview('killed.csv', lines);
  const other = await preview('other.csv', [`${dayOf(0)},Agent 0,99`]);

  await step(importId, 'apply');
  const gate = await gateAtInsert(it.environment.MONGODB_URI ?? '', 'import_undo', 2);
  const worker = await startDeskProcess({ ...it.environment, MONGODB_URI: gate.uri, ROLE: 'worker' });
  await until('the worker is between two batches', () => gate.reached());
  await worker.kill();
  await gate.close();
  expect(await stateOf('killed.csv')).toBe('applying');
  expect(await imported()).toHaveLength(1_000);

  await expect(step(other, 'apply')).rejects.toThrow('Another import is being written');

  const lease = { workspace, _id: importId };
  await importModel(desk.database).updateOne(lease, { $set: { leaseUntil: new Date(0) } });
  await workOnImports(desk, workspace);
  expect(await stateOf('killed.csv')).toBe('applied');
  const after = await imported();
  expect(after).toHaveLength(ROWS);
  expect(after).toContain(`${dayOf(0)} name:agent 0 0 3`);
  expect(after).toContain(`${dayOf(205)} name:agent 2 3 undefined`);

  await step(importId, 'undo');
  await workOnImports(desk, workspace);
  expect(await imported()).toEqual(before);

  await step(other, 'apply');
  await workOnImports(desk, workspace);
  expect(await imported()).toEqual([`${dayOf(0)} name:agent 0 99 3`]);
});

test('a message posted by a process that did not live to note it is found, and shows what is so now', async () => {
  const { desk, workspace, slack } = it;
  const importId = await preview('forgotten.csv', [`${dayOf(0)},Agent 0,98`]);
  await it.quiet();
  const bot = (await slack.state(people.lead)).app.bot_user_id;
  const { channel } = await slack.act(people.lead, 'dm', { user: bot });
  const shown = async () =>
    (await slack.messages(people.lead, String(channel?.id))).flatMap(({ text }) =>
      text.includes('forgotten.csv') ? [text] : [],
    );
  expect(await shown()).toEqual([expect.stringContaining('Apply it?')]);
  const now = { state: 'cancelled', message: null };
  await importModel(desk.database).updateOne({ workspace, _id: importId }, { $set: now });
  await tryAgain(it, `import ${importId}`);
  await it.quiet();
  expect(await shown()).toEqual([expect.stringContaining('Nothing was changed')]);
});

test('a name that was given to a person between two tries: both rows are taken back', async () => {
  const { desk, workspace } = it;
  const path = join(folder, 'named.csv');
  await writeFile(path, file(lines));
  const before = await imported();
  const what = { workspace, _id: 'named' } as Import;
  const fixed = { today: lastDay, day: null, agent: null };
  const apply = async (progress: () => Promise<void>) =>
    applyRows(desk, what, await openTable(path, 'day-month'), fixed, progress);
  const killed = async () => {
    throw new Error('killed');
  };
  await expect(apply(killed)).rejects.toThrow('killed');
  await rememberNames(desk, workspace, new Map([['Agent 3', people.lead]]));
  await apply(async () => {});
  const after = await imported();
  expect(after).toHaveLength(ROWS + DAYS);
  expect(after).toContain(`${dayOf(305)} ${people.lead} 2 undefined`);
  expect(after).toContain(`${dayOf(305)} name:agent 3 2 undefined`);

  await undoRows(desk, what, async () => {});
  expect(await imported()).toEqual(before);
});

test('an import can be cancelled while it is being read, and nobody reads on', async () => {
  const { desk, workspace } = it;
  const nowhere = { key: 'slow', fileName: 'slow.csv', url: 'http://127.0.0.1:9/slow.csv' };
  await startImport(desk, { workspace, by: people.lead, ...nowhere, day: null, agent: null });
  const { _id } = (await importModel(desk.database).findOne({ workspace, key: 'slow' }).lean())!;
  await step(_id, 'cancel');
  await workOnImports(desk, workspace);
  expect(await stateOf('slow.csv')).toBe('cancelled');
});
