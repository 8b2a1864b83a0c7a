import { Hash, Lock } from 'lucide';
import type { ChannelView } from '../../control/types.ts';
import { channelTitle } from '../store/names.ts';
import { addressOf, go, route } from '../store/route.ts';
import { userOf, workspace } from '../store/workspace.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Icon } from '../ui/icon.tsx';

/** A conversation in the side bar; bold while something in it is unread. */
export function ChannelLink({ channel }: { channel: ChannelView }) {
  const place = { as: route.value.as, channel: channel.id };
  const name = channelTitle(channel, workspace.value.users).replace(/^#/, '');
  const state = ['channel-link', channel.unread > 0 && 'unread', !channel.isMember && 'not-joined'].filter(
    Boolean,
  );
  return (
    <li>
      <a
        class={state.join(' ')}
        href={addressOf(place)}
        aria-current={route.value.channel === channel.id ? 'page' : undefined}
        onClick={(event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          go(place);
        }}
      >
        <Sign channel={channel} />
        <span class="channel-name">{name}</span>
        {channel.unread > 0 && (
          <span class={channel.mentions > 0 ? 'count loud' : 'count'}>
            {channel.mentions || channel.unread}
            <span class="visually-hidden"> unread</span>
          </span>
        )}
      </a>
    </li>
  );
}

function Sign({ channel }: { channel: ChannelView }) {
  if (channel.kind === 'im' || channel.kind === 'mpim')
    return <Avatar user={userOf(channel.user)} size={20} />;
  return <Icon of={channel.kind === 'private' ? Lock : Hash} size={16} />;
}
