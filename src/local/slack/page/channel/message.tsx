import { useState } from 'preact/hooks';
import type { MessageObject } from '../../control/types.ts';
import { displayName } from '../store/names.ts';
import { userOf, viewer, workspace } from '../store/workspace.ts';
import { momentLabel, timeLabel } from '../text/dates.ts';
import { Avatar } from '../ui/avatar.tsx';
import { MessageBody } from './message-body.tsx';
import { MessageEditor } from './message-editor.tsx';
import { MessageTools } from './message-tools.tsx';
import { Reactions } from './reactions.tsx';
import { ThreadLink } from './thread-link.tsx';

/** Who wrote a message: its person, or the name an app gave itself. */
function authorOf(message: MessageObject): string {
  const user = userOf(message.user);
  return message.username ?? (user ? displayName(user) : workspace.value.app.name);
}

interface MessageProps {
  message: MessageObject;
  /** Follows one of the same author closely: no name and picture again. */
  compact: boolean;
  inThread?: boolean;
}

/** One message with all that belongs to it. */
export function Message({ message, compact, inThread }: MessageProps) {
  const [editing, setEditing] = useState(false);
  const author = authorOf(message);
  const user = userOf(message.user);
  const time = timeLabel(message.ts, viewer.value);
  if (message.subtype?.startsWith('channel_')) return <SystemLine message={message} />;
  if (message.subtype === 'tombstone') return <Tombstone message={message} inThread={inThread ?? false} />;
  return (
    <article
      class={['message', compact && 'compact', message.is_ephemeral && 'ephemeral'].filter(Boolean).join(' ')}
      aria-label={`${author}, ${time}`}
      data-ts={message.ts}
      // A tap shows what can be done with the message.
      tabIndex={-1}
    >
      <div class="message-side">
        {compact ? <span class="message-short-time">{time}</span> : <Avatar user={user} />}
      </div>
      <div class="message-main">
        {!compact && (
          <div class="message-head">
            <strong>{author}</strong>
            {user?.is_bot && <span class="badge">App</span>}
            <time title={momentLabel(message.ts, viewer.value)}>{time}</time>
          </div>
        )}
        {message.is_ephemeral && <p class="only-you">Only visible to you</p>}
        {editing ? (
          <MessageEditor message={message} onDone={() => setEditing(false)} />
        ) : (
          <MessageBody message={message} />
        )}
        {!message.is_ephemeral && <Reactions message={message} />}
        {!inThread && <ThreadLink message={message} />}
      </div>
      {!editing && !message.is_ephemeral && (
        <MessageTools message={message} inThread={inThread ?? false} onEdit={() => setEditing(true)} />
      )}
    </article>
  );
}

/** What is left of a deleted message: the way to its replies. */
const Tombstone = ({ message, inThread }: { message: MessageObject; inThread: boolean }) => (
  <article class="message" aria-label={message.text} data-ts={message.ts}>
    <div class="message-side" />
    <div class="message-main">
      <p class="empty">{message.text}</p>
      {!inThread && <ThreadLink message={message} />}
    </div>
  </article>
);

const SystemLine = ({ message }: { message: MessageObject }) => (
  <p class="system-line">
    {authorOf(message)} {message.text.replace(/^<@[^>]+>\s*/, '')}
  </p>
);
