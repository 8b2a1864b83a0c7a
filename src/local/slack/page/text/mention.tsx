import { displayName } from '../store/names.ts';
import { openChannel } from '../store/route.ts';
import { channelOf, me, userOf } from '../store/workspace.ts';

/** `@Bo Agent`; louder when it is the reader. */
export function UserMention({ id }: { id: string }) {
  const user = userOf(id);
  const own = id === me.value.id;
  return <span class={own ? 'mention mention-me' : 'mention'}>@{user ? displayName(user) : id}</span>;
}

/** `#support-triage`, which leads there. */
export function ChannelMention({ id, label }: { id: string; label?: string }) {
  const channel = channelOf(id);
  if (!channel) return <span class="mention">#{label ?? 'private channel'}</span>;
  return (
    <button type="button" class="mention" onClick={() => openChannel(id)}>
      #{channel.name}
    </button>
  );
}

/** `@here`, `@channel`, `@everyone` or a group. */
export const Broadcast = ({ name }: { name: string }) => (
  <span class="mention mention-me">@{name.replace(/^@/, '')}</span>
);
