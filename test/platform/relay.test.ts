import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  type Deliverer,
  NotYet,
  Outbox,
  Pace,
  priority,
  Relay,
  type Sent,
} from '../../src/platform/outbox/index.ts';
import { leaseModel, outboxModel, paceModel } from '../../src/platform/outbox/model.ts';
import { channels, people, startTestDesk, type TestDesk } from '../support/desk.ts';
import { until } from '../support/until.ts';

const { triage } = channels;
const hour = 3_600_000;

vi.setConfig({ testTimeout: 120_000 });

let t: TestDesk;
/** A second process of the desk, as far as delivery goes. */
let other: { outbox: Outbox; relay: Relay };
beforeAll(async () => {
  t = await startTestDesk();
  const { database, log, slack } = t.desk;
  const outbox = new Outbox(database);
  const relay = new Relay({
    database,
    outbox,
    log,
    pace: new Pace(database, 100),
    workspaces: async () => [t.workspace],
    client: (workspace) => slack.client(workspace),
  });
  other = { outbox, relay };
});
afterAll(async () => {
  await other.relay.stop();
  await t.slack.forgetFailures();
  await t.stop();
});

const rows = () => outboxModel(t.desk.database);
const posted = async (text: string) =>
  (await t.slack.messages(people.bo, triage)).filter((one) => one.text === text);

function delivery(key: string, more: object = {}) {
  const payload = { channel: triage, text: key };
  const usual = { stream: key, priority: priority.conversation, kind: 'post', payload };
  return { workspace: t.workspace, key, ...usual, ...more };
}

/** Registers a deliverer in both processes. */
function deliver(kind: string, deliverer: Deliverer): void {
  for (const outbox of [t.desk.outbox, other.outbox]) outbox.deliverer(kind, deliverer);
}

const settled = (key: string, state = 'sent') =>
  until(
    `${key} is ${state}`,
    async () => {
      const row = await t.desk.outbox.find(t.workspace, key);
      return row?.state === state ? row : null;
    },
    60,
  );

test('a budget that runs out between two calls of a delivery: what was posted is not posted again', async () => {
  deliver('test.twoCalls', async (_, out) => {
    const sent = await out.post({ channel: triage, text: 'two calls' });
    await out.react(sent, 'envelope');
    return sent;
  });
  await new Pace(t.desk.database, 100).block(t.workspace, 'reactions.add', undefined, 1);
  await t.desk.outbox.enqueue([delivery('two calls', { kind: 'test.twoCalls' })]);
  await settled('two calls');
  expect(await posted('two calls')).toHaveLength(1);
});

test('asking again while it is being sent keeps what the sending remembers', async () => {
  const seen: unknown[] = [];
  deliver('test.remembers', async ({ progress, saveProgress }) => {
    seen.push(progress.file);
    if (seen.length === 1) await t.desk.outbox.enqueue([delivery('remembers', more)]);
    await saveProgress({ file: 'F1' });
    return undefined;
  });
  const more = { kind: 'test.remembers', latest: true };
  await t.desk.outbox.enqueue([delivery('remembers', more)]);
  await settled('remembers');
  expect(seen).toEqual([undefined, 'F1']);
});

test('a lease that was dropped while the desk was off keeps nothing from being sent', async () => {
  await rows().create({
    ...delivery('left over'),
    order: 1,
    state: 'waiting',
    wanted: 1,
    attempts: 0,
    fence: Date.now() - hour,
    progress: {},
    createdAt: new Date(),
    notBefore: new Date(),
  });
  await settled('left over');
});

test('a clock that has jumped back stops neither streams nor budgets', async () => {
  const { workspace } = t;
  const later = new Date(Date.now() + 3 * hour);
  await leaseModel(t.desk.database).create({
    workspace,
    stream: 'jumped',
    fence: 1,
    until: later,
    expireAt: later,
  });
  const bucket = 'chat.postMessage C0JUMPED';
  await paceModel(t.desk.database).create({ workspace, bucket, emptyAt: later });
  await t.desk.outbox.enqueue([delivery('jumped')]);
  await settled('jumped');
  expect(await new Pace(t.desk.database, 1).take(workspace, 'chat.postMessage', 'C0JUMPED')).toBe(0);
});

test('what waits for a budget is left alone until it opens, however much it is', async () => {
  let tries = 0;
  deliver('test.waits', async (_, out) => {
    tries += 1;
    await out.own(triage, undefined);
    return undefined;
  });
  await new Pace(t.desk.database, 100).block(t.workspace, 'conversations.history', undefined, 2);
  const keys = Array.from({ length: 30 }, (_, n) => `waits ${n}`);
  await t.desk.outbox.enqueue(keys.map((key) => delivery(key, { kind: 'test.waits' })));
  for (const key of keys) await settled(key);
  expect(tries).toBeLessThan(keys.length * 4);
});

