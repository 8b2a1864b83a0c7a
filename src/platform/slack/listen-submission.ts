import type { SlackViewAction } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { nanoid } from 'nanoid';
import { withInteraction } from '../logging.ts';
import { fieldErrors, messageFor, tooSlow } from './boundary.ts';
import type { InteractionContext, SubmissionAnswer, SubmissionContext } from './context.ts';
import type { ListenDeps } from './gateway.ts';
import { ackAfterMilliseconds, contextOf, type Interaction, isThird, noteAct, run } from './listen.ts';
import type { Modal, SubmittedView } from './modal.ts';
import { noticeView } from './notice-view.ts';

/** A feature's handler of a submitted modal. */
export type SubmissionHandler<Meta, Values> = (
  context: SubmissionContext,
  input: { meta: Meta; fields: Values },
) => Promise<SubmissionAnswer | undefined>;

/**
 * Listens to a modal's submission. The acknowledgement carries the handler's answer, so it goes out after the handler
 * has stored what was typed; when that takes too long the answer is an error that keeps the modal open.
 */
export function listenForSubmission<Meta, Values>(
  deps: ListenDeps,
  modal: Modal<Meta, Values>,
  handler: SubmissionHandler<Meta, Values>,
): void {
  deps.router.submissions.set(modal.id, async ({ body, ack, client, context }) => {
    const view = body.view as unknown as SubmittedView;
    const send = ack as (answer?: object) => Promise<void>;
    let answered = false;
    const answer = async (response?: SubmissionAnswer): Promise<void> => {
      if (answered) return;
      answered = true;
      await send(response);
    };
    const interaction = interactionOf(deps, modal.id, body, client, context, () => answer());
    await withInteraction(nanoid(10), async () => {
      const first = view.blocks.find((block) => block.type === 'input')?.block_id;
      const late: SubmissionAnswer | undefined =
        first === undefined ? undefined : { response_action: 'errors', errors: { [first]: tooSlow } };
      const later: (() => Promise<void>)[] = [];
      const timer = setTimeout(() => void answer(late).catch(() => {}), ackAfterMilliseconds);
      try {
        const c: SubmissionContext = {
          ...contextOf(interaction),
          view,
          afterAnswer: (work) => later.push(work),
        };
        await answer(await handler(c, { meta: modal.meta(view), fields: modal.fields(view) }));
      } catch (error) {
        await answer(fieldErrors(error, view, deps.log) ?? noticeAnswer(error, view, deps));
      } finally {
        clearTimeout(timer);
      }
      for (const work of later)
        await work().catch((error: unknown) =>
          deps.log.warn({ error, id: modal.id }, 'work after a form failed'),
        );
      noteAct(interaction);
    });
  });
}

/** Listens to a modal being closed by hand. */
export function listenForClose<Meta, Values>(
  deps: ListenDeps,
  modal: Modal<Meta, Values>,
  handler: (context: InteractionContext, meta: Meta) => Promise<void>,
): void {
  deps.router.closes.set(modal.id, async ({ body, ack, client, context }) => {
    const interaction = interactionOf(deps, modal.id, body, client, context, () => ack());
    await run(interaction, (c) => handler(c, modal.meta(body.view as unknown as SubmittedView)));
  });
}

/** Says it above the view, or in its place where that is the third: Slack stacks no more. */
function noticeAnswer(error: unknown, view: SubmittedView, deps: ListenDeps): SubmissionAnswer {
  const response_action = isThird(view) ? 'update' : 'push';
  return { response_action, view: noticeView(messageFor(error, deps.log, view.callback_id)) };
}

function interactionOf(
  deps: ListenDeps,
  id: string,
  body: SlackViewAction,
  client: WebClient,
  context: Interaction['context'],
  ack: () => Promise<void>,
): Interaction {
  const triggerId = (body as { trigger_id?: string }).trigger_id;
  return {
    kind: 'submission',
    id,
    key: `view ${body.view.id} ${body.view.hash}`,
    userId: body.user.id,
    ...(triggerId ? { triggerId } : {}),
    view: body.view as unknown as SubmittedView,
    context,
    client,
    ack,
    log: deps.log,
    acted: deps.acted,
  };
}
