import type { ServerResponse } from 'node:http';
import { uninstall } from '../delivery/uninstall.ts';
import { readBody } from '../http/body.ts';
import { sendFile } from '../http/files.ts';
import { type Exchange, type Router, sendJson } from '../http/router.ts';
import { Impossible, personOf } from '../interactions/acting.ts';
import { stepResult } from '../interactions/steps.ts';
import { canOpenFile } from '../state/access.ts';
import type { World } from '../state/world.ts';
import { homeOf, stackOf, viewObject } from '../views/stack.ts';
import { perform } from './acts.ts';
import { messagesFor, stateFor } from './look.ts';
import { changePerson } from './people.ts';
import { openStream, streamChanges } from './stream.ts';
import { addFault, revoke } from './trouble.ts';
import type { ClockChange } from './types.ts';

/** The control API and the clock; docs/sandbox.md lists the routes. */
export function serveControl(world: World, router: Router): void {
  const get = (path: string, answer: (exchange: Exchange) => unknown) =>
    router.on('GET', path, (exchange) => reply(exchange.response, () => answer(exchange)));
  const act = (
    method: string,
    path: string,
    answer: (exchange: Exchange, body: Record<string, unknown>) => unknown,
  ) =>
    router.on(method, path, async (exchange) => {
      const text = (await readBody(exchange.request)).toString();
      await reply(exchange.response, () => answer(exchange, parse(text)));
    });
  const viewer = ({ url }: Exchange) => personOf(world, url.searchParams.get('as') ?? '');

  // Without `as` the page begins as the first person there is.
  const anyone = () => world.users.find((user) => !user.isBot && !user.deleted)?.id ?? '';
  get('/control/state', ({ url }) =>
    stateFor(world, personOf(world, url.searchParams.get('as') ?? anyone())),
  );
  get('/control/channels/:id/messages', (exchange) => {
    const { thread, before, limit } = Object.fromEntries(exchange.url.searchParams);
    return messagesFor(world, viewer(exchange), exchange.params.id ?? '', {
      ...(thread && { thread }),
      ...(before && { before }),
      ...(limit && { limit: Number(limit) }),
    });
  });
  get('/control/views', (exchange) => ({
    views: stackOf(world, viewer(exchange).id).map((each) => viewObject(world, each)),
  }));
  get('/control/home', (exchange) => {
    const home = homeOf(world, viewer(exchange).id);
    return { view: home ? viewObject(world, home) : null };
  });
  get('/control/steps/:id', ({ params }) => stepResult(world, params.id ?? ''));
  router.on('GET', '/control/files/:id', (exchange) => {
    const file = world.files.get(exchange.params.id ?? '');
    const user = world.users.get(exchange.url.searchParams.get('as') ?? '');
    if (!file || !user || !canOpenFile(world, user.id, file))
      sendJson(exchange.response, 404, { error: 'no such file' });
    else sendFile(world, exchange.response, file);
  });
  router.on('GET', '/control/events', (exchange) => {
    const user = world.users.get(exchange.url.searchParams.get('as') ?? '');
    if (!user) sendJson(exchange.response, 400, { error: 'name a person with ?as=' });
    else
      streamChanges(
        world,
        user,
        exchange.request,
        exchange.response,
        exchange.url.searchParams.has('inspect'),
      );
  });
  act('POST', '/control/act/:name', ({ params }, body) => perform(world, params.name ?? '', body));

  const since = ({ url }: Exchange) => Number(url.searchParams.get('since') ?? 0);
  get('/control/calls', (exchange) => {
    const method = exchange.url.searchParams.get('method');
    return {
      calls: world.journal.calls.filter(
        (each) => each.seq > since(exchange) && (!method || each.method === method),
      ),
    };
  });
  get('/control/deliveries', (exchange) => {
    const type = exchange.url.searchParams.get('type');
    return {
      deliveries: world.journal.deliveries.filter(
        (each) => each.seq > since(exchange) && (!type || each.type === type),
      ),
    };
  });
  get('/control/failures', () => ({ failures: world.journal.failures }));
  act('DELETE', '/control/failures', () => {
    world.journal.failures.length = 0;
    return {};
  });
  act('POST', '/control/faults', (_, body) => addFault(world, body));
  act('DELETE', '/control/faults', () => {
    world.faults.clear();
    return {};
  });
  act('POST', '/control/revoke', (_, body) =>
    revoke(world, typeof body.token === 'string' ? body.token : undefined),
  );
  act('POST', '/control/people', (_, body) => ({ user: changePerson(world, body) }));
  act('POST', '/control/uninstall', () => {
    uninstall(world, [...world.teams.values()][0]?.id ?? '');
    return {};
  });
  act('POST', '/control/clock', (_, body) => world.clock.change(body as ClockChange));
  get('/clock', () => world.clock.view());
  router.on('GET', '/clock/events', ({ request, response }) => {
    const listener = () => send('clock', world.clock.view());
    const send = openStream(request, response, () => world.changes.off('clock', listener));
    world.changes.on('clock', listener);
    listener();
  });
}

async function reply(response: ServerResponse, answer: () => unknown): Promise<void> {
  try {
    sendJson(response, 200, await answer());
  } catch (error) {
    const isTheirs = [Impossible, SyntaxError, RangeError].some((kind) => error instanceof kind);
    const text = error instanceof Error ? error.message : String(error);
    sendJson(response, isTheirs ? 400 : 500, { error: text });
  }
}

function parse(text: string): Record<string, unknown> {
  const value: unknown = text === '' ? {} : JSON.parse(text);
  if (typeof value !== 'object' || value === null) throw new Impossible('the body must be a JSON object');
  return value as Record<string, unknown>;
}
