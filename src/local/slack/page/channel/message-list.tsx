import { ArrowDown } from 'lucide';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { MessageObject } from '../../control/types.ts';
import { perform } from '../store/perform.ts';
import { roomOf, showLatest, showOlder } from '../store/rooms.ts';
import { channelOf, me, viewer } from '../store/workspace.ts';
import { dayLabel } from '../text/dates.ts';
import { Icon } from '../ui/icon.tsx';
import { isCompact } from './grouping.ts';
import { Message } from './message.tsx';

interface MessageListProps {
  channel: string;
  thread?: string;
  /** What the conversation is called, for its name. */
  title: string;
}

/** How near the end counts as being there, in pixels. */
const nearEnd = 60;

/** A conversation: it stays at its end while the reader is there, and stays put while they read further up. */
export function MessageList({ channel, thread, title }: MessageListProps) {
  const room = roomOf(channel, thread).value;
  const scroller = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const lastRead = useMemo(() => channelOf(channel)?.lastRead, [channel]);
  const newest = useRef<string | undefined>(undefined);
  const first = useRef<{ ts: string; top: number } | undefined>(undefined);

  const toEnd = () => {
    const box = scroller.current;
    if (box) box.scrollTop = box.scrollHeight;
  };
  const onScroll = () => {
    const box = scroller.current;
    if (!box) return;
    setAtEnd(box.scrollHeight - box.scrollTop - box.clientHeight < nearEnd);
    if (box.scrollTop < 200 && !thread) void showOlder(channel);
  };

  useLayoutEffect(() => {
    const box = scroller.current;
    const before = first.current;
    const last = room.messages.at(-1);
    const isOwnNew = last?.ts !== newest.current && (last?.user === me.value.id || last?.is_ephemeral);
    newest.current = last?.ts;
    const kept = before && box?.querySelector<HTMLElement>(`[data-ts="${before.ts}"]`);
    if (box && (atEnd || isOwnNew) && !room.hasNewer) toEnd();
    else if (box && kept && before) box.scrollTop += kept.offsetTop - before.top;
    const head = box?.querySelector<HTMLElement>('[data-ts]');
    first.current = head ? { ts: head.dataset.ts ?? '', top: head.offsetTop } : undefined;
  }, [room.messages]);

  useEffect(() => {
    const content = scroller.current?.firstElementChild;
    if (!content || !atEnd || room.hasNewer) return;
    const observer = new ResizeObserver(toEnd);
    observer.observe(content);
    return () => observer.disconnect();
  }, [atEnd, room.hasNewer]);

  useMarkRead(channel, room.messages.at(-1), atEnd && !thread);

  return (
    <div class="messages-frame">
      <div
        ref={scroller}
        class="messages"
        role="log"
        aria-label={`Messages in ${title}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={onScroll}
      >
        <div class="messages-content">
          {!room.hasOlder && !thread && !room.loading && <Beginning title={title} />}
          {room.loading && <p class="empty">Loading…</p>}
          <Messages messages={room.messages} inThread={thread !== undefined} lastRead={lastRead} />
        </div>
      </div>
      {(!atEnd || room.hasNewer) && (
        <button
          type="button"
          class="button jump"
          onClick={() => {
            setAtEnd(true);
            void showLatest(channel, thread).then(toEnd);
          }}
        >
          <Icon of={ArrowDown} size={16} /> Latest messages
        </button>
      )}
    </div>
  );
}

const Beginning = ({ title }: { title: string }) => (
  <p class="beginning">
    <strong>{title}</strong>
    <span>This is where the conversation begins.</span>
  </p>
);

interface MessagesProps {
  messages: MessageObject[];
  inThread: boolean;
  lastRead: string | undefined;
}

function Messages({ messages, inThread, lastRead }: MessagesProps) {
  const isNew = (one: MessageObject) =>
    lastRead !== undefined && one.ts > lastRead && !one.is_ephemeral && one.user !== me.value.id;
  const firstUnread = inThread ? undefined : messages.find(isNew)?.ts;
  return (
    <>
      {messages.map((message, index) => {
        const before = messages[index - 1];
        const day = dayLabel(message.ts, viewer.value);
        const newDay = !before || dayLabel(before.ts, viewer.value) !== day;
        return [
          newDay && (
            <p key={`${message.ts}day`} class="day">
              <span>{day}</span>
            </p>
          ),
          message.ts === firstUnread && index > 0 && (
            <p key={`${message.ts}new`} class="new-mark">
              New
            </p>
          ),
          <Message
            key={message.ts}
            message={message}
            inThread={inThread}
            compact={!newDay && isCompact(before, message)}
          />,
        ];
      })}
    </>
  );
}

/** Tells the workspace what has been read, while the end of the conversation is before someone's eyes. */
function useMarkRead(channel: string, latest: MessageObject | undefined, seen: boolean): void {
  const unread = (channelOf(channel)?.unread ?? 0) > 0;
  useEffect(() => {
    if (!seen || !unread || !latest) return;
    const mark = () => {
      if (document.visibilityState === 'visible') void perform('read', { channel, ts: latest.ts });
    };
    mark();
    document.addEventListener('visibilitychange', mark);
    return () => document.removeEventListener('visibilitychange', mark);
  }, [channel, latest?.ts, seen, unread]);
}
