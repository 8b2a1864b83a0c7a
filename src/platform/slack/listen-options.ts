import { limits, plain } from './blocks.ts';
import { messageFor } from './boundary.ts';
import type { Option, OptionsContext } from './context.ts';
import type { ListenDeps } from './gateway.ts';
import { workspaceOf } from './listen.ts';
import type { SubmittedView } from './modal.ts';

/** A feature's answer to what was typed into an external select. */
export type OptionsHandler = (context: OptionsContext) => Promise<Option[]>;

/** Serves an external select; at most 100 options go out, which is what Slack shows. */
export function listenForOptions(deps: ListenDeps, id: string, handler: OptionsHandler): void {
  deps.app.options({ type: 'block_suggestion', action_id: id }, async ({ body, payload, ack, context }) => {
    const view = (body as { view?: unknown }).view as SubmittedView | undefined;
    try {
      const options = await handler({
        workspace: workspaceOf(context),
        userId: body.user.id,
        query: payload.value,
        actionId: id,
        ...(view ? { view } : {}),
      });
      await (ack as (answer: object) => Promise<void>)({ options: options.slice(0, 100).map(toOption) });
    } catch (error) {
      messageFor(error, deps.log, `options ${id}`);
      await ack({ options: [] });
    }
  });
}

function toOption(option: Option) {
  return {
    text: plain(option.text, limits.optionText),
    value: option.value,
    ...(option.description ? { description: plain(option.description, limits.optionText) } : {}),
  };
}
