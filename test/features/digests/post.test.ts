import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';

let it: TestDesk;
beforeAll(async () => {
  it = await startTestDesk({ start: '2026-11-20T08:00:00+01:00' });
  await it.desk.jobs.runNow('digests.send', it.workspace);
});
afterAll(() => it?.stop());

const posts = async () =>
  (await it.slack.messages(people.lead, channels.digest)).filter((message) =>
    message.text.startsWith('Support'),
  );
const sweep = () => it.desk.jobs.runNow('digests.send', it.workspace);

describe('the daily digest', () => {
  test('is not sent before its time', async () => {
    it.clock.set('2026-11-20T08:59:00+01:00');
    await sweep();
    await it.quiet();
    expect(await posts()).toHaveLength(0);
  });

  test('is posted once at its time: a picture with text and alt text, and all figures in the thread', async () => {
    it.clock.set('2026-11-20T09:00:30+01:00');
    await Promise.all([sweep(), sweep()]);
    const post = await it.slack.until('the digest', async () => (await posts())[0], 20_000);
    expect(post.text).toContain('Thursday 19 November 2026');
    expect(post.text).toMatch(/Total Chats \d+/);
    const image = post.blocks?.find((block) => block.type === 'image') as {
      alt_text: string;
      slack_file: { id: string };
    };
    expect(image.alt_text).toMatch(/Total Chats \d+.*vs last Thu/);
    const png = Buffer.from(await it.slack.file(people.lead, image.slack_file.id));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1600, 1000]);
    const thread = await it.slack.until('the table', async () => {
      const all = await it.slack.messages(people.lead, channels.digest, post.ts);
      return all.length > 1 ? all : undefined;
    });
    const table = JSON.stringify(thread.at(-1)?.blocks);
    for (const label of ['Total Chats', 'Avg CSAT', 'Resolved %', 'First response', 'Handled'])
      expect(table).toContain(label);
    expect(JSON.stringify(post.blocks)).not.toContain('sent late');
  });

  test('is not sent again, however often its sweep runs', async () => {
    it.clock.skip({ minutes: 20 });
    for (let times = 0; times < 3; times += 1) await sweep();
    await it.quiet();
    expect(await posts()).toHaveLength(1);
  });

  test('after three days of downtime one late post covers all complete days', async () => {
    it.clock.set('2026-11-23T11:00:00+01:00');
    await sweep();
    const post = await it.slack.until('the late digest', async () => (await posts())[1], 20_000);
    expect(post.text).toContain('20 – 22 November 2026');
    expect(JSON.stringify(post.blocks)).toContain('sent late');
    await sweep();
    await it.quiet();
    expect(await posts()).toHaveLength(2);
  });

  test('nothing of it was refused by Slack', async () => {
    expect(await it.slack.failures()).toEqual([]);
  });
});
