import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { priority } from '../../src/platform/outbox/index.ts';
import { outboxModel, paceModel } from '../../src/platform/outbox/model.ts';
import { channels, people, startTestDesk, type TestDesk } from '../support/desk.ts';
import { until } from '../support/until.ts';

let t: TestDesk;
beforeAll(async () => {
  t = await startTestDesk();
});
afterAll(async () => {
  vi.useRealTimers();
  await t.stop();
});

/** Less than the longest pause and the longest that Slack closes a method, so neither tells it from a pause. */
const minutes = 20;

test('a system’s clock that is set back holds up no event, no delivery, no budget and no sweep', async () => {
  const { desk, workspace, slack } = t;
  await t.quiet();
  let tries = 0;
  desk.slack.event<{ text?: string }>('message', async ({ event }) => {
    if (event.text !== 'heard before') return;
    tries += 1;
    if (tries === 1) throw new Error('stumbles');
  });
  await slack.act(people.bo, 'message', { channel: channels.triage, text: 'heard before' });
  await until('the event waits for its second try', async () => tries === 1);
  const row = { workspace, key: 'jump', stream: 'jump', priority: priority.conversation, kind: 'post' };
  const payload = { channel: channels.triage, text: 'told after all' };
  await desk.outbox.enqueue([{ ...row, payload, notBefore: new Date(Date.now() + 5_000) }]);
  const later = new Date(Date.now() + 5_000);
  await paceModel(desk.database).updateOne(
    { workspace, bucket: `chat.postMessage ${channels.triage}` },
    { $set: { emptyAt: later } },
    { upsert: true },
  );
  const planned = desk.database.connection.db!.collection('agendaJobs');
  const ranAt = async () => (await planned.findOne({ name: 'assignment.shifts' }))?.lastFinishedAt as Date;
  await until('a sweep has run', ranAt);

  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - minutes * 60_000 });

  await slack.message(people.bo, channels.triage, ({ text }) => text === payload.text);
  await until('the event is handled', () => tries === 2);
  await until('a sweep runs again', async () => (await ranAt()) <= new Date());
  expect(await outboxModel(desk.database).exists({ workspace, state: 'waiting', key: 'jump' })).toBeNull();
});
