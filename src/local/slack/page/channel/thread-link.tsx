import type { MessageObject } from '../../control/types.ts';
import { openThread } from '../store/route.ts';
import { userOf, viewer } from '../store/workspace.ts';
import { formatSlackDate } from '../text/dates.ts';
import { Avatar } from '../ui/avatar.tsx';

/** "3 replies", which opens the thread. */
export function ThreadLink({ message }: { message: MessageObject }) {
  const count = message.reply_count ?? 0;
  if (count === 0) return null;
  const last = message.latest_reply
    ? formatSlackDate(Number(message.latest_reply), '{date_short_pretty} at {time}', viewer.value)
    : undefined;
  return (
    <button type="button" class="thread-link" onClick={() => openThread(message.channel, message.ts)}>
      {message.reply_users?.slice(0, 3).map((id) => (
        <Avatar key={id} user={userOf(id)} size={20} />
      ))}
      <span class="thread-count">
        {count} {count === 1 ? 'reply' : 'replies'}
      </span>
      {last && <small>Last reply {last}</small>}
    </button>
  );
}
