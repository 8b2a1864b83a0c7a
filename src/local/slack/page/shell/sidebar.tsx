import { Activity, Plus } from 'lucide';
import type { ChannelView } from '../../control/types.ts';
import { inspecting } from '../inspector/open.ts';
import { channelTitle, displayName } from '../store/names.ts';
import { perform } from '../store/perform.ts';
import { openChannel } from '../store/route.ts';
import { appChannel, me, workspace } from '../store/workspace.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Icon } from '../ui/icon.tsx';
import { MenuButton } from '../ui/menu.tsx';
import { StepsButton } from '../workflow/steps-button.tsx';
import { ChannelLink } from './channel-link.tsx';
import { Clock } from './clock.tsx';

const byName = (a: string, b: string) => a.localeCompare(b);

/** Channels, direct messages and the app; the clock and the inspector below. */
export function Sidebar() {
  const { channels, users, team, app } = workspace.value;
  const title = (channel: ChannelView) => channelTitle(channel, users);
  const sorted = channels.filter((channel) => !channel.isArchived).sort((a, b) => byName(title(a), title(b)));
  const rooms = sorted.filter(({ kind }) => kind === 'public' || kind === 'private');
  const direct = sorted.filter(
    (channel) => (channel.kind === 'im' || channel.kind === 'mpim') && channel.id !== appChannel.value?.id,
  );
  return (
    <nav class="sidebar" aria-label="Conversations">
      <header class="sidebar-head">
        <strong>{team.name}</strong>
        <small>{displayName(me.value)}</small>
      </header>
      <div class="sidebar-lists">
        <Section title="Channels">
          {rooms.map((channel) => (
            <ChannelLink key={channel.id} channel={channel} />
          ))}
        </Section>
        <Section title="Direct messages" tool={<NewDirectMessage />}>
          {direct.map((channel) => (
            <ChannelLink key={channel.id} channel={channel} />
          ))}
        </Section>
        <Section title="Apps">
          {appChannel.value ? <ChannelLink channel={appChannel.value} /> : <OpenApp name={app.name} />}
          <StepsButton />
        </Section>
      </div>
      <footer class="sidebar-foot">
        <Clock />
        <button
          type="button"
          class="sidebar-button"
          aria-pressed={inspecting.value}
          onClick={() => {
            inspecting.value = !inspecting.value;
          }}
        >
          <Icon of={Activity} size={16} /> Inspector
        </button>
      </footer>
    </nav>
  );
}

function Section(props: {
  title: string;
  tool?: preact.ComponentChildren;
  children: preact.ComponentChildren;
}) {
  return (
    <section class="sidebar-section">
      <h2>
        {props.title}
        {props.tool}
      </h2>
      <ul>{props.children}</ul>
    </section>
  );
}

/** Opens the direct message with someone, starting it when there is none. */
async function openDirect(user: string, tab?: 'home'): Promise<void> {
  const answer = await perform('dm', { user });
  if (answer.channel) openChannel(answer.channel.id, tab);
}

function NewDirectMessage() {
  const people = workspace.value.users.filter(
    (user) => !user.is_bot && !user.deleted && user.id !== me.value.id,
  );
  const items = people.map((user) => ({
    label: displayName(user),
    hint: user.profile.title || undefined,
    icon: <Avatar user={user} size={24} />,
    onSelect: () => void openDirect(user.id),
  }));
  return (
    <MenuButton label="New direct message" class="icon-button" groups={[items]}>
      <Icon of={Plus} size={16} />
    </MenuButton>
  );
}

const OpenApp = ({ name }: { name: string }) => (
  <li>
    <button
      type="button"
      class="channel-link"
      onClick={() => void openDirect(workspace.value.app.bot_user_id, 'home')}
    >
      {name}
    </button>
  </li>
);
