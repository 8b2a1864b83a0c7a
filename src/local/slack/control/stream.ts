import type { IncomingMessage, ServerResponse } from 'node:http';
import { installedTeam } from '../interactions/payloads.ts';
import { canRead } from '../state/access.ts';
import { channelView, isFor } from '../state/conversations.ts';
import { messageObject } from '../state/present.ts';
import type { Message, User } from '../state/records.ts';
import type { Changes, World } from '../state/world.ts';
import { viewObject } from '../views/stack.ts';
import { appView } from './app-view.ts';
import { usersFor } from './look.ts';
import type { LiveEvent } from './types.ts';

/** Opens a stream of Server-Sent Events; the returned function sends one. */
export function openStream(
  request: IncomingMessage,
  response: ServerResponse,
  closed: () => void,
): (event: string, data: unknown) => void {
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    connection: 'keep-alive',
  });
  response.write(': open\n\n');
  const beat = setInterval(() => response.write(': beat\n\n'), 15_000).unref();
  request.on('close', () => {
    clearInterval(beat);
    closed();
  });
  return (event, data) => response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

/** Sends the viewer everything that changes before their eyes; with `inspect`, the app's traffic too. */
export function streamChanges(
  world: World,
  viewer: User,
  request: IncomingMessage,
  response: ServerResponse,
  inspect: boolean,
): void {
  const watched: [keyof Changes, (...args: never[]) => void][] = [];
  const send = openStream(request, response, () => {
    for (const [name, listener] of watched) world.changes.off(name, listener as () => void);
  });
  const tell = (event: LiveEvent) => send(event.type, event);
  const watch = <K extends keyof Changes>(name: K, listener: (...args: Changes[K]) => void) => {
    watched.push([name, listener as never]);
    world.changes.on(name, listener as never);
  };
  const sees = (message: Message) => {
    const channel = world.channels.get(message.channel);
    return channel !== undefined && canRead(world, viewer.id, channel) && isFor(message, viewer.id);
  };
  watch('message', (kind, message) => {
    if (!sees(message)) return;
    const type = message.to !== undefined && kind === 'message' ? 'ephemeral' : kind;
    tell({ type, message: messageObject(world, message) });
    const channel = world.channels.get(message.channel);
    if (channel && kind === 'message')
      tell({ type: 'channel', channel: channelView(world, channel, viewer.id) });
  });
  watch('message_deleted', (message) => {
    if (!sees(message)) return;
    const { channel, ts, thread_ts } = message;
    if (message.to !== undefined) tell({ type: 'ephemeral_deleted', channel, ts });
    else tell({ type: 'message_deleted', channel, ts, ...(thread_ts && { thread_ts }) });
  });
  watch('view', (type, stored) => {
    if (stored.user === viewer.id) tell({ type, view: viewObject(world, stored) });
  });
  watch('channel', (channel) => {
    if (canRead(world, viewer.id, channel))
      tell({ type: 'channel', channel: channelView(world, channel, viewer.id) });
  });
  watch('users', () => tell({ type: 'users', users: usersFor(world, viewer) }));
  watch('app', () => tell({ type: 'app', app: appView(world, installedTeam(world, viewer.team)) }));
  watch('notice', (user, failure, channel) => {
    if (user === viewer.id) tell({ type: 'notice', failure, ...(channel && { channel }) });
  });
  watch('clock', (clock) => tell({ type: 'clock', clock }));
  if (!inspect) return;
  watch('call', (call) => tell({ type: 'call', call }));
  watch('delivery', (delivery) => tell({ type: 'delivery', delivery }));
}
