import { z } from 'zod';
import { emitEvent } from '../delivery/events.ts';
import { Impossible } from '../interactions/acting.ts';
import type { World } from '../state/world.ts';
import type { Fault } from './types.ts';

const FaultShape = z.strictObject({
  kind: z.enum([
    'ratelimited',
    'server_error',
    'slow',
    'drop_socket',
    'stall_socket',
    'disconnect',
    'duplicate',
    'outage',
    'lost_answer',
    'wrong_signature',
    'old_timestamp',
    'future_timestamp',
  ] satisfies Fault['kind'][]),
  method: z.string().optional(),
  seconds: z.number().positive().optional(),
  times: z.number().int().positive().optional(),
  retryAfterSeconds: z.number().positive().optional(),
  delayMs: z.number().positive().optional(),
});

/** Starts the trouble that a test or person asks for. */
export function addFault(world: World, body: unknown): Record<string, never> {
  const parsed = FaultShape.safeParse(body);
  if (!parsed.success) throw new Impossible(z.prettifyError(parsed.error));
  const fault = parsed.data as Fault;
  if (fault.kind === 'drop_socket') world.courier.sockets.dropAll();
  else if (fault.kind === 'stall_socket') world.courier.sockets.stallAll();
  else if (fault.kind === 'disconnect') world.courier.sockets.disconnectAll('refresh_requested');
  else world.faults.add(fault);
  if (fault.kind === 'outage') world.courier.sockets.dropAll();
  return {};
}

/** Revokes one token or every bot and user token, and tells the app by `tokens_revoked`. */
export function revoke(world: World, token: string | undefined): { revoked: string[] } {
  const doomed = world.tokens.filter((each) =>
    token === undefined ? each.kind !== 'app' : each.token === token,
  );
  for (const each of doomed) world.tokens.set(each.token, { ...each, revoked: true });
  for (const team of new Set(doomed.map((each) => each.team))) {
    const of = (kind: string) =>
      doomed.filter((each) => each.team === team && each.kind === kind).map((each) => each.user);
    emitEvent(world, team, { type: 'tokens_revoked', tokens: { oauth: of('user'), bot: of('bot') } });
  }
  return { revoked: doomed.map((each) => each.token) };
}
