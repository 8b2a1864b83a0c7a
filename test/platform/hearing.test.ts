import type { App, Receiver, ReceiverEvent } from '@slack/bolt';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Gap, Gaps } from '../../src/platform/inbox/gaps.ts';
import { hearingOf } from '../../src/platform/inbox/hearing.ts';
import type { Inbox } from '../../src/platform/inbox/inbox.ts';
import { createLogger } from '../../src/platform/logging.ts';
import { StoringReceiver } from '../../src/platform/slack/receiver.ts';

const body = { type: 'event_callback', team_id: 'T1', event: { event_ts: '100000.5' } };

/** An inbox whose database is there or not. */
class FakeInbox {
  isAway = false;
  since = '50.0';
  store = async (): Promise<void> => {
    if (this.isAway) throw new Error('away');
  };
  waiting = async (): Promise<number> => {
    if (this.isAway) throw new Error('away');
    return 0;
  };
  heard = () => [{ workspace: 'T1', since: this.since }];
}

let inbox: FakeInbox;
let gaps: Gaps;
let told: Gap[];
beforeEach(() => {
  vi.useFakeTimers();
  inbox = new FakeInbox();
  gaps = new Gaps(inbox as unknown as Inbox, createLogger('fatal'));
  told = [];
  gaps.onGap(async (gap) => void told.push(gap));
});
afterEach(() => {
  gaps.stop();
  vi.useRealTimers();
});

const hearing = (bySocket = true) => hearingOf(inbox as unknown as Inbox, gaps, bySocket);

test('a socket that was away for long: what was said since the last event is looked for, once', async () => {
  const { socketLost, socketBack } = hearing();
  socketLost();
  inbox.since = '60.0';
  socketLost();
  await vi.advanceTimersByTimeAsync(8_000);
  socketBack();
  socketBack();
  await vi.advanceTimersByTimeAsync(0);
  expect(told).toEqual([{ workspace: 'T1', since: '50.0' }]);
});

test('a process that was frozen looks for what was said since it last heard anything, once', async () => {
  gaps.watch();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(told).toEqual([]);
  vi.setSystemTime(Date.now() + 10_000);
  inbox.since = '60.0';
  await vi.advanceTimersByTimeAsync(30_000);
  expect(told).toEqual([{ workspace: 'T1', since: '50.0' }]);
});

test('a socket that Slack renews misses nothing', async () => {
  const { socketLost, socketBack } = hearing();
  socketLost();
  await vi.advanceTimersByTimeAsync(5_500);
  socketBack();
  await vi.advanceTimersByTimeAsync(0);
  expect(told).toEqual([]);
});

test('a database that was away for long is noticed without another event', async () => {
  inbox.isAway = true;
  await expect(hearing().store(body, 0)).rejects.toThrow('away');
  await vi.advanceTimersByTimeAsync(9_000);
  expect(told).toEqual([]);
  inbox.isAway = false;
  await vi.advanceTimersByTimeAsync(2_000);
  expect(told).toEqual([{ workspace: 'T1', since: '50.0' }]);
});

test('without a socket, Slack’s second repetition tells of a gap', async () => {
  for (const repetition of [0, 1, 2, 3]) await hearing(false).store(body, repetition);
  await hearing(true).store(body, 2);
  await vi.advanceTimersByTimeAsync(0);
  expect(told).toEqual([{ workspace: 'T1', since: '13600.5' }]);
});

test('whoever cannot look for it now is asked again, and nobody else', async () => {
  let tries = 0;
  gaps.onGap(async () => {
    tries += 1;
    if (tries < 3) throw new Error('not now');
  });
  gaps.tell(inbox.heard());
  await vi.advanceTimersByTimeAsync(10_000);
  expect({ tries, told: told.length }).toEqual({ tries: 3, told: 1 });
});

test('an event is acknowledged after it was stored, and not at all when it was not', async () => {
  let process: (event: ReceiverEvent) => Promise<void> = async () => {};
  const init = (app: App) => {
    process = app.processEvent;
  };
  const inner = { init } as unknown as Receiver;
  const order: string[] = [];
  const store = async () => {
    await inbox.store();
    order.push('stored');
  };
  new StoringReceiver(inner, store, 'B0DESK').init({} as App);
  const event = { body, ack: async () => void order.push('acknowledged') } as unknown as ReceiverEvent;
  await process(event);
  expect(order).toEqual(['stored', 'acknowledged']);
  inbox.isAway = true;
  await expect(process(event)).rejects.toThrow('away');
  expect(order).toEqual(['stored', 'acknowledged']);
});

test('what the app itself has posted or edited is acknowledged and not stored; what others do with it is', async () => {
  let process: (event: ReceiverEvent) => Promise<void> = async () => {};
  const init = (app: App) => {
    process = app.processEvent;
  };
  const stored: unknown[] = [];
  const store = async (body: Record<string, unknown>) => void stored.push(body.event);
  new StoringReceiver({ init } as unknown as Receiver, store, 'B0DESK').init({} as App);
  const message = { type: 'message', channel: 'C1', ts: '1.1' };
  const heard = [
    { ...message, user: 'U1' },
    { ...message, bot_id: 'B0OTHER' },
    { ...message, subtype: 'message_changed', message: { user: 'U1' } },
    { ...message, subtype: 'message_deleted', previous_message: { bot_id: 'B0DESK' } },
    { type: 'reaction_added', item: { ts: '1.1' } },
  ];
  const own = [
    { ...message, bot_id: 'B0DESK' },
    { ...message, subtype: 'message_changed', message: { bot_id: 'B0DESK' } },
  ];
  const acknowledged: unknown[] = [];
  for (const event of [...heard, ...own])
    await process({
      body: { type: 'event_callback', event },
      ack: async () => void acknowledged.push(event),
    } as unknown as ReceiverEvent);
  expect(stored).toEqual(heard);
  expect(acknowledged).toEqual([...heard, ...own]);
});
