import type { ActionContext } from './context.ts';
import type { ListenDeps } from './gateway.ts';
import { run } from './listen.ts';
import type { SubmittedView } from './modal.ts';
import { enteredValue, readState } from './view-state.ts';

/** A feature's handler of a button, menu or input. */
export type ActionHandler = (context: ActionContext) => Promise<void>;

/** Listens to one element by its exact action id. */
export function listenForAction(deps: ListenDeps, id: string, handler: ActionHandler): void {
  deps.router.actions.set(id, async ({ body, action, ack, client, respond, context }) => {
    const view = body.view as unknown as SubmittedView | undefined;
    await run(
      {
        kind: 'action',
        id,
        key: `action ${body.user.id} ${action.action_ts} ${id}`,
        userId: body.user.id,
        triggerId: body.trigger_id,
        ...(body.view?.type === 'modal' && view ? { view } : {}),
        context,
        client,
        ...(body.response_url ? { respond } : {}),
        ack: () => ack(),
        log: deps.log,
        acted: deps.acted,
      },
      (c) => {
        const chosen = enteredValue(action);
        const values = Array.isArray(chosen)
          ? chosen.map(String)
          : chosen === undefined || chosen === null
            ? []
            : [String(chosen)];
        const channelId = body.channel?.id ?? (body.container.channel_id as string | undefined);
        const messageTs = body.message?.ts ?? (body.container.message_ts as string | undefined);
        const threadTs = body.message?.thread_ts as string | undefined;
        return handler({
          ...c,
          actionId: id,
          value: values[0] ?? '',
          values,
          blockId: action.block_id,
          ...(view ? { view } : {}),
          fields: readState(view?.state?.values ?? body.state?.values),
          ...(channelId ? { channelId } : {}),
          ...(messageTs ? { messageTs } : {}),
          ...(threadTs ? { threadTs } : {}),
        });
      },
    );
  });
}
