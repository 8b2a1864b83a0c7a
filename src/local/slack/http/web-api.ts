import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { dispatch } from '../api/dispatch.ts';
import { SlackError } from '../api/errors.ts';
import { Rates } from '../api/rates.ts';
import type { Json } from '../control/types.ts';
import type { World } from '../state/world.ts';
import { bearerOf, readBody, readMultipart } from './body.ts';
import { isCut } from './outage.ts';
import { type Exchange, type Router, sendJson } from './router.ts';

/** The Web API at `/api/<method>`: form, multipart or JSON in, JSON out, faults as asked for. */
export function serveWebApi(world: World, router: Router): void {
  const rates = new Rates();
  router.on('*', '/api/:method', async (exchange) => {
    const { request, response, params } = exchange;
    const method = params.method ?? '';
    const started = performance.now();
    const body = await readBody(request);
    const slow = world.faults.strike('slow', method);
    if (slow) await sleep(slow.delayMs ?? 1000);
    if (isCut(world, request, method)) return;
    let args: Json = {};
    const log = (status: number, ok: boolean, error?: string, messages?: string[]) =>
      world.journal.call({
        method,
        arguments: withoutSecrets(args),
        ok,
        status,
        tookMs: Math.round(performance.now() - started),
        ...(error && { error }),
        ...(messages && messages.length > 0 && { messages }),
      });
    try {
      args = await argumentsOf(exchange, body);
      const token = tokenOf(request, args);
      askedFaults(world, method);
      const result = await dispatch(world, rates, { method, token, args });
      log(200, true);
      if (world.faults.strike('lost_answer', method)) {
        request.socket.destroy();
        return;
      }
      sendJson(response, 200, { ok: true, ...result }, scopeHeaders(world, token));
    } catch (error) {
      const { status, body: answer, headers } = refusal(error);
      log(status, false, String(answer.error), answer.response_metadata?.messages);
      sendJson(response, status, answer, { ...scopeHeaders(world, tokenOf(request, args)), ...headers });
    }
  });
}

function askedFaults(world: World, method: string): void {
  const limited = world.faults.strike('ratelimited', method);
  if (limited) throw new SlackError('ratelimited', [], { retryAfterSeconds: limited.retryAfterSeconds ?? 1 });
  if (world.faults.strike('server_error', method))
    throw new SlackError('internal_error', [], { status: 500 });
}

interface Refusal {
  status: number;
  body: Json & { response_metadata?: { messages: string[] } };
  headers: Record<string, string>;
}

function refusal(error: unknown): Refusal {
  if (!(error instanceof SlackError)) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { status: 500, body: { ok: false, error: 'fatal_error', detail }, headers: {} };
  }
  const { retryAfterSeconds, status = 200, ...extra } = error.extra;
  const isLimited = retryAfterSeconds !== undefined;
  return {
    status: isLimited ? 429 : Number(status),
    headers: isLimited ? { 'retry-after': String(retryAfterSeconds) } : {},
    body: {
      ok: false,
      error: error.code,
      ...extra,
      ...(error.messages.length > 0 && { response_metadata: { messages: error.messages } }),
    },
  };
}

async function argumentsOf({ request, url }: Exchange, body: Buffer): Promise<Json> {
  const query = Object.fromEntries(url.searchParams);
  const type = request.headers['content-type'] ?? '';
  if (body.length === 0) return query;
  if (type.startsWith('application/x-www-form-urlencoded'))
    return { ...query, ...Object.fromEntries(new URLSearchParams(body.toString())) };
  if (type.startsWith('multipart/form-data'))
    return { ...query, ...Object.fromEntries(await readMultipart(body, type)) };
  if (type === '') throw new SlackError('missing_post_type');
  if (!type.startsWith('application/json')) throw new SlackError('invalid_post_type');
  return { ...query, ...parseJson(body.toString()) };
}

function parseJson(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  } catch {
    throw new SlackError('invalid_json');
  }
  throw new SlackError('json_not_object');
}

/** From the header; from the arguments only in forms, as a token in JSON is not taken. */
function tokenOf(request: IncomingMessage, args: Json): string | undefined {
  const bearer = bearerOf(request);
  if (bearer) return bearer;
  const isJson = request.headers['content-type']?.startsWith('application/json');
  return typeof args.token === 'string' && !isJson ? args.token : undefined;
}

function scopeHeaders(world: World, token: string | undefined): Record<string, string> {
  const known = world.tokens.get(token ?? '');
  return known ? { 'x-oauth-scopes': known.scopes.join(',') } : {};
}

function withoutSecrets(args: Json): Json {
  const { token, client_secret, ...rest } = args;
  return rest;
}
