import type { Caller } from '../api/method.ts';
import type { Json } from '../control/types.ts';

/** Slack's objections to the blocks of a message, each with the path of the fault. */
export function checkBlocks(_caller: Caller, _blocks: Json[], _path: string): string[] {
  return [];
}

/** Slack's objections to a view. */
export function checkView(_caller: Caller, _view: Json, _type: 'modal' | 'home' | 'any'): string[] {
  return [];
}
