import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { priority } from '../../src/platform/outbox/index.ts';
import { channels, people, startTestDesk, type TestDesk } from '../support/desk.ts';
import { until } from '../support/until.ts';

let t: TestDesk;
beforeAll(async () => {
  t = await startTestDesk();
});
afterAll(async () => {
  await t?.slack.forgetFailures();
  await t?.stop();
});
beforeEach(async () => {
  await t.slack.endFaults();
  await until('the app is connected', connected);
});

const connected = async () => (await t.slack.state(people.bo)).app.connections > 0;

/** The app's messages in the triage channel as a person sees them. */
async function posted(): Promise<string[]> {
  const messages = await t.slack.messages(people.bo, channels.triage);
  return messages.filter((message) => message.bot_id && !message.is_ephemeral).map((message) => message.text);
}

function post(key: string, text: string, more: { order?: number; stream?: string } = {}) {
  return {
    workspace: t.workspace,
    key,
    stream: more.stream ?? `test:${key}`,
    priority: priority.conversation,
    kind: 'post',
    payload: { channel: channels.triage, text },
    ...(more.order === undefined ? {} : { order: more.order }),
  };
}

describe('the outbox', () => {
  test('asking twice is told once', async () => {
    await t.desk.outbox.enqueue([post('once', 'told once')]);
    await t.desk.outbox.enqueue([post('once', 'told once')]);
    await t.quiet();
    expect((await posted()).filter((text) => text === 'told once')).toHaveLength(1);
  });

  test('a hundred processes asking at the same moment are told once', async () => {
    await Promise.all(Array.from({ length: 100 }, () => t.desk.outbox.enqueue([post('crowd', 'the crowd')])));
    await t.quiet();
    expect((await posted()).filter((text) => text === 'the crowd')).toHaveLength(1);
  });

  test('a stream keeps its order, whatever the order of asking', async () => {
    const numbers = [5, 1, 4, 2, 3];
    const soon = new Date(Date.now() + 300);
    await t.desk.outbox.enqueue(
      numbers.map((n) => ({
        ...post(`row ${n}`, `row ${n}`, { order: n, stream: 'rows' }),
        notBefore: soon,
      })),
    );
    await t.quiet();
    expect((await posted()).filter((text) => text.startsWith('row '))).toEqual([
      'row 1',
      'row 2',
      'row 3',
      'row 4',
      'row 5',
    ]);
  });

  test('Slack answers 500 a few times: told all the same', async () => {
    await t.slack.fault({ kind: 'server_error', method: 'chat.postMessage', times: 2 });
    await t.desk.outbox.enqueue([post('trouble', 'after some trouble')]);
    await t.quiet();
    expect((await posted()).filter((text) => text === 'after some trouble')).toHaveLength(1);
  });

  test('the message is posted and Slack’s answer is lost: the retry finds it and posts no second one', async () => {
    await t.slack.fault({ kind: 'lost_answer', method: 'chat.postMessage', times: 1 });
    await t.desk.outbox.enqueue([post('stumble', 'after a stumble')]);
    await t.quiet();
    expect((await posted()).filter((text) => text === 'after a stumble')).toHaveLength(1);
  });

  test('a message that changes in place is posted and the answer lost: the retry finds it, and it shows what is so now', async () => {
    let version = 0;
    t.desk.outbox.deliverer('test.shown', async (_, out) => {
      version += 1;
      const message = { channel: channels.triage, text: `version ${version}` };
      return out.show({ standing: null, message, note: async () => true });
    });
    await t.slack.fault({ kind: 'lost_answer', method: 'chat.postMessage', times: 1 });
    await t.desk.outbox.enqueue([{ ...post('shown', ''), kind: 'test.shown', latest: true }]);
    await t.quiet();
    expect((await posted()).filter((text) => text.startsWith('version'))).toEqual(['version 2']);
  });

  test('429 is obeyed for the method, and what waits goes out afterwards', async () => {
    await t.slack.fault({ kind: 'ratelimited', method: 'chat.postMessage', times: 1, retryAfterSeconds: 1 });
    await t.desk.outbox.enqueue([post('limited', 'after the limit')]);
    await t.quiet();
    expect((await posted()).filter((text) => text === 'after the limit')).toHaveLength(1);
    const calls = (await t.slack.calls('chat.postMessage')).filter(
      (call) => call.arguments.text === 'after the limit',
    );
    expect(calls.map((call) => call.ok)).toEqual([false, true]);
    expect(calls[1]!.at - calls[0]!.at).toBeGreaterThanOrEqual(1_000);
  });

  test('an outage holds everything back and loses nothing', async () => {
    await t.slack.fault({ kind: 'outage', seconds: 2 });
    const keys = Array.from({ length: 10 }, (_, n) => `outage ${n}`);
    await t.desk.outbox.enqueue(keys.map((key) => post(key, key)));
    await t.quiet();
    expect((await posted()).filter((text) => text.startsWith('outage ')).toSorted()).toEqual(keys.toSorted());
  });

  test('what Slack will never take is given up at once and stops nobody else', async () => {
    const bad = post('nowhere', 'to nowhere', { stream: 'shared', order: 1 });
    await t.desk.outbox.enqueue([
      { ...bad, payload: { channel: 'C0NOWHERE', text: 'to nowhere' } },
      post('behind', 'behind it', { stream: 'shared', order: 2 }),
    ]);
    await t.quiet();
    expect(await t.desk.outbox.find(t.workspace, 'nowhere')).toMatchObject({ state: 'gave_up' });
    expect(await posted()).toContain('behind it');
  });

  test('a row that is always rendered fresh is told a few times, not a hundred, and ends with the newest', async () => {
    let version = 0;
    let told = 0;
    let shown = -1;
    t.desk.outbox.deliverer('test.latest', async () => {
      told += 1;
      const current = version;
      await new Promise((resolve) => setTimeout(resolve, 20));
      shown = current;
      return undefined;
    });
    for (version = 1; version <= 100; version += 1) {
      const row = { ...post('latest', ''), kind: 'test.latest', latest: true };
      await t.desk.outbox.enqueue([row]);
    }
    version = 100;
    await t.desk.outbox.enqueue([{ ...post('latest', ''), kind: 'test.latest', latest: true }]);
    await t.quiet();
    expect(shown).toBe(100);
    expect(told).toBeLessThan(100);
  });
});

