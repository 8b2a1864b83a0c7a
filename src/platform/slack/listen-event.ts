import type { EventContext } from './context.ts';
import type { ListenDeps } from './gateway.ts';
import { workspaceOf } from './listen.ts';

/** Listens to an event; a throw reaches the inbox, which tries again later. */
export function listenForEvent<Event>(
  deps: ListenDeps,
  name: string,
  handler: (context: EventContext<Event>) => Promise<void>,
): void {
  deps.app.event(name, async ({ event, body, client, context }) => {
    await handler({
      workspace: workspaceOf(context),
      event: event as unknown as Event,
      eventId: body.event_id,
      eventTime: new Date(body.event_time * 1_000),
      client,
      log: deps.log,
    });
  });
}
