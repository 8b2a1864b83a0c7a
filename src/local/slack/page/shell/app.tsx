import { useEffect } from 'preact/hooks';
import { ChannelPane } from '../channel/channel-pane.tsx';
import { ThreadPane } from '../channel/thread-pane.tsx';
import { Inspector } from '../inspector/inspector.tsx';
import { Modals } from '../modal/modals.tsx';
import { channelTitle, displayName } from '../store/names.ts';
import { go, route } from '../store/route.ts';
import { channelOf, me, workspace } from '../store/workspace.ts';
import { StepsDialog } from '../workflow/steps-dialog.tsx';
import { Notices } from './notices.tsx';
import { PeopleRail } from './people-rail.tsx';
import { useRegionKeys } from './region-keys.ts';
import { Sidebar } from './sidebar.tsx';

/** The conversation to begin with where there is room for it beside the list. */
function firstChannel(): string | undefined {
  const narrow = matchMedia('(max-width: 760px)').matches;
  return narrow ? undefined : workspace.value.channels.find((channel) => channel.isMember)?.id;
}

/** The whole page. */
export function App() {
  const { channel: wanted, thread } = route.value;
  const channel = channelOf(wanted) ?? channelOf(firstChannel());
  const unread = workspace.value.channels.some((one) => one.unread > 0);
  useRegionKeys();
  useEffect(() => {
    if (channel && !wanted) go({ ...route.value, channel: channel.id }, 'replace');
  }, [channel, wanted]);
  useEffect(() => {
    const place = channel ? channelTitle(channel, workspace.value.users) : workspace.value.team.name;
    document.title = `${unread ? '• ' : ''}${place} · ${displayName(me.value)}`;
  });
  const shows = thread ? 'shows-thread' : channel && wanted ? 'shows-channel' : 'shows-list';
  return (
    <div class={`page ${shows}`}>
      <PeopleRail />
      <Sidebar />
      {channel ? (
        <ChannelPane channel={channel} />
      ) : (
        <main class="pane empty-pane">
          <p>Choose a conversation.</p>
        </main>
      )}
      {channel && thread && <ThreadPane channel={channel} thread={thread} />}
      <Inspector />
      <Notices />
      <StepsDialog />
      <Modals />
    </div>
  );
}
