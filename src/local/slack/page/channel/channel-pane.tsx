import { ChevronLeft } from 'lucide';
import { useEffect } from 'preact/hooks';
import type { ChannelView as Channel } from '../../control/types.ts';
import { Home } from '../home/home.tsx';
import { channelTitle } from '../store/names.ts';
import { perform } from '../store/perform.ts';
import { go, openChannel, route } from '../store/route.ts';
import { appChannel, workspace } from '../store/workspace.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Composer } from './composer.tsx';
import { MessageList } from './message-list.tsx';

/** The open conversation; the app's own has a Home tab beside its messages, and is told when one is opened. */
export function ChannelPane({ channel }: { channel: Channel }) {
  const title = channelTitle(channel, workspace.value.users);
  const { app } = workspace.value;
  const isApp = channel.id === appChannel.value?.id;
  const tab = isApp && app.homeTab ? (route.value.tab ?? 'home') : 'messages';
  useEffect(() => {
    if (isApp) void perform('open-home', { tab });
  }, [isApp, tab]);
  return (
    <main class="pane" aria-label={title}>
      <header class="pane-head">
        <IconButton
          icon={ChevronLeft}
          label="All conversations"
          class="only-narrow"
          onClick={() => go({ as: route.value.as })}
        />
        <div class="pane-title">
          <h1>{title}</h1>
          {channel.topic && <small>{channel.topic}</small>}
        </div>
        {isApp && app.homeTab && <AppTabs channel={channel.id} tab={tab} />}
        {!isApp && channel.kind !== 'im' && (
          <small class="pane-members">
            {channel.members.length} {channel.members.length === 1 ? 'member' : 'members'}
          </small>
        )}
      </header>
      {tab === 'home' ? <Home /> : <Conversation key={channel.id} channel={channel} title={title} />}
    </main>
  );
}

function Conversation({ channel, title }: { channel: Channel; title: string }) {
  const { app } = workspace.value;
  const readOnly = channel.id === appChannel.value?.id && app.messagesTabReadOnly;
  return (
    <>
      <MessageList channel={channel.id} title={title} />
      {!channel.isMember && (
        <div class="join">
          <p>You are not in {title}.</p>
          <button
            type="button"
            class="button primary"
            onClick={() => void perform('join', { channel: channel.id })}
          >
            Join {title}
          </button>
        </div>
      )}
      {channel.isMember && readOnly && <p class="join">Sending messages to this app is turned off.</p>}
      {channel.isMember && !readOnly && <Composer channel={channel.id} label={`Message ${title}`} />}
    </>
  );
}

const tabs = { home: 'Home', messages: 'Messages' } as const;

function AppTabs({ channel, tab }: { channel: string; tab: 'home' | 'messages' }) {
  const others = { ArrowLeft: 'home', ArrowRight: 'messages' } as const;
  return (
    <div
      class="tabs"
      role="tablist"
      aria-label="Parts of the app"
      onKeyDown={(event) => {
        const to = others[event.key as keyof typeof others];
        if (!to) return;
        openChannel(channel, to);
        event.currentTarget.querySelector<HTMLElement>(`[data-tab=${to}]`)?.focus();
      }}
    >
      {(['home', 'messages'] as const).map((one) => (
        <button
          key={one}
          type="button"
          role="tab"
          data-tab={one}
          aria-selected={tab === one}
          tabIndex={tab === one ? 0 : -1}
          onClick={() => openChannel(channel, one)}
        >
          {tabs[one]}
        </button>
      ))}
    </div>
  );
}
