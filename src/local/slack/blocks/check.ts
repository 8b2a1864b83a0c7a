import type { Caller } from '../api/method.ts';
import type { Json } from '../control/types.ts';
import { crossObjections, fileInputsIn } from './cross-rules.ts';
import { objection, objectionsOf } from './objections.ts';
import { homeView, messageBlocks, modalView } from './surfaces.ts';

/** Slack's limit for a view as JSON. */
const maxViewBytes = 250_000;

/** Whether the view is larger than Slack takes. */
export function viewTooLarge(view: Json): boolean {
  return Buffer.byteLength(JSON.stringify(view)) > maxViewBytes;
}

/** Slack's objections to the blocks of a message, each with the path of the fault. */
export function checkBlocks(caller: Caller, blocks: Json[], root: string): string[] {
  const result = messageBlocks.safeParse(blocks, { reportInput: true });
  if (!result.success) return objectionsOf(result.error, root);
  return [...fileInputsIn(blocks, root), ...crossObjections(caller, blocks, root, 'message')];
}

/** Slack's objections to a view. */
export function checkView(caller: Caller, view: Json, type: 'modal' | 'home'): string[] {
  if (view.type !== type) return [objection(`must be a view of type ${type}`, '/view', ['type'])];
  const result = (type === 'modal' ? modalView : homeView).safeParse(view, { reportInput: true });
  if (!result.success) return objectionsOf(result.error, '/view');
  const blocks = view.blocks as Json[];
  const hasInput = blocks.some((block) => block.type === 'input');
  return [
    ...(type === 'modal' && hasInput && !view.submit
      ? [objection('missing required field: submit (it is required with an input block)', '/view')]
      : []),
    ...(type === 'home' ? fileInputsIn(blocks, '/view/blocks') : []),
    ...crossObjections(caller, blocks, '/view/blocks', 'view'),
  ];
}
