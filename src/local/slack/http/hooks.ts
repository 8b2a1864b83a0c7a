import type { Json } from '../control/types.ts';
import { respond } from '../interactions/respond.ts';
import type { World } from '../state/world.ts';
import { readBody } from './body.ts';
import { isCut } from './outage.ts';
import { type Router, sendJson, sendText } from './router.ts';

/** Response URLs: five uses within 30 minutes. */
export function serveHooks(world: World, router: Router): void {
  router.on('POST', '/hooks/:kind/:team/:id', async ({ request, response, params }) => {
    if (isCut(world, request)) return;
    const body = bodyOf((await readBody(request)).toString(), request.headers['content-type'] ?? '');
    const refusal = respond(world, params.id ?? '', body, { counts: true });
    world.journal.call({
      method: 'response_url',
      arguments: body,
      ok: refusal === undefined,
      ...(refusal && { error: refusal }),
      status: refusal ? 404 : 200,
      tookMs: 0,
    });
    if (refusal) sendJson(response, 404, { ok: false, error: refusal });
    else sendText(response, 200, 'ok');
  });
}

function bodyOf(text: string, contentType: string): Json {
  try {
    if (contentType.startsWith('application/x-www-form-urlencoded'))
      return JSON.parse(new URLSearchParams(text).get('payload') ?? '{}');
    return JSON.parse(text);
  } catch {
    return { text };
  }
}
