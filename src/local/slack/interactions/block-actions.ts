import { elementsOf, type Part } from '../blocks/walk.ts';
import type { ActResult, Acts, EntryValue, Json } from '../control/types.ts';
import type { Channel, Message, StoredView, User } from '../state/records.ts';
import type { World } from '../state/world.ts';
import { enter } from '../views/stack.ts';
import { stateValueOf, valuesOf } from '../views/values.ts';
import { Impossible, placeFor, refuseForeignChoices, resultOf } from './acting.ts';
import { basics, containerOf } from './payloads.ts';

type Spot = { channel: Channel; message: Message } | StoredView;

/** A click, a choice, or Enter in an input that dispatches: `block_actions`. */
export async function act(world: World, user: User, request: Acts['action']): Promise<ActResult> {
  let spot = placeFor(world, user, request);
  const { block, element } = find(spot, request);
  if (block.type === 'input' && block.dispatch_action !== true)
    throw new Impossible(`${request.action_id} stands in an input block that does not dispatch actions`);
  const blockId = String(block.block_id);
  const entries = { ...request.entries };
  if (request.value !== undefined)
    entries[blockId] = { ...entries[blockId], [request.action_id]: request.value };
  refuseForeignChoices(blocksAt(spot), entries);
  if ('view' in spot) spot = enter(world, spot, entries);
  const place = containerOf(world, user, spot);
  const outcome = await world.courier.interact(
    {
      type: 'interactive',
      name: 'block_actions',
      payload: {
        ...basics(world, user, 'block_actions', 'view' in spot ? { viewId: spot.view.id } : {}),
        ...place,
        ...(!('view' in spot) && { state: { values: valuesOf(world, blocksAt(spot), entries) } }),
        actions: [
          {
            ...actionOf(world, element, request.value),
            action_id: request.action_id,
            block_id: blockId,
            action_ts: world.messages.nextTs(world.clock.now()),
          },
        ],
      },
    },
    user.id,
    'channel' in request ? request.channel : undefined,
  );
  return resultOf(outcome);
}

/** The element with this action id, in the named block or the only one that has it. */
export function find(
  spot: Spot,
  wanted: { block_id?: string; action_id: string },
): { block: Part; element: Part } {
  const found = elementsOf(blocksAt(spot)).filter(
    ({ block, element }) =>
      element.action_id === wanted.action_id &&
      (wanted.block_id === undefined || block.block_id === wanted.block_id),
  );
  const [first] = found;
  if (!first) throw new Impossible(`there is no element ${wanted.action_id} there`);
  if (found.length > 1)
    throw new Impossible(`${wanted.action_id} is there ${found.length} times: name its block_id`);
  return first;
}

function blocksAt(spot: Spot): Json[] {
  if ('view' in spot) return spot.view.blocks;
  const inAttachments = (spot.message.attachments ?? []).flatMap((each) =>
    Array.isArray(each.blocks) ? each.blocks : [],
  );
  return [...(spot.message.blocks ?? []), ...inAttachments];
}

function actionOf(world: World, element: Part, value: EntryValue | undefined): Json {
  if (element.type === 'button')
    return {
      type: 'button',
      text: element.text,
      ...(element.value !== undefined && { value: element.value }),
      ...(element.style !== undefined && { style: element.style }),
      ...(element.url !== undefined && { url: element.url }),
    };
  const initial = Object.entries(element).filter(([name]) => /^(initial_|placeholder|confirm)/.test(name));
  return { ...Object.fromEntries(initial), ...stateValueOf(world, element, value) };
}