test('what becomes urgent meanwhile goes before what has waited', async () => {
  const order: string[] = [];
  deliver('test.order', async ({ key }) => {
    order.push(key);
    if (order.length === 1) await t.desk.outbox.enqueue([urgent]);
    return undefined;
  });
  const urgent = delivery('urgent', { kind: 'test.order', priority: priority.answer });
  const keys = Array.from({ length: 60 }, (_, n) => `patient ${n}`);
  await t.desk.outbox.enqueue(
    keys.map((key) => delivery(key, { kind: 'test.order', priority: priority.cardUpdate })),
  );
  for (const key of [...keys, 'urgent']) await settled(key);
  // The first may be in hand with seven others.
  expect(order.indexOf('urgent')).toBeLessThan(20);
});

test('what can wait leaves room in a budget for what cannot', async () => {
  // So small a share that nothing comes back while this runs.
  const pace = new Pace(t.desk.database, 0.01);
  const take = (isPatient: boolean) => pace.take('T0PACE', 'chat.update', undefined, isPatient);
  for (let n = 0; n < 5; n += 1) expect(await take(true)).toBe(0);
  expect(await take(true)).toBeGreaterThan(0);
  for (let n = 0; n < 5; n += 1) expect(await take(false)).toBe(0);
  expect(await take(false)).toBeGreaterThan(0);
});

test('a budget is one for all processes, and what Slack closes is closed for its method alone, for all of them', async () => {
  // So small a share that nothing comes back while this runs.
  const processes = [new Pace(t.desk.database, 0.01), new Pace(t.desk.database, 0.01)] as const;
  const take = (n: number, method: string) =>
    processes[n % 2 === 0 ? 0 : 1].take('T0SHARED', method, 'C0SHARED');
  const waits = await Promise.all(Array.from({ length: 16 }, (_, n) => take(n, 'reactions.add')));
  expect(waits.filter((wait) => wait === 0)).toHaveLength(10);
  await processes[0].block('T0SHARED', 'chat.postMessage', 'C0SHARED', 60);
  expect(await take(1, 'chat.postMessage')).toBeGreaterThan(59_000);
  expect(await processes[1].take('T0SHARED', 'chat.postMessage', 'C0OTHER')).toBe(0);
  expect(await take(1, 'chat.update')).toBe(0);
});

test('what was refused for want of budget, and can wait, comes back when two calls are free', async () => {
  const pace = new Pace(t.desk.database, 1);
  const take = () => pace.take('T0PATIENT', 'chat.update', undefined, true);
  for (let n = 0; n < 5; n += 1) expect(await take()).toBe(0);
  // One call comes back every 1.5 seconds.
  expect(await take()).toBeGreaterThan(1_500);
});

test('answers go before alerts, these before conversation, new cards, card updates and Home', async () => {
  const told: number[] = [];
  deliver('test.ranked', async ({ payload }) => {
    told.push(Number(payload.rank));
    return undefined;
  });
  const ranks = Object.values(priority).toReversed();
  const soon = new Date(Date.now() + 1_000);
  const rows = ranks.flatMap((rank) =>
    Array.from({ length: 8 }, (_, n) =>
      delivery(`rank ${rank} ${n}`, {
        kind: 'test.ranked',
        priority: rank,
        payload: { rank },
        notBefore: soon,
      }),
    ),
  );
  await t.desk.outbox.enqueue(rows);
  await until('all are told', () => told.length === rows.length);
  // Eight streams are worked on at once.
  expect(told).toEqual(told.toSorted());
});

test('429 on everything: all is told once when it is over', async () => {
  await t.slack.fault({ kind: 'ratelimited', seconds: 1.2, retryAfterSeconds: 1 });
  const keys = Array.from({ length: 12 }, (_, n) => `limited ${n}`);
  await t.desk.outbox.enqueue(keys.map((key) => delivery(key)));
  for (const key of keys) await settled(key);
  for (const key of keys) expect(await posted(key)).toHaveLength(1);
});

