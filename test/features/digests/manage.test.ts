import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyDigests, planDigests } from '../../../src/features/digests/index.ts';
import { runModel } from '../../../src/features/digests/model.ts';
import { getDigest, pauseDigest } from '../../../src/features/digests/service/manage.ts';
import { outboxModel } from '../../../src/platform/outbox/model.ts';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { until } from '../../support/until.ts';

let it: TestDesk;
beforeAll(async () => {
  it = await startTestDesk({ start: '2026-11-20T08:00:00+01:00' });
  await it.desk.jobs.runNow('digests.send', it.workspace);
});
afterAll(() => it?.stop());

const dmOf = async (as: string) =>
  (await it.slack.act(as, 'dm', { user: (await it.slack.state(as)).app.bot_user_id })).channel!.id;
const list = async () => {
  await it.slack.act(people.manager, 'command', { channel: channels.general, text: '/desk digests' });
  return it.slack.view(people.manager, 'digests.list');
};
const close = async () => {
  const top = (await it.slack.views(people.manager)).at(-1);
  if (top) await it.slack.act(people.manager, 'close', { view_id: top.id, all: true });
};

describe('/desk digests', () => {
  test('a manager makes a digest, and the list shows it', async () => {
    const view = await list();
    expect(JSON.stringify(view.blocks)).toContain('*Support*');
    await it.slack.act(people.manager, 'action', { view_id: view.id, action_id: 'digests.add' });
    const form = await it.slack.view(people.manager, 'digests.form');
    await it.slack.act(people.manager, 'submit', {
      view_id: form.id,
      entries: {
        name: { value: 'Week of Lee' },
        channel: { value: channels.digest },
        span: { value: 'weekly' },
        time: { value: '08:30' },
        teamLeader: { value: people.lead },
      },
    });
    await until('the list shows it', async () =>
      JSON.stringify((await it.slack.views(people.manager)).at(-1)?.blocks).includes('*Week of Lee*'),
    );
    await close();
  });

  test('the same name again is an error beside the name', async () => {
    const view = await list();
    await it.slack.act(people.manager, 'action', { view_id: view.id, action_id: 'digests.add' });
    const form = await it.slack.view(people.manager, 'digests.form');
    const refused = await it.slack.act(people.manager, 'submit', {
      view_id: form.id,
      entries: { name: { value: 'week of LEE' }, channel: { value: channels.digest } },
    });
    expect(refused.errors?.name).toContain('of this name already');
    await close();
  });

  test('who edits what someone else has changed meanwhile is told, and overwrites nothing', async () => {
    const both = [people.manager, people.owner];
    const forms: { id: string }[] = [];
    for (const as of both) {
      await it.slack.act(as, 'command', { channel: channels.general, text: '/desk digests' });
      const { id: view_id } = await it.slack.view(as, 'digests.list');
      const block_id = 'digest week-of-lee';
      await it.slack.act(as, 'action', { view_id, action_id: 'digests.edit', block_id });
      forms.push(await it.slack.view(as, 'digests.form'));
    }
    const save = (index: number, time: string) =>
      it.slack.act(both[index] as string, 'submit', {
        view_id: forms[index]?.id ?? '',
        entries: { time: { value: time } },
      });
    expect((await save(1, '08:45')).errors).toBeUndefined();
    expect(JSON.stringify((await save(0, '10:00')).errors)).toContain('Someone else has changed this digest');
    await close();
    const { time } = await getDigest(it.desk, {
      workspace: it.workspace,
      by: people.owner,
      key: 'week-of-lee',
    });
    expect(time).toBe('08:45');
  });

  test('a test send comes to the person alone and does not touch the schedule', async () => {
    const dm = await dmOf(people.manager);
    const view = await list();
    await it.slack.act(people.manager, 'action', {
      view_id: view.id,
      action_id: 'digests.test',
      block_id: 'digest week-of-lee',
    });
    const post = await until(
      'the test',
      async () =>
        (await it.slack.messages(people.manager, dm)).find((one) => one.text.startsWith('Week of Lee')),
      45,
    );
    expect(post.text).toContain('Week of Lee, team of Lee · 9 – 15 November 2026');
    expect(post.blocks?.some((block) => block.type === 'image')).toBe(true);
    const inChannel = await it.slack.messages(people.manager, channels.digest);
    expect(inChannel.filter((one) => one.text.startsWith('Week of Lee'))).toEqual([]);
    await close();
  });

  test('a paused digest is not sent', async () => {
    const view = await list();
    await it.slack.act(people.manager, 'action', {
      view_id: view.id,
      action_id: 'digests.pause',
      block_id: 'digest daily',
    });
    await until('it is paused', async () =>
      JSON.stringify((await it.slack.views(people.manager)).at(-1)?.blocks).includes('paused'),
    );
    await close();
    it.clock.set('2026-11-20T09:30:00+01:00');
    await it.desk.jobs.runNow('digests.send', it.workspace);
    await it.quiet();
    const posts = await it.slack.messages(people.manager, channels.digest);
    expect(posts.filter((one) => one.text.startsWith('Support'))).toEqual([]);
  });

  test('one that Slack refuses is tried for a day while owners know, then marked missed, and can be sent', async () => {
    const view = await list();
    await it.slack.act(people.manager, 'action', {
      view_id: view.id,
      action_id: 'digests.edit',
      block_id: 'digest week-of-lee',
    });
    const form = await it.slack.view(people.manager, 'digests.form');
    const { channel } = await it.slack.act(people.manager, 'create-channel', {
      name: 'without-the-app',
      is_private: true,
    });
    await it.slack.act(people.manager, 'submit', {
      view_id: form.id,
      entries: { channel: { value: channel!.id }, time: { value: '08:30' } },
    });
    await close();
    const dm = await dmOf(people.owner);
    const words = async (part: string) =>
      (await it.slack.messages(people.owner, dm)).filter(({ text }) => text.includes(part));
    const told = (part: string, count = 1) =>
      until(`the owner reads “${part}”`, async () => {
        await it.desk.jobs.runNow('digests.send', it.workspace);
        const found = await words(part);
        return found.length === count ? found.at(-1) : undefined;
      });
    const key = (on: string) => ({ workspace: it.workspace, key: `digest week-of-lee ${on}` });
    const tries = async () => (await it.slack.failures()).length;
    /** The next try is now instead of in some minutes; said again and again, because a try in hand writes its own time. */
    const hurry = (on: string) =>
      outboxModel(it.desk.database).updateOne(key(on), { $set: { notBefore: new Date() } });
    const again = async (on: string) => {
      const before = await tries();
      await until('it was tried again', async () => {
        await hurry(on);
        return (await tries()) > before;
      });
    };
    it.clock.set('2026-11-23T08:31:00+01:00');
    await it.desk.jobs.runNow('digests.send', it.workspace);
    const early = await told('is not posted yet');
    expect(early?.text).toMatch(/of 2026-11-23 .*the app is not in <#C\w+>\. Invite it there/);
    it.clock.skip({ hours: 23 });
    await again('2026-11-23');
    expect(await words('was missed')).toEqual([]);
    it.clock.skip({ hours: 2 });
    await again('2026-11-23');
    const word = await told('was missed');
    expect(await words('is not posted yet'), 'told once').toHaveLength(1);
    const row = await it.desk.outbox.find(it.workspace, 'digest week-of-lee 2026-11-23');
    expect(row?.state).toBe('gave_up');
    expect(await it.desk.outbox.unreported(it.workspace), 'nobody else tells of it').toEqual([]);
    const press = { channel: dm, ts: word.ts, action_id: 'digests.sendNow' };
    await it.slack.act(people.owner, 'action', press);
    await told('is not posted yet', 2);
    await it.slack.act(people.manager, 'invite', {
      channel: channel!.id,
      user: (await it.slack.state(people.manager)).app.bot_user_id,
    });
    const reasons = new Set((await it.slack.failures()).map(({ reason }) => reason));
    expect([...reasons]).toEqual(['channel_not_found']);
    await it.slack.forgetFailures();
    await until(
      'the digest',
      async () => {
        await hurry('2026-11-23 again');
        return (await it.slack.messages(people.manager, channel!.id)).some((one) =>
          one.text.startsWith('Week of Lee'),
        );
      },
      45,
    );
    await it.slack.forgetFailures();
  });

  test('who asked for a test that cannot be made or sent is told, once', async () => {
    const dm = await dmOf(people.manager);
    const { workspace, desk } = it;
    const sent = await runModel(desk.database).findOne({ workspace, kind: 'asked', state: 'sent' }).lean();
    const { digest, kind, from, to, late, definition, content } = sent as NonNullable<typeof sent>;
    const run = { workspace, digest, kind, from, to, late, channel: dm, createdAt: it.clock.now() };
    const failed = async (count: number) =>
      until(`${count} are told of`, async () => {
        await desk.jobs.runNow('digests.send', workspace);
        const found = (await it.slack.messages(people.manager, dm)).filter(({ text }) =>
          text.includes('could not be sent'),
        );
        return found.length === count ? found.map(({ text }) => text) : undefined;
      });
    const unread = { ...definition, filters: null as never };
    await runModel(desk.database).create({ ...run, on: 'test unread', definition: unread, state: 'due' });
    expect((await failed(1))[0]).toContain(
      'Your test of the digest Week of Lee could not be sent: its figures',
    );
    const gone = { ...run, definition: { ...definition, span: 'chosen' as const }, content, file: 'gone' };
    const createdAt = new Date(it.clock.now().getTime() - 11 * 60_000);
    await runModel(desk.database).create({ ...gone, on: 'home gone', createdAt, state: 'ready' });
    const key = `digest ${digest} home gone`;
    const payload = { digest, on: 'home gone' };
    await desk.outbox.enqueue([{ workspace, key, stream: key, priority: 0, kind: 'digest.post', payload }]);
    expect((await failed(2))[1]).toContain('Your picture of Home could not be sent: ');
    await desk.jobs.runNow('digests.send', workspace);
    await it.quiet();
    expect(await failed(2)).toHaveLength(2);
  });

  test('one that is removed is gone, and an owner can take that back', async () => {
    const view = await list();
    await it.slack.act(people.manager, 'action', {
      view_id: view.id,
      action_id: 'digests.remove',
      block_id: 'digest week-of-lee',
    });
    await until('it is gone', async () => {
      const shown = JSON.stringify((await it.slack.views(people.manager)).at(-1)?.blocks);
      return !shown.includes('Week of Lee');
    });
    await close();
    await it.slack.act(people.owner, 'command', { channel: channels.general, text: '/desk audit' });
    const log = await it.slack.message(people.owner, channels.general, (one) =>
      JSON.stringify(one.blocks).includes('Removed the digest Week of Lee'),
    );
    const entry = log.blocks?.find((block) => JSON.stringify(block).includes('Removed the digest'));
    await it.slack.act(people.owner, 'action', {
      channel: channels.general,
      ts: log.ts,
      action_id: 'settings.undo',
      block_id: String(entry?.block_id),
    });
    await until('it is back', async () => {
      const back = JSON.stringify((await list()).blocks).includes('*Week of Lee*');
      await close();
      return back;
    });
  });

  test('files make digests, follow their settings, and leave alone what was changed in Slack', async () => {
    const { desk, workspace } = it;
    const file = (time: string) => [
      { file: 'team.yml', text: { key: 'team', name: 'Team', span: 'daily' as const, time, filters: {} } },
    ];
    const plan = async (time: string) => (await applyDigests(desk, workspace, file(time)))[0]?.plan;
    expect((await planDigests(desk, workspace, file('10:00')))[0]).toMatchObject({ plan: 'new' });
    expect(await plan('10:00')).toBe('new');
    expect(await plan('10:00')).toBe('same');
    expect((await planDigests(desk, workspace, file('11:00')))[0]?.changes).toEqual([
      'time: 10:00 Europe/Berlin → 11:00 Europe/Berlin',
    ]);
    expect(await plan('11:00')).toBe('update');
    expect(await plan('11:00')).toBe('same');
    await pauseDigest(desk, { workspace, by: people.manager, key: 'team' });
    expect(await plan('12:00')).toBe('changed_in_slack');
  });

  test('agents may not', async () => {
    await it.slack.act(people.bo, 'command', { channel: channels.general, text: '/desk digests' });
    await it.slack.message(people.bo, channels.general, (one) => one.text.includes('You need the role'));
  });
});
