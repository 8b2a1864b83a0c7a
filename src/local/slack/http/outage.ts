import type { IncomingMessage } from 'node:http';
import type { World } from '../state/world.ts';

/** Cuts the connection without an answer while an outage was asked for. @returns whether it did. */
export function isCut(world: World, request: IncomingMessage, method?: string): boolean {
  if (!world.faults.strike('outage', method)) return false;
  request.socket.destroy();
  return true;
}