test('what is not there for a day is given up, the stream goes on, and owners are told once', async () => {
  deliver('test.never', async () => {
    throw new NotYet('never there', 20);
  });
  const stuck = { kind: 'test.never', stream: 'stuck' };
  await t.desk.outbox.enqueue([
    delivery('never there', { ...stuck, order: 1, latest: true }),
    delivery('behind it', { stream: 'stuck', order: 2 }),
  ]);
  await until(
    'it is tried',
    async () => (await rows().exists({ workspace: t.workspace, key: 'never there', fence: 0 })) === null,
  );
  expect((await t.desk.outbox.find(t.workspace, 'behind it'))?.state).toBe('waiting');
  await rows().updateOne(
    { workspace: t.workspace, key: 'never there' },
    { $set: { triedAt: new Date(Date.now() - 25 * hour) } },
  );
  await settled('never there', 'gave_up');
  await settled('behind it');
  const nowhere = { payload: { channel: 'C0NOWHERE', text: 'x' } };
  await t.desk.outbox.enqueue([delivery('nowhere', nowhere)]);
  await settled('nowhere', 'gave_up');
  await t.desk.jobs.runNow('settings.undelivered', t.workspace);
  // Killed before it was noted that the owners were told.
  await rows().updateMany({ workspace: t.workspace, state: 'gave_up' }, { $set: { reportedAt: null } });
  for (let n = 0; n < 2; n += 1) await t.desk.jobs.runNow('settings.undelivered', t.workspace);
  const { channel } = await t.slack.act(people.owner, 'dm', { user: 'U0SHIFTDESK' });
  await t.slack.message(people.owner, String(channel?.id), ({ text }) =>
    text.startsWith('2 messages could not'),
  );
  const told = await t.slack.messages(people.owner, String(channel?.id));
  expect(told).toHaveLength(1);
  expect(JSON.stringify(told[0]?.blocks)).toContain('the app does not see the channel');
  expect(await t.desk.outbox.unreported(t.workspace)).toEqual([]);
  // Asked for again, it is no longer given up.
  await t.desk.outbox.enqueue([delivery('never there', { ...stuck, latest: true })]);
  expect(await t.desk.outbox.find(t.workspace, 'never there')).not.toHaveProperty('gaveUpAt');
  await rows().deleteOne({ workspace: t.workspace, key: 'never there' });
});

test('two processes tell each thing once, in the order of its stream', async () => {
  other.relay.start();
  const keys = Array.from({ length: 40 }, (_, n) => `shared ${n % 4} ${Math.floor(n / 4)}`);
  await t.desk.outbox.enqueue(keys.map((key, order) => delivery(key, { stream: key.slice(0, 8), order })));
  for (const key of keys) await settled(key);
  const told = (await t.slack.messages(people.bo, triage)).filter(({ text }) => text.startsWith('shared'));
  for (const stream of ['shared 0', 'shared 1', 'shared 2', 'shared 3'])
    expect(told.map(({ text }) => text).filter((text) => text.startsWith(stream))).toEqual(
      keys.filter((key) => key.startsWith(stream)),
    );
});

const loseLease = (stream: string) =>
  leaseModel(t.desk.database).updateOne({ workspace: t.workspace, stream }, { $set: { until: new Date(0) } });

/** Forgets what was suspected before: one minute has one look. */
const suspectNothing = () => rows().deleteMany({ workspace: t.workspace, kind: 'duplicates' });

/** Has the desk look for what stands there twice now, instead of in a minute. */
const lookForTwins = () =>
  until('there is a suspicion', async () => {
    const { modifiedCount } = await rows().updateMany(
      { workspace: t.workspace, kind: 'duplicates', state: 'waiting' },
      { $set: { notBefore: new Date() } },
    );
    return modifiedCount > 0;
  });

test('a process that lost its lease in the middle of a post: what both posted is found, and one of them deleted', async () => {
  const gate = Promise.withResolvers<void>();
  let tries = 0;
  deliver('test.stolen', async (_, out) => {
    tries += 1;
    if (tries === 1) await gate.promise;
    return out.post({ channel: triage, text: 'stolen' });
  });
  await t.desk.outbox.enqueue([delivery('stolen', { kind: 'test.stolen' })]);
  await until('the first is at it', () => tries === 1);
  await loseLease('stolen');
  const { result } = await settled('stolen');
  gate.resolve();
  await until('both have posted', async () => (await posted('stolen')).length === 2);
  await lookForTwins();
  await until('one is left', async () => (await posted('stolen')).length === 1);
  expect((await posted('stolen'))[0]?.ts).toBe(result?.ts);
});

test.each(['first', 'second'])(
  'a message that changes in place and was posted by two processes: the one that the %s has noted stays and shows the latest',
  async (winner) => {
    const text = `twin of the ${winner}`;
    await suspectNothing();
    const gate = Promise.withResolvers<void>();
    const tried: string[] = [];
    let noted: Sent | null = null;
    const noter = Promise.withResolvers<void>();
    deliver(`test.twins.${winner}`, async (_, out) => {
      const who = tried.length === 0 ? 'first' : 'second';
      tried.push(who);
      const standing = noted;
      if (who === 'first') await gate.promise;
      return out.show({
        standing,
        message: { channel: triage, text: `${text}, try ${tried.length}` },
        note: async (sent) => {
          if (who !== winner) await noter.promise;
          if (noted) return false;
          noted = sent;
          noter.resolve();
          return true;
        },
      });
    });
    const twins = async () =>
      (await t.slack.messages(people.bo, triage)).filter((one) => one.text.startsWith(text));
    await t.desk.outbox.enqueue([delivery(text, { kind: `test.twins.${winner}`, latest: true })]);
    await until('the first is at it', () => tried.length === 1);
    await loseLease(text);
    if (winner === 'second') await settled(text);
    else await until('the second has posted', async () => (await twins()).length === 1);
    gate.resolve();
    await until('both have posted', async () => (await twins()).length === 2);
    const { result } = await settled(text);
    await lookForTwins();
    await until('one is left', async () => (await twins()).length === 1);
    expect(noted).toEqual(result);
    expect((await twins()).map(({ ts }) => ts)).toEqual([result?.ts]);
    expect((await twins())[0]?.text).toBe(`${text}, try ${tried.length}`);
  },
);

