import type { ShortcutContext } from './context.ts';
import type { ListenDeps } from './gateway.ts';
import { run } from './listen.ts';

/** A feature's handler of a global or message shortcut. */
export type ShortcutHandler = (context: ShortcutContext) => Promise<void>;

/** Listens to a shortcut by its exact callback id. */
export function listenForShortcut(deps: ListenDeps, id: string, handler: ShortcutHandler): void {
  deps.router.shortcuts.set(id, async (args) => {
    const { shortcut, ack, client, context } = args;
    const onMessage = shortcut.type === 'message_action' ? shortcut : undefined;
    await run(
      {
        kind: 'shortcut',
        id,
        key: `shortcut ${shortcut.trigger_id}`,
        userId: shortcut.user.id,
        triggerId: shortcut.trigger_id,
        context,
        client,
        ...(onMessage ? { respond: args.respond } : {}),
        ack: () => ack(),
        log: deps.log,
        acted: deps.acted,
      },
      (c) =>
        handler({
          ...c,
          ...(onMessage
            ? {
                channelId: onMessage.channel.id,
                message: onMessage.message as unknown as NonNullable<ShortcutContext['message']>,
              }
            : {}),
        }),
    );
  });
}
