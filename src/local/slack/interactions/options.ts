import type { ActResult, Acts, Json } from '../control/types.ts';
import type { User } from '../state/records.ts';
import type { World } from '../state/world.ts';
import { placeFor, resultOf } from './acting.ts';
import { find } from './block-actions.ts';
import { basics, containerOf } from './payloads.ts';

/** Typing in a menu whose options come from the app: `block_suggestion`. */
export async function suggest(world: World, user: User, request: Acts['options']): Promise<ActResult> {
  const spot = placeFor(world, user, request);
  const { block } = find(spot, request);
  const { response_url, ...place } = containerOf(world, user, spot);
  const outcome = await world.courier.interact(
    {
      type: 'options',
      name: 'block_suggestion',
      payload: {
        ...basics(world, user, 'block_suggestion'),
        ...place,
        block_id: block.block_id,
        action_id: request.action_id,
        value: request.query,
      },
    },
    user.id,
  );
  if (!outcome.acked) return resultOf(outcome);
  const answer = (outcome.answer ?? {}) as { options?: Json[]; option_groups?: Json[] };
  return { ...resultOf(outcome), ...pick(answer) };
}

function pick(answer: { options?: Json[]; option_groups?: Json[] }): Partial<ActResult> {
  if (answer.option_groups) return { option_groups: answer.option_groups };
  return { options: answer.options ?? [] };
}
