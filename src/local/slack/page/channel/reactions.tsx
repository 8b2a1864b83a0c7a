import type { MessageObject, ReactionObject } from '../../control/types.ts';
import { displayName } from '../store/names.ts';
import { perform } from '../store/perform.ts';
import { me, userOf } from '../store/workspace.ts';
import { emojiOf } from '../text/emoji.ts';

/** Adds one's reaction, or takes it back. */
export function toggleReaction(message: MessageObject, name: string): void {
  const own = message.reactions?.find((one) => one.name === name)?.users.includes(me.value.id);
  void perform('reaction', {
    channel: message.channel,
    ts: message.ts,
    name,
    ...(own ? { remove: true } : {}),
  });
}

/** The reactions under a message; a click joins or leaves. */
export function Reactions({ message }: { message: MessageObject }) {
  if (!message.reactions?.length) return null;
  return (
    <div class="reactions">
      {message.reactions.map((reaction) => (
        <ReactionChip key={reaction.name} message={message} reaction={reaction} />
      ))}
    </div>
  );
}

function ReactionChip({ message, reaction }: { message: MessageObject; reaction: ReactionObject }) {
  const own = reaction.users.includes(me.value.id);
  const people = reaction.users.map((id) => {
    const user = userOf(id);
    return user ? displayName(user) : id;
  });
  const label = `${reaction.name.replaceAll('_', ' ')}, ${reaction.count}: ${people.join(', ')}`;
  return (
    <button
      type="button"
      class={own ? 'reaction own' : 'reaction'}
      aria-label={label}
      aria-pressed={own}
      title={people.join(', ')}
      onClick={() => toggleReaction(message, reaction.name)}
    >
      <span aria-hidden="true">{emojiOf(reaction.name) ?? `:${reaction.name}:`}</span> {reaction.count}
    </button>
  );
}
