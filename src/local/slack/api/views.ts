import { z } from 'zod';
import { checkView, viewTooLarge } from '../blocks/check.ts';
import type { Json } from '../control/types.ts';
import type { StoredView } from '../state/records.ts';
import {
  homeOf,
  publish,
  push,
  replace,
  stackLimit,
  stackOf,
  type ViewInput,
  viewObject,
} from '../views/stack.ts';
import { found, SlackError } from './errors.ts';
import { userOf } from './lookups.ts';
import { type Caller, id, type Method, method, object, text } from './method.ts';

/** The view as Slack would take it, or its refusal. `self` is the view that it replaces. */
function checked(caller: Caller, view: Json, type: 'modal' | 'home', self?: StoredView): ViewInput {
  if (viewTooLarge(view)) throw new SlackError('view_too_large');
  const faults = checkView(caller, view, type);
  if (faults.length > 0) throw new SlackError('invalid_arguments', faults);
  const twin = view.external_id
    ? caller.world.views.find(
        (each) => each.team === caller.team && each.view.external_id === view.external_id,
      )
    : undefined;
  if (twin && twin.view.id !== self?.view.id) throw new SlackError('duplicate_external_id');
  return view as ViewInput;
}

function exchange(caller: Caller, triggerId: string) {
  const trigger = caller.world.triggers.exchange(triggerId);
  if (typeof trigger === 'string') throw new SlackError(trigger);
  if (trigger.team !== caller.team) throw new SlackError('invalid_trigger_id');
  return trigger;
}

export const views: Record<string, Method> = {
  'views.open': method({
    tier: 4,
    parameters: z.object({ trigger_id: id(), view: object() }),
    run(caller, args) {
      const view = checked(caller, args.view, 'modal');
      const trigger = exchange(caller, args.trigger_id);
      if (stackOf(caller.world, trigger.user).length >= stackLimit)
        throw new SlackError('push_limit_reached');
      return { view: viewObject(caller.world, push(caller.world, trigger, view)) };
    },
  }),

  'views.push': method({
    tier: 4,
    parameters: z.object({ trigger_id: id(), view: object() }),
    run(caller, args) {
      const view = checked(caller, args.view, 'modal');
      const trigger = exchange(caller, args.trigger_id);
      const stack = stackOf(caller.world, trigger.user);
      if (!stack.some((each) => each.view.id === trigger.viewId)) throw new SlackError('not_found');
      if (stack.length >= stackLimit) throw new SlackError('push_limit_reached');
      return { view: viewObject(caller.world, push(caller.world, trigger, view)) };
    },
  }),

  'views.update': method({
    tier: 4,
    parameters: z.object({
      view: object(),
      view_id: text().optional(),
      external_id: text().optional(),
      hash: text().optional(),
    }),
    run(caller, args) {
      const old = found(
        caller.world.views.find(
          (each) =>
            each.team === caller.team &&
            (each.view.id === args.view_id ||
              (args.external_id !== undefined && each.view.external_id === args.external_id)),
        ),
        'not_found',
      );
      const view = checked(caller, args.view, old.view.type, old);
      if (args.hash !== undefined && args.hash !== old.view.hash) throw new SlackError('hash_conflict');
      return { view: viewObject(caller.world, replace(caller.world, old, view)) };
    },
  }),

  'views.publish': method({
    tier: 4,
    parameters: z.object({ user_id: id(), view: object(), hash: text().optional() }),
    run(caller, args) {
      if (!caller.world.manifest.features.app_home.home_tab_enabled) throw new SlackError('not_enabled');
      const user = userOf(caller, args.user_id);
      const old = homeOf(caller.world, user.id);
      const view = checked(caller, args.view, 'home', old);
      if (args.hash !== undefined && args.hash !== old?.view.hash) throw new SlackError('hash_conflict');
      const stored = publish(caller.world, { user: user.id, team: caller.team }, view);
      return { view: viewObject(caller.world, stored) };
    },
  }),
};
