import { expect, test } from 'vitest';
import type { MessageObject } from '../../../../src/local/slack/control/types.ts';
import {
  emptyRoom,
  roomLimit,
  withChanged,
  withMessage,
  withOlder,
  withoutMessage,
  withReply,
} from '../../../../src/local/slack/page/store/room.ts';

const message = (ts: number, more: Partial<MessageObject> = {}): MessageObject => ({
  type: 'message',
  channel: 'C1',
  ts: `${ts.toString().padStart(10, '0')}.000000`,
  text: `m${ts}`,
  ...more,
});
const fill = (count: number) =>
  Array.from({ length: count }, (_, index) => message(index + 1000)).reduce(withMessage, emptyRoom);

test('messages stand in order, each once, whatever order they come in', () => {
  const room = [message(3), message(1), message(2), message(3, { text: 'again' })].reduce(
    withMessage,
    emptyRoom,
  );
  expect(room.messages.map((one) => one.text)).toEqual(['m1', 'm2', 'again']);
});

test('a long conversation keeps only its end, and says that there is more', () => {
  const room = fill(roomLimit + 1);
  expect(room.messages).toHaveLength(roomLimit);
  expect(room.messages[0]?.text).toBe('m1001');
  expect(room.hasOlder).toBe(true);
});

test('scrolling back drops the newest, and new messages then wait', () => {
  const back = withOlder(fill(roomLimit), [message(1), message(2)], false);
  expect(back.messages).toHaveLength(roomLimit);
  expect(back).toMatchObject({ hasOlder: false, hasNewer: true });
  expect(withMessage(back, message(9999))).toBe(back);
});

test('a change is drawn where the message stands, and nowhere else', () => {
  const room = withMessage(emptyRoom, message(1));
  expect(withChanged(room, message(1, { text: 'new' })).messages[0]?.text).toBe('new');
  expect(withChanged(room, message(2))).toBe(room);
  expect(withoutMessage(room, message(1).ts).messages).toEqual([]);
});

test('a reply shows under the message that it answers', () => {
  const room = withMessage(emptyRoom, message(1));
  const reply = message(5, { thread_ts: message(1).ts, user: 'U1' });
  const answered = withReply(room, reply);
  expect(answered.messages[0]).toMatchObject({ reply_count: 1, reply_users: ['U1'], latest_reply: reply.ts });
  expect(withReply(answered, reply, -1).messages[0]?.reply_count).toBe(0);
});
