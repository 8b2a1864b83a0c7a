import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDesk } from '../../../src/app.ts';
import { runModel } from '../../../src/features/digests/model.ts';
import { runKey } from '../../../src/features/digests/service/runs.ts';
import { factModel } from '../../../src/features/kpis/model.ts';
import { loadConfig } from '../../../src/platform/config.ts';
import { trusted } from '../../../src/platform/database/index.ts';
import { createLogger } from '../../../src/platform/logging.ts';
import type { RunningDesk } from '../../../src/platform/start.ts';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { tryAgain } from '../../support/unrecorded.ts';
import { until } from '../../support/until.ts';

let it: TestDesk;
let second: RunningDesk;
beforeAll(async () => {
  it = await startTestDesk({ start: '2026-11-20T08:00:00+01:00' });
  const config = loadConfig(it.environment);
  second = await startDesk(config, { clock: it.clock, log: createLogger(config.LOG_LEVEL) });
});
afterAll(async () => {
  await second?.stop();
  await it?.stop();
});

const posts = async () =>
  (await it.slack.messages(people.lead, channels.digest)).filter((message) =>
    message.text.startsWith('Support'),
  );
const thread = (ts: string) => it.slack.messages(people.lead, channels.digest, ts);
/** The sweep in both processes at once. */
const sweep = () =>
  Promise.all([it.desk, second.desk].map((desk) => desk.jobs.runNow('digests.send', it.workspace)));
/** Sweeps until as many digests are there, each with its table. */
const posted = (count: number) =>
  until(`${count} digests`, async () => {
    await sweep();
    await it.quiet();
    const all = await posts();
    return all.length >= count ? all : undefined;
  });

describe('the daily digest of a desk with two processes', () => {
  test('is not sent before its time', async () => {
    it.clock.set('2026-11-20T08:59:00+01:00');
    await sweep();
    await it.quiet();
    expect(await posts()).toHaveLength(0);
  });

  test('is posted once at its time: a picture with text and alt text, and all figures in the thread', async () => {
    it.clock.set('2026-11-20T09:00:30+01:00');
    const [post] = await posted(1);
    expect(post?.text).toContain('Thursday 19 November 2026');
    expect(post?.text).toMatch(/Total Chats \d+/);
    const image = post?.blocks?.find((block) => block.type === 'image') as {
      alt_text: string;
      slack_file: { id: string };
    };
    expect(image.alt_text).toMatch(/Total Chats \d+.*vs last Thu/);
    const png = Buffer.from(await it.slack.file(people.lead, image.slack_file.id));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1600, 1000]);
    const table = JSON.stringify((await thread(post!.ts)).at(-1)?.blocks);
    for (const label of ['Total Chats', 'Avg CSAT', 'Resolved %', 'First response', 'Handled'])
      expect(table).toContain(label);
    expect(JSON.stringify(post?.blocks)).not.toContain('sent late');
  });

  test('says in its thread, once, what has changed since', async () => {
    const [post] = await posts();
    const chats = (value: number) =>
      factModel(it.desk.database).updateOne(
        { workspace: it.workspace, day: '2026-11-19', agent: people.bo },
        { $set: { 'cells.totalChats.imported': value }, $inc: { rev: 1 } },
      );
    const later = async () => {
      it.clock.skip({ minutes: 11 });
      await sweep();
      await it.quiet();
      return thread(post!.ts);
    };
    await chats(1_000);
    expect(await later()).toHaveLength(2);
    await chats(2_000);
    expect(await later(), 'while figures are still changing nothing is said').toHaveLength(2);
    const [, , note] = await later();
    expect(note?.text).toContain('Corrected');
    const lines = JSON.stringify(note?.blocks);
    expect(lines).toMatch(/Total Chats: 2,\d+, was \d+/);
    expect(lines).not.toContain('Avg CSAT');
    expect(await later()).toHaveLength(3);
    await chats(3_000);
    await later();
    const all = await later();
    expect(all).toHaveLength(3);
    expect(JSON.stringify(all.at(-1)?.blocks)).toMatch(/Total Chats: 3,\d+, was \d+/);
    const [run] = await runModel(it.desk.database)
      .find({ workspace: it.workspace, corrected: trusted({ $ne: null }) })
      .lean();
    const corrected = ['Total Chats: 4,000, was 30'];
    await runModel(it.desk.database).updateOne(
      { workspace: it.workspace, _id: run!._id },
      { $set: { corrected } },
    );
    await tryAgain(it, `${runKey(run!)} corrected`);
    await it.quiet();
    const last = await thread(post!.ts);
    expect(last, 'its post was not noted').toHaveLength(3);
    expect(JSON.stringify(last.at(-1)?.blocks)).toContain('4,000');
  });

  test('is not sent again, however often its sweep runs', async () => {
    for (let times = 0; times < 3; times += 1) await sweep();
    await it.quiet();
    expect(await posts()).toHaveLength(1);
  });

  test('after three days of downtime one late post covers all complete days', async () => {
    it.clock.set('2026-11-23T11:00:00+01:00');
    const [, late] = await posted(2);
    expect(late?.text).toContain('20 – 22 November 2026');
    expect(JSON.stringify(late?.blocks)).toContain('sent late');
    expect(await posts()).toHaveLength(2);
  });

  test('a decision that was made is kept, also when the process died before it noted it', async () => {
    const digests = it.desk.database.connection.collection('digests');
    await digests.updateOne(
      { workspace: it.workspace, key: 'daily' },
      { $set: { lastOn: '2026-11-20', coveredTo: '2026-11-19' } },
    );
    await sweep();
    await it.quiet();
    expect(await posts()).toHaveLength(2);
    it.clock.set('2026-11-24T09:01:00+01:00');
    const all = await posted(3);
    expect(all.at(-1)?.text).toContain('Monday 23 November 2026');
    for (const { ts } of all) expect((await thread(ts)).length).toBeGreaterThanOrEqual(2);
  });
});
