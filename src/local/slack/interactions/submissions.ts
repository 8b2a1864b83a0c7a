import type { ActResult, Acts, Json } from '../control/types.ts';
import type { StoredView, User } from '../state/records.ts';
import type { World } from '../state/world.ts';
import { drop, enter, push, replace, stackOf, type ViewInput, viewObject } from '../views/stack.ts';
import { resultOf, viewFor } from './acting.ts';
import { basics } from './payloads.ts';

/** Presses a modal's submit button: `view_submission`, and what its answer does to the stack. */
export async function submit(world: World, user: User, request: Acts['submit']): Promise<ActResult> {
  const stored = enter(world, viewFor(world, user, request.view_id), request.entries);
  const outcome = await world.courier.interact(
    {
      type: 'interactive',
      name: 'view_submission',
      payload: {
        ...basics(world, user, 'view_submission', { viewId: stored.view.id }),
        view: viewObject(world, stored),
        response_urls: [],
      },
    },
    user.id,
  );
  if (!outcome.acked) return { ...resultOf(outcome), view: top(world, user) };
  const answer = (outcome.answer ?? {}) as {
    response_action?: string;
    errors?: Record<string, string>;
    view?: Json;
  };
  if (answer.response_action === 'errors')
    return { ok: false, ackMs: outcome.ackMs, errors: answer.errors ?? {}, view: top(world, user) };
  follow(world, stored, answer);
  return { ...resultOf(outcome), view: top(world, user) };
}

/** Closes a modal without submitting: `view_closed` where the view asked for it. */
export async function close(world: World, user: User, request: Acts['close']): Promise<ActResult> {
  const stored = viewFor(world, user, request.view_id);
  const stack = stackOf(world, user.id);
  const isCleared = request.all === true || stored.view.clear_on_close;
  const closing = isCleared ? stack : [stored];
  drop(
    world,
    user.id,
    closing.map((each) => each.view.id),
  );
  const told = closing.filter((each) => each.view.notify_on_close);
  const outcomes = await Promise.all(
    told.map((each) =>
      world.courier.interact(
        {
          type: 'interactive',
          name: 'view_closed',
          payload: {
            ...basics(world, user, 'view_closed'),
            view: viewObject(world, each),
            is_cleared: isCleared,
          },
        },
        user.id,
      ),
    ),
  );
  const failed = outcomes.find((each) => !each.acked);
  return { ...(failed ? resultOf(failed) : { ok: true }), view: top(world, user) };
}

function follow(world: World, stored: StoredView, answer: { response_action?: string; view?: Json }): void {
  const stack = stackOf(world, stored.user);
  switch (answer.response_action) {
    case 'update':
      replace(world, stored, answer.view as ViewInput);
      return;
    case 'push':
      push(world, stored, answer.view as ViewInput);
      return;
    case 'clear':
      drop(
        world,
        stored.user,
        stack.map((each) => each.view.id),
      );
      return;
    default:
      drop(world, stored.user, [stored.view.id]);
  }
}

function top(world: World, user: User): ActResult['view'] {
  const view = stackOf(world, user.id).at(-1);
  return view ? viewObject(world, view) : null;
}
