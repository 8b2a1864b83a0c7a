import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportModel } from '../../../src/features/exports/model.ts';
import { askForExport } from '../../../src/features/exports/service/ask.ts';
import { runExports } from '../../../src/features/exports/service/run.ts';
import { people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { startDeskProcess } from '../../support/process.ts';
import { tryAgain } from '../../support/unrecorded.ts';
import { until } from '../../support/until.ts';

let it: TestDesk;
beforeAll(async () => {
  it = await startTestDesk({ start: '2026-11-20T10:00:00+01:00', role: 'web' });
});
afterAll(() => it?.stop());

const ask = (key: string) =>
  askForExport(it.desk, {
    workspace: it.workspace,
    by: people.lead,
    dataset: 'kpis',
    format: 'csv',
    from: '2026-11-01',
    to: '2026-11-19',
    timeZone: 'UTC',
    agent: null,
    teamLeader: null,
    status: null,
    category: null,
    key,
  });

const exportNow = async (exportId: string) =>
  exportModel(it.desk.database).findOne({ workspace: it.workspace, _id: exportId }).lean();

/** What Lee reads in the messages with the app. */
async function messages() {
  const bot = (await it.slack.state(people.lead)).app.bot_user_id;
  const dm = (await it.slack.act(people.lead, 'dm', { user: bot })).channel!.id;
  return (await it.slack.messages(people.lead, dm)).map((message) => ({ ...message, channel: dm }));
}

const message = (fits: (text: string) => boolean) =>
  until('the message', async () => (await messages()).find(({ text }) => fits(text)));

/** Slack takes so long to promise a place for the file that the export stays in its process's hands. */
const hold = () => it.slack.fault({ kind: 'slow', method: 'files.getUploadURLExternal', delayMs: 7_000 });

const filesSent = async () => (await messages()).filter(({ files }) => (files ?? []).length > 0).length;

test('a process killed in the middle of an export: another makes it, and the file comes once', async () => {
  const { desk, workspace } = it;
  await hold();
  const exportId = await ask('killed');
  const worker = await startDeskProcess({ ...it.environment, ROLE: 'worker' });
  await until('it is begun', async () => (await exportNow(exportId))?.state === 'running');
  await worker.kill();
  expect((await exportNow(exportId))?.state).toBe('running');
  await runExports(desk, workspace);
  expect((await exportNow(exportId))?.tries, 'its lease still holds').toBe(1);

  await exportModel(desk.database).updateOne(
    { workspace, _id: exportId },
    { $set: { leaseUntil: new Date(0) } },
  );
  await Promise.all([runExports(desk, workspace), runExports(desk, workspace)]);
  expect(await exportNow(exportId)).toMatchObject({ state: 'uploaded', tries: 2 });
  await message((text) => text.startsWith('KPI rows') && text.endsWith(' rows.'));
  await it.quiet();
  expect(await filesSent()).toBe(1);
}, 60_000);

test('a process killed after it asked for the file to be shared: no second file, also when Slack’s answer was lost', async () => {
  const { desk, workspace } = it;
  await it.slack.fault({ kind: 'lost_answer', method: 'files.completeUploadExternal' });
  const exportId = await ask('shared');
  await runExports(desk, workspace);
  const before = await exportNow(exportId);
  await exportModel(desk.database).updateOne(
    { workspace, _id: exportId },
    { $set: { state: 'running', leaseUntil: new Date(0) } },
  );
  await runExports(desk, workspace);
  await it.quiet();
  expect(await exportNow(exportId)).toMatchObject({ state: 'uploaded', fileId: before?.fileId });
  const [file, ...more] = (await messages()).filter(({ files = [] }) =>
    files.some(({ id }) => id === before?.fileId),
  );
  expect(file?.text).toMatch(/ [1-9]\d* rows\.$/);
  expect(more).toEqual([]);
  expect((await messages()).filter((one) => (one.files ?? []).length > 0)).toHaveLength(2);
}, 60_000);

test('Cancel in the message about a long export stops it; nothing is sent', async () => {
  const { desk, workspace } = it;
  await hold();
  const exportId = await ask('cancelled');
  const made = runExports(desk, workspace);
  const progress = await message((text) => text.includes(' so far.'));
  await it.quiet();
  const forgotten = { message: null, rows: 4_321 };
  await exportModel(desk.database).updateOne({ workspace, _id: exportId }, { $set: forgotten });
  await tryAgain(it, `export progress ${exportId}`);
  const found = await message((text) => text.includes('4,321'));
  expect(found.ts, 'posted by a process that did not live to note it').toBe(progress.ts);
  await it.slack.act(people.lead, 'action', {
    channel: progress.channel,
    ts: progress.ts,
    action_id: 'exports.cancel',
    value: exportId,
  });
  await message((text) => text.includes('is cancelled') && text.includes('Nothing is sent'));
  await made;
  await it.quiet();
  const files = (await messages()).filter((one) => (one.files ?? []).length > 0);
  expect(files).toHaveLength(2);
}, 60_000);

test('a Slack that cannot take the file for a while gets it later; it is not made again', async () => {
  const { desk, workspace } = it;
  const before = await filesSent();
  await it.slack.fault({ kind: 'server_error', method: 'files.getUploadURLExternal' });
  const exportId = await ask('refused');
  await runExports(desk, workspace);
  expect(await exportNow(exportId)).toMatchObject({ state: 'uploaded', tries: 1 });
  await it.quiet();
  expect(await filesSent()).toBe(before + 1);
  await it.slack.forgetFailures();
});
