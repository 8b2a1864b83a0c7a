import { X } from 'lucide';
import { useLayoutEffect } from 'preact/hooks';
import type { ChannelView } from '../../control/types.ts';
import { channelTitle } from '../store/names.ts';
import { closeThread } from '../store/route.ts';
import { workspace } from '../store/workspace.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Composer } from './composer.tsx';
import { MessageList } from './message-list.tsx';

/** A thread beside its conversation; on a phone instead of it. Closed, it gives the focus back. */
export function ThreadPane({ channel, thread }: { channel: ChannelView; thread: string }) {
  const title = channelTitle(channel, workspace.value.users);
  useLayoutEffect(() => {
    const opener = document.activeElement as HTMLElement | null;
    return () => opener?.focus();
  }, []);
  return (
    <aside
      class="pane thread-pane"
      aria-label="Thread"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) closeThread();
      }}
    >
      <header class="pane-head">
        <div class="pane-title">
          <h2>Thread</h2>
          <small>{title}</small>
        </div>
        <IconButton icon={X} label="Close thread" onClick={closeThread} />
      </header>
      <MessageList key={thread} channel={channel.id} thread={thread} title="this thread" />
      {channel.isMember && (
        <Composer
          key={`${thread}composer`}
          channel={channel.id}
          thread={thread}
          label="Reply in thread"
          autoFocus
        />
      )}
    </aside>
  );
}