test('an edit that Slack takes after a newer one is drawn over a minute later', async () => {
  const client = await t.desk.slack.client(t.workspace);
  const standing = await client.chat.postMessage({ channel: triage, text: 'state 0' });
  const place = { channel: triage, ts: String(standing.ts) };
  const gate = Promise.withResolvers<void>();
  let state = 1;
  deliver('test.state', async (_, out) => {
    const text = `state ${state}`;
    if (state === 1) await gate.promise;
    return out.show({ standing: place, message: { channel: triage, text }, note: async () => true });
  });
  await t.desk.outbox.enqueue([delivery('state', { kind: 'test.state', latest: true })]);
  await until(
    'the first is at it',
    async () => ((await t.desk.outbox.find(t.workspace, 'state'))?.attempts ?? 0) > 0,
  );
  state = 2;
  await loseLease('state');
  await settled('state');
  expect(await posted('state 2')).toHaveLength(1);
  gate.resolve();
  await until('the old one came last', async () => (await posted('state 1')).length === 1);
  await until('it is to be drawn again', async () => {
    const again = { workspace: t.workspace, key: 'state drawn again', state: 'waiting' as const };
    return (await rows().updateOne(again, { $set: { notBefore: new Date() } })).matchedCount > 0;
  });
  await until('the newest is shown', async () => (await posted('state 2')).length === 1);
});

test('an edit whose answer is lost is made, and once more a minute later', async () => {
  const client = await t.desk.slack.client(t.workspace);
  const standing = await client.chat.postMessage({ channel: triage, text: 'edited 0' });
  const place = { channel: triage, ts: String(standing.ts) };
  let times = 0;
  deliver('test.edited', async (_, out) => {
    times += 1;
    const message = { channel: triage, text: `edited ${times}` };
    return out.show({ standing: place, message, note: async () => true });
  });
  await t.slack.fault({ kind: 'lost_answer', method: 'chat.update', times: 1 });
  await t.desk.outbox.enqueue([delivery('edited', { kind: 'test.edited', latest: true })]);
  await settled('edited');
  expect(times).toBe(2);
  const again = { workspace: t.workspace, key: 'edited drawn again' };
  await rows().updateOne(again, { $set: { notBefore: new Date() } });
  await until('it is drawn once more', async () => (await posted('edited 3')).length === 1);
});

test('what has waited for days while no process ran is tried before it is given up', async () => {
  await new Pace(t.desk.database, 100).block(t.workspace, 'conversations.history', undefined, 1);
  let tries = 0;
  deliver('test.monday', async (_, out) => {
    tries += 1;
    await out.own(triage, undefined);
    if (tries < 3) throw new NotYet('not there at once', 20);
    return undefined;
  });
  await t.desk.outbox.enqueue([
    delivery('monday', { kind: 'test.monday', notBefore: new Date(Date.now() + 60_000) }),
  ]);
  const friday = new Date(Date.now() - 70 * hour);
  await rows().updateOne(
    { workspace: t.workspace, key: 'monday' },
    { $set: { createdAt: friday, notBefore: friday } },
  );
  await settled('monday');
});

test('calls of one process do not take a budget out of each other’s hands', async () => {
  const pace = new Pace(t.desk.database, 1);
  await pace.take(t.workspace, 'views.publish', undefined);
  const reads = vi.spyOn(paceModel(t.desk.database), 'findOne');
  const waits = await Promise.all(
    Array.from({ length: 30 }, () => pace.take(t.workspace, 'views.publish', undefined)),
  );
  expect(reads.mock.calls.length, 'each asked once').toBe(30);
  reads.mockRestore();
  expect(waits.filter((wait) => wait === 0).length, 'the burst was twenty, one was used').toBeLessThanOrEqual(
    20,
  );
  expect(waits.filter((wait) => wait === 0).length).toBeGreaterThanOrEqual(19);
  await paceModel(t.desk.database).deleteMany({ workspace: t.workspace, bucket: 'views.publish' });
});
