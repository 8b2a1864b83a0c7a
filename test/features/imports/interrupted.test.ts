import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyRows, undoRows } from '../../../src/features/imports/service/apply.ts';
import { openTable } from '../../../src/features/imports/service/reader.ts';
import type { Import } from '../../../src/features/imports/service/work.ts';
import { addDays, findFacts, writeFacts } from '../../../src/features/kpis/index.ts';
import { startTestDesk, type TestDesk } from '../../support/desk.ts';

let it: TestDesk;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'interrupted-'));
  it = await startTestDesk({ start: '2026-11-20T10:00:00+01:00', seed: false });
});
afterAll(async () => {
  await it?.stop();
  await rm(folder, { recursive: true });
});

const rows = 1_100;
const dayOf = (index: number) => addDays('2026-11-19', -(index % 100));
const imported = async () => {
  const facts = await findFacts(it.desk, { workspace: it.workspace, from: '2026-01-01', to: '2026-11-20' });
  return facts.map(
    ({ day, agent, cells }) => `${day} ${agent} ${cells.csat?.imported} ${cells.resolved?.imported}`,
  );
};

test('an import that is interrupted after a batch goes on without harm, and is taken back whole', async () => {
  const { desk, workspace } = it;
  const path = join(folder, 'many.csv');
  const lines = Array.from(
    { length: rows },
    (_, index) => `${dayOf(index)},Agent ${Math.floor(index / 100)},${index % 101}`,
  );
  await writeFile(path, `day,agent,csat\n${lines.join('\n')}\n`);
  const there = lines.slice(0, 50).map((_, index) => ({
    day: dayOf(index),
    agent: 'name:agent 0',
    agentName: 'Agent 0',
    imported: { csat: 55, resolved: index },
  }));
  await writeFacts(desk, workspace, there);
  const before = await imported();

  const what = { workspace, _id: 'interrupted' } as Import;
  const fixed = { today: '2026-11-20', day: null, agent: null };
  const killed = async () => {
    throw new Error('killed');
  };
  await expect(applyRows(desk, what, await openTable(path, 'day-month'), fixed, killed)).rejects.toThrow(
    'killed',
  );
  const half = (await imported()).length;
  expect(half).toBeGreaterThan(before.length);
  expect(half).toBeLessThan(rows);

  await applyRows(desk, what, await openTable(path, 'day-month'), fixed, async () => {});
  const after = await imported();
  expect(after).toHaveLength(rows);
  expect(after).toContain(`${dayOf(7)} name:agent 0 7 7`);

  await undoRows(desk, what, async () => {});
  expect(await imported()).toEqual(before);
});