describe('the inbox', () => {
  test('an event that Slack delivers twice is handled once', async () => {
    const seen: string[] = [];
    t.desk.slack.event<{ text?: string; ts: string }>('message', async ({ event, eventId }) => {
      if (event.text === 'sent twice') seen.push(eventId);
    });
    await t.slack.fault({ kind: 'duplicate', times: 1 });
    await t.slack.act(people.bo, 'message', { channel: channels.triage, text: 'sent twice' });
    await until('the event is handled', () => seen.length > 0);
    await t.quiet();
    expect(seen).toHaveLength(1);
  });

  test.each([
    ['is cut', 'drop_socket'],
    ['is renewed by Slack', 'disconnect'],
    ['falls silent without being closed', 'stall_socket'],
  ] as const)(
    'a socket that %s: another is opened, and what was said meanwhile is heard once',
    async (_, kind) => {
      const heard: string[] = [];
      const text = `said while ${kind}`;
      t.desk.slack.event<{ text?: string }>('message', async ({ event }) => {
        if (event.text === text) heard.push(text);
      });
      const opened = async () => (await t.slack.calls('apps.connections.open')).length;
      const before = await opened();
      await t.slack.fault({ kind });
      await t.slack.act(people.bo, 'message', { channel: channels.triage, text });
      // Slack's own client would wait five seconds before it opens another, and every click would fail meanwhile.
      const seconds = kind === 'stall_socket' ? 30 : 4;
      await until('another is open', async () => (await opened()) > before && connected(), seconds);
      await until('it is heard', async () => {
        // Slack repeats an event at once, and then after a minute.
        if (heard.length === 0) await t.slack.clock({ skipMinutes: 1 });
        return heard.length > 0;
      });
      await t.quiet();
      expect(heard).toEqual([text]);
    },
  );

  test('a command is answered in time while Slack’s Web API is slow', async () => {
    await t.slack.fault({ kind: 'slow', delayMs: 1_500, times: 3 });
    const result = await t.slack.act(people.bo, 'command', { channel: channels.triage, text: '/stats log' });
    expect(result.failure).toBeUndefined();
    const form = await t.slack.view(people.bo, 'stats.log');
    await t.slack.act(people.bo, 'close', { view_id: form.id, all: true });
  });

  test('a listener that fails is run again', async () => {
    let tries = 0;
    t.desk.slack.event<{ text?: string }>('message', async ({ event }) => {
      if (event.text !== 'stumbles once') return;
      tries += 1;
      if (tries === 1) throw new Error('stumbled');
    });
    await t.slack.act(people.bo, 'message', { channel: channels.triage, text: 'stumbles once' });
    await until('the listener ran twice', () => tries === 2);
    await t.quiet();
  });
});
