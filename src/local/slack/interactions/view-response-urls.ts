import { elementsOf } from '../blocks/walk.ts';
import type { StoredView } from '../state/records.ts';
import type { World } from '../state/world.ts';
import { valuesOf } from '../views/values.ts';
import { newResponseUrl } from './payloads.ts';

interface ViewResponseUrl {
  block_id: string;
  action_id: string;
  channel_id: string;
  response_url: string;
}

/** A response URL for each menu of the view that has `response_url_enabled` and a conversation chosen. */
export function responseUrls(world: World, stored: StoredView): ViewResponseUrl[] {
  const values = valuesOf(world, stored.view.blocks, stored.entries);
  return elementsOf(stored.view.blocks).flatMap(({ block, element }) => {
    if (element.response_url_enabled !== true) return [];
    const block_id = String(block.block_id);
    const action_id = String(element.action_id);
    const value = values[block_id]?.[action_id];
    const channel = value?.selected_conversation ?? value?.selected_channel;
    if (typeof channel !== 'string') return [];
    const target = { team: stored.team, channel, user: stored.user, ephemeral: false };
    return [{ block_id, action_id, channel_id: channel, response_url: newResponseUrl(world, 'app', target) }];
  });
}
