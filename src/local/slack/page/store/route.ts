import { signal } from '@preact/signals';

/** Where the page is; all of it stands in the address, so that Back works and a tab can be shared. */
export interface Route {
  /** Who this tab is. */
  as?: string;
  /** The open conversation; absent shows the list of conversations (phones) or the first one. */
  channel?: string;
  /** The open thread's ts. */
  thread?: string;
  /** The app's tab. */
  tab?: 'home' | 'messages';
}

function read(): Route {
  const query = new URLSearchParams(location.search);
  const found = (['as', 'channel', 'thread', 'tab'] as const).flatMap((key) => {
    const value = query.get(key);
    return value ? [[key, value]] : [];
  });
  return Object.fromEntries(found);
}

/** The current place. */
export const route = signal<Route>(read());

addEventListener('popstate', () => {
  route.value = read();
});

/** The address of a place. */
export const addressOf = (place: Route): string =>
  `/?${new URLSearchParams(Object.entries(place).filter(([, value]) => value))}`;

/** Goes somewhere; what is not named is left. */
export function go(place: Route, how: 'push' | 'replace' = 'push'): void {
  history[how === 'push' ? 'pushState' : 'replaceState'](null, '', addressOf(place));
  route.value = place;
}

/** Opens a conversation as the same person. */
export const openChannel = (channel: string, tab?: Route['tab']): void =>
  go({ as: route.value.as, channel, tab });

export const openThread = (channel: string, thread: string): void => go({ ...route.value, channel, thread });

export const closeThread = (): void => go({ ...route.value, thread: undefined });
