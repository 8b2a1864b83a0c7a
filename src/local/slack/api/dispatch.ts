import type { z } from 'zod';
import type { Json } from '../control/types.ts';
import type { Token } from '../state/records.ts';
import type { World } from '../state/world.ts';
import { SlackError } from './errors.ts';
import type { Caller, Method } from './method.ts';
import type { Rates } from './rates.ts';
import { methods } from './table.ts';

/** A call as it came over HTTP. */
export interface Request {
  method: string;
  /** From the Authorization header or the arguments. */
  token: string | undefined;
  args: Json;
}

/** Runs one Web API call through every gate in Slack's order: method, token, scope, rate, arguments. */
export async function dispatch(world: World, rates: Rates, request: Request): Promise<Json> {
  const method = methods.get(request.method);
  if (!method) throw new SlackError('unknown_method', [], { req_method: request.method });
  const token = authenticate(world, method, request.token);
  checkScope(method, token);
  if (world.tuning.rateLimits) checkRate(world, rates, request, method, token);
  const args = checkArguments(method, request.args);
  const installation = world.installations.get(token.team);
  const caller: Caller = { world, token, team: token.team, user: token.user, installation };
  return method.run(caller, args as never);
}

const nobody: Token = { token: '', kind: 'bot', team: '', user: '', scopes: [], revoked: false };

function authenticate(world: World, method: Method, token: string | undefined): Token {
  if (method.tokens.includes('none')) return world.tokens.get(token ?? '') ?? nobody;
  if (!token) throw new SlackError('not_authed');
  const known = world.tokens.get(token);
  if (!known) throw new SlackError('invalid_auth');
  if (known.kind === 'bot' && world.installations.get(known.team)?.active === false)
    throw new SlackError('account_inactive');
  if (known.revoked) throw new SlackError('token_revoked');
  if (known.expiresAt !== undefined && world.tuning.protocolNow() > known.expiresAt)
    throw new SlackError('token_expired');
  if (!method.tokens.includes(known.kind)) throw new SlackError('not_allowed_token_type');
  return known;
}

function checkScope(method: Method, token: Token): void {
  const isCovered = method.scopes.length === 0 || method.scopes.some((scope) => token.scopes.includes(scope));
  if (!isCovered)
    throw new SlackError('missing_scope', [], {
      needed: method.scopes.join(','),
      provided: token.scopes.join(','),
    });
}

function checkRate(world: World, rates: Rates, request: Request, method: Method, token: Token): void {
  const channel = method.tier === 'posting' ? String(request.args.channel) : '';
  const wait = rates.take(
    method.tier,
    `${request.method}/${token.team}/${channel}`,
    world.tuning.protocolNow(),
  );
  if (wait !== undefined) throw new SlackError('ratelimited', [], { retryAfterSeconds: wait });
}

function checkArguments(method: Method, args: Json): unknown {
  const result = method.parameters.safeParse(args);
  if (result.success) return result.data;
  throw new SlackError('invalid_arguments', result.error.issues.map(describe));
}

function describe(issue: z.core.$ZodIssue): string {
  const [field, ...deeper] = issue.path;
  const isMissing =
    issue.code === 'invalid_type' && issue.input === undefined && issue.message.includes('undefined');
  if (isMissing && deeper.length === 0) return `[ERROR] missing required field: ${String(field)}`;
  return `[ERROR] ${issue.message} [json-pointer:/${issue.path.map(String).join('/')}]`;
}
