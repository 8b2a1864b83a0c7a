import { computed, signal } from '@preact/signals';
import type { ChannelView, ClockView, StateView, UserObject, ViewObject } from '../../control/types.ts';
import type { Viewer } from '../text/dates.ts';

/** What the person of this tab sees of the workspace; undefined until the first answer. */
export const loaded = signal<StateView | undefined>(undefined);

/** The open modals, from the bottom to the top. */
export const views = signal<ViewObject[]>([]);

/** The app's Home tab as this person sees it; null when the app never published one. */
export const home = signal<ViewObject | null>(null);

/** True while the live connection to the sandbox is down. */
export const offline = signal(false);

/** The workspace; only components inside the loaded page may read it. */
export const workspace = computed<StateView>(() => {
  if (!loaded.value) throw new Error('The workspace is not loaded yet.');
  return loaded.value;
});

export const me = computed<UserObject>(() => workspace.value.me);

const usersById = computed(() => new Map(workspace.value.users.map((user) => [user.id, user])));
const channelsById = computed(() => new Map(workspace.value.channels.map((one) => [one.id, one])));

export const userOf = (id: string | undefined): UserObject | undefined => usersById.value.get(id ?? '');
export const channelOf = (id: string | undefined): ChannelView | undefined =>
  channelsById.value.get(id ?? '');

/** The direct message with the app. */
export const appChannel = computed(() =>
  workspace.value.channels.find(
    (channel) => channel.kind === 'im' && channel.user === workspace.value.app.bot_user_id,
  ),
);

/** The system's time, renewed each half minute so that relative times stay true. */
const systemNow = signal(Date.now());
setInterval(() => {
  systemNow.value = Date.now();
}, 30_000);

/** The desk's time in ms since 1970, to the half minute. */
export const deskNow = computed(() => {
  const { frozen, now, offsetMs } = workspace.value.clock;
  return frozen ? now : Math.max(systemNow.value, Date.now()) + offsetMs;
});

/** Times are for the eyes of the person of this tab. */
export const viewer = computed<Viewer>(() => ({ zone: me.value.tz, now: deskNow.value }));

export function setClock(clock: ClockView): void {
  loaded.value = { ...workspace.value, clock };
}

/** Adds or replaces a conversation. */
export function setChannel(channel: ChannelView): void {
  const others = workspace.value.channels.filter((one) => one.id !== channel.id);
  loaded.value = { ...workspace.value, channels: [...others, channel] };
}
