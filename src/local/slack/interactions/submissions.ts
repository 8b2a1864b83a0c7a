import type { ActResult, Acts } from '../control/types.ts';
import type { StoredView, User } from '../state/records.ts';
import type { World } from '../state/world.ts';
import { drop, enter, push, replace, stackOf, type ViewInput, viewObject } from '../views/stack.ts';
import { Impossible, refuseForeignChoices, resultOf, viewFor } from './acting.ts';
import { entryErrors, giveFiles } from './check-entries.ts';
import { basics } from './payloads.ts';
import { faultsOf, type SubmissionAnswer } from './submission-answer.ts';
import { responseUrls } from './view-response-urls.ts';

/** Presses a modal's submit button: Slack's own checks, `view_submission`, and what its answer does to the stack. */
export async function submit(world: World, user: User, request: Acts['submit']): Promise<ActResult> {
  const shown = viewFor(world, user, request.view_id);
  refuseForeignChoices(shown.view.blocks, request.entries);
  const stored = enter(world, shown, request.entries);
  if (!stored.view.submit) throw new Impossible('this view has no submit button');
  if (stackOf(world, user.id).at(-1)?.view.id !== stored.view.id)
    throw new Impossible('another view lies over this one');
  const errors = entryErrors(world, stored);
  if (Object.keys(errors).length > 0) return { ok: false, errors, view: top(world, user) };
  giveFiles(world, stored);
  const outcome = await world.courier.interact(
    {
      type: 'interactive',
      name: 'view_submission',
      payload: {
        ...basics(world, user, 'view_submission', { viewId: stored.view.id }),
        view: viewObject(world, stored),
        response_urls: responseUrls(world, stored),
      },
    },
    user.id,
  );
  if (!outcome.acked) return { ...resultOf(outcome), view: top(world, user) };
  const answer = (outcome.answer ?? {}) as SubmissionAnswer;
  const faults = faultsOf(world, stored, answer);
  if (faults.length > 0) {
    const failure = world.courier.badAnswer('view_submission', faults, user.id);
    return { ok: false, failure, ackMs: outcome.ackMs, view: top(world, user) };
  }
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

function follow(world: World, stored: StoredView, answer: SubmissionAnswer): void {
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
