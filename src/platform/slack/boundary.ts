import { FieldErrors, faultMessage, newReference, UserError } from '../errors.ts';
import type { Logger } from '../logging.ts';
import type { SubmissionAnswer } from './context.ts';
import type { SubmittedView } from './modal.ts';
import { fieldName } from './view-state.ts';

/** What a person reads when something threw: their mistake in its own words, ours as a reference number that the log has. */
export function messageFor(error: unknown, log: Logger, what: string): string {
  if (error instanceof UserError) return error.message;
  const reference = newReference();
  log.error({ error, reference, what }, 'a fault was answered with a reference number');
  return faultMessage(reference);
}

/** Puts what went wrong beside the fields of a modal, so that what was typed stays on the screen. */
export function fieldErrors(error: unknown, view: SubmittedView, log: Logger): SubmissionAnswer | undefined {
  const inputs = view.blocks.filter((block) => block.type === 'input' && block.block_id !== undefined);
  const first = inputs[0]?.block_id;
  if (first === undefined) return undefined;
  const blockOf = (field: string | undefined): string =>
    inputs.find((block) => fieldName(block.block_id ?? '') === field)?.block_id ?? first;
  if (error instanceof FieldErrors) {
    const errors: Record<string, string> = {};
    for (const [field, message] of Object.entries(error.fields)) errors[blockOf(field)] ??= message;
    return { response_action: 'errors', errors };
  }
  const message = messageFor(error, log, view.callback_id);
  const field = error instanceof UserError ? error.field : undefined;
  return { response_action: 'errors', errors: { [blockOf(field)]: message } };
}

/** What is answered when storing takes longer than Slack waits; what was typed stays in the modal. */
export const tooSlow =
  'Saving takes longer than usual. Nothing is lost: wait a moment and press the button again.';
