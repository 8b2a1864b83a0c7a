import { afterAll, beforeAll, expect, test } from 'vitest';
import { importModel, undoModel } from '../../../src/features/imports/model.ts';
import { stepImport } from '../../../src/features/imports/service/start.ts';
import { workOnImports } from '../../../src/features/imports/service/work.ts';
import { addDays, findFacts, writeFacts } from '../../../src/features/kpis/index.ts';
import { setRoles } from '../../../src/features/people/index.ts';
import { people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { startDeskProcess } from '../../support/process.ts';
import { until } from '../../support/until.ts';

let it: TestDesk;
beforeAll(async () => {
  it = await startTestDesk({ start: '2026-11-20T10:00:00+01:00', seed: false, role: 'web' });
  await setRoles(it.desk, { workspace: it.workspace, userId: people.lead, roles: ['lead'] });
});
afterAll(() => it?.stop());

const ROWS = 6_000;
const DAYS = 100;
const lastDay = '2026-11-19';
const dayOf = (row: number) => addDays(lastDay, -(row % DAYS));
const lines = Array.from(
  { length: ROWS },
  (_, row) => `${dayOf(row)},Agent ${Math.floor(row / DAYS)},${row % 101}`,
);

const figures = async () => {
  const from = addDays(lastDay, -DAYS);
  const facts = await findFacts(it.desk, { workspace: it.workspace, from, to: lastDay });
  return facts.map(({ day, agent, cells }) => `${day} ${agent} ${cells.csat?.imported}`);
};

const stateOf = async (name: string) =>
  importModel(it.desk.database).findOne({ workspace: it.workspace, fileName: name }).lean();

/** Drops a file in the app's messages and waits for its preview; gives the import's id. */
async function drop(name: string, rows: readonly string[]): Promise<string> {
  const bot = (await it.slack.state(people.lead)).app.bot_user_id;
  const dm = (await it.slack.act(people.lead, 'dm', { user: bot })).channel!.id;
  const data = Buffer.from(['day,agent,csat', ...rows, ''].join('\n')).toString('base64');
  await it.slack.act(people.lead, 'message', { channel: dm, text: '', files: [{ name, data }] });
  const ready = await until(`${name} is read`, async () => {
    const now = await stateOf(name);
    return now?.state === 'ready' && now;
  });
  return ready._id;
}

const step = (importId: string, which: 'apply' | 'undo') =>
  stepImport(it.desk, { workspace: it.workspace, importId, by: people.lead, step: which });

test('a process killed in the middle of applying: another goes on, nobody writes between, and all is taken back', async () => {
  const { desk, workspace } = it;
  const first = { day: dayOf(0), agent: 'name:agent 0', agentName: 'Agent 0' };
  await writeFacts(desk, workspace, [{ ...first, imported: { csat: 55 } }]);
  const before = await figures();
  const importId = await drop('killed.csv', lines);
  const other = await drop('other.csv', [`${dayOf(0)},Agent 0,99`]);

  await step(importId, 'apply');
  const worker = await startDeskProcess({ ...it.environment, ROLE: 'worker' });
  await until('some batches are written', async () => {
    return (await undoModel(desk.database).countDocuments({ workspace, importId })) >= 1;
  });
  await worker.kill();
  expect((await stateOf('killed.csv'))?.state).toBe('applying');
  expect((await figures()).length).toBeLessThan(ROWS);

  await expect(step(other, 'apply')).rejects.toThrow('Another import is being written');

  await importModel(desk.database).updateOne(
    { workspace, _id: importId },
    { $set: { leaseUntil: new Date(0) } },
  );
  await workOnImports(desk, workspace);
  expect((await stateOf('killed.csv'))?.state).toBe('applied');
  const after = await figures();
  expect(after).toHaveLength(ROWS);
  expect(after).toContain(`${dayOf(205)} name:agent 2 3`);

  await step(importId, 'undo');
  await workOnImports(desk, workspace);
  expect(await figures()).toEqual(before);

  await step(other, 'apply');
  await workOnImports(desk, workspace);
  expect(await figures()).toEqual([`${dayOf(0)} name:agent 0 99`]);
}, 120_000);
