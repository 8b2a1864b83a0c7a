import type { LiveEvent, StateView, ViewObject } from '../../control/types.ts';
import { get } from '../api.ts';
import { note } from './inspector.ts';
import { notify } from './notices.ts';
import { receive, refreshRooms, remove, replace } from './rooms.ts';
import { home, loaded, offline, setChannel, setClock, views, workspace } from './workspace.ts';

/** How long to wait before the live connection is opened anew, in ms. */
const reopenMs = 2000;

type Handlers = { [Type in LiveEvent['type']]: (event: LiveEvent & { type: Type }) => void };

const handlers: Handlers = {
  message: (event) => receive(event.message),
  message_changed: (event) => replace(event.message),
  message_deleted: (event) => remove(event.channel, event.ts, event.thread_ts),
  ephemeral: (event) => receive(event.message),
  ephemeral_deleted: (event) => remove(event.channel, event.ts),
  view_opened: (event) => place(event.view),
  view_updated: (event) => place(event.view),
  view_closed: (event) => {
    views.value = views.value.filter((view) => view.id !== event.view.id);
  },
  home_published: (event) => {
    home.value = event.view;
  },
  channel: (event) => setChannel(event.channel),
  users: (event) => {
    loaded.value = { ...workspace.value, users: event.users };
  },
  app: (event) => {
    loaded.value = { ...workspace.value, app: event.app };
  },
  notice: ({ failure }) => {
    // An open modal says itself what went wrong in it.
    if (views.value.length === 0) notify(failure.message, failure.detail);
  },
  clock: (event) => setClock(event.clock),
  call: note,
  delivery: note,
};

/** A view opened or changed: Home, or a modal, which keeps its place in the stack. */
function place(view: ViewObject): void {
  if (view.type === 'home') {
    home.value = view;
    return;
  }
  const known = views.value.some((one) => one.id === view.id);
  views.value = known ? views.value.map((one) => (one.id === view.id ? view : one)) : [...views.value, view];
}

/** Fetches all that a person sees, but messages. */
export async function load(as: string | undefined): Promise<void> {
  const state = await get<StateView>('/control/state', { as });
  const [open, own] = await Promise.all([
    get<{ views: ViewObject[] }>('/control/views', { as: state.me.id }),
    get<{ view: ViewObject | null }>('/control/home', { as: state.me.id }),
  ]);
  loaded.value = state;
  views.value = open.views;
  home.value = own.view;
}

/** Follows what happens in the workspace; after an interruption everything is fetched again. */
export function follow(as: string): void {
  const source = new EventSource(`/control/events?as=${as}&inspect=1`);
  source.onopen = () => {
    if (offline.value) void load(as).then(refreshRooms);
    offline.value = false;
  };
  source.onerror = () => {
    offline.value = true;
    // The browser tries again by itself, unless it was told something final.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => follow(as), reopenMs);
  };
  for (const name of Object.keys(handlers) as LiveEvent['type'][]) {
    const handle = handlers[name] as (event: LiveEvent) => void;
    source.addEventListener(name, (event) => handle(JSON.parse((event as MessageEvent<string>).data)));
  }
}
