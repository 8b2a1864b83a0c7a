import { z } from 'zod';
import { objectionsOf } from '../blocks/objections.ts';
import { optionGroup, plainOption } from '../blocks/shapes.ts';
import type { ActResult, Acts } from '../control/types.ts';
import type { User } from '../state/records.ts';
import type { World } from '../state/world.ts';
import { placeFor, resultOf } from './acting.ts';
import { find } from './block-actions.ts';
import { basics, containerOf } from './payloads.ts';

/** What the app may answer: at most 100 options, or groups of them. */
const Answer = z.strictObject({
  options: z.array(plainOption).max(100).optional(),
  option_groups: z.array(optionGroup).max(100).optional(),
});

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
  const parsed = Answer.safeParse(outcome.answer ?? {}, { reportInput: true });
  if (!parsed.success) {
    const failure = world.courier.badAnswer('block_suggestion', objectionsOf(parsed.error, ''), user.id);
    return { ok: false, failure, ackMs: outcome.ackMs };
  }
  const { options, option_groups } = parsed.data;
  return { ...resultOf(outcome), ...(option_groups ? { option_groups } : { options: options ?? [] }) };
}
