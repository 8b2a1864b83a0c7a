import { appCaller } from '../api/app-caller.ts';
import { checkView, viewTooLarge } from '../blocks/check.ts';
import type { Json } from '../control/types.ts';
import type { StoredView } from '../state/records.ts';
import type { World } from '../state/world.ts';
import { stackLimit, stackOf } from '../views/stack.ts';

/** What the app may ack a submission with. */
export interface SubmissionAnswer {
  response_action?: string;
  errors?: Record<string, string>;
  view?: Json;
}

const known = new Set([undefined, 'errors', 'update', 'push', 'clear']);

/** Why Slack does not take this answer to a submission; empty when it does. */
export function faultsOf(world: World, stored: StoredView, answer: SubmissionAnswer): string[] {
  const action = answer.response_action;
  if (!known.has(action)) return [`unknown response_action ${action}`];
  if (action === 'errors') return errorFaults(stored, answer.errors);
  if (action !== 'update' && action !== 'push') return [];
  if (typeof answer.view !== 'object' || answer.view === null)
    return [`response_action ${action} needs a view`];
  if (action === 'push' && stackOf(world, stored.user).length >= stackLimit) return ['push_limit_reached'];
  if (viewTooLarge(answer.view)) return ['view_too_large'];
  return checkView(appCaller(world, stored.team), answer.view, 'modal');
}

/** Errors go beside input blocks of this view, and nowhere else. */
function errorFaults(stored: StoredView, errors: Record<string, string> | undefined): string[] {
  const inputs = stored.view.blocks.filter((block) => block.type === 'input').map((block) => block.block_id);
  const keys = Object.keys(errors ?? {});
  if (keys.length === 0) return ['response_action errors needs errors'];
  return keys
    .filter((key) => !inputs.includes(key))
    .map((key) => `there is no input block "${key}" for an error`);
}
