import { elementsOf, withIds } from '../blocks/walk.ts';
import type { Entries, Json, ViewObject } from '../control/types.ts';
import { newId, newSecret } from '../state/ids.ts';
import type { StoredView } from '../state/records.ts';
import type { World } from '../state/world.ts';
import { valuesOf } from './values.ts';

/** How many modals may lie on each other. */
export const stackLimit = 3;

/** What an app sends to show a view; checked before it comes here. */
export type ViewInput = Json & { type: 'modal' | 'home'; blocks: Json[] };

/** A person's open modals, from the bottom to the top. */
export function stackOf(world: World, user: string): StoredView[] {
  return (world.stacks.get(user) ?? []).flatMap((id) => world.views.get(id) ?? []);
}

/** Puts a modal on top of the person's stack. */
export function push(world: World, owner: { user: string; team: string }, input: ViewInput): StoredView {
  const stack = stackOf(world, owner.user);
  const id = newId('V');
  const view: ViewObject = {
    ...frame(world, owner.team, input),
    id,
    root_view_id: stack[0]?.view.id ?? id,
    previous_view_id: stack.at(-1)?.view.id ?? null,
  };
  const stored = world.views.set(id, { ...owner, view, entries: {} });
  world.stacks.set(owner.user, [...stack.map((each) => each.view.id), id]);
  world.changes.emit('view', 'view_opened', stored);
  return stored;
}

/** Replaces what a view shows; what was typed stays where block and action ids are the same. */
export function replace(world: World, old: StoredView, input: ViewInput): StoredView {
  const { id, root_view_id, previous_view_id } = old.view;
  const view = { ...frame(world, old.team, input), id, root_view_id, previous_view_id };
  const stored = world.views.set(id, { ...old, view, entries: kept(old.entries, view.blocks) });
  world.changes.emit('view', view.type === 'home' ? 'home_published' : 'view_updated', stored);
  return stored;
}

/** Takes views off the person's stack. */
export function drop(world: World, user: string, ids: string[]): void {
  const left = (world.stacks.get(user) ?? []).filter((id) => !ids.includes(id));
  world.stacks.set(user, left);
  for (const id of ids) {
    const stored = world.views.get(id);
    world.views.delete(id);
    if (stored) world.changes.emit('view', 'view_closed', stored);
  }
}

/** The person's published Home. */
export function homeOf(world: World, user: string): StoredView | undefined {
  return world.views.find((each) => each.user === user && each.view.type === 'home');
}

export function publish(world: World, owner: { user: string; team: string }, input: ViewInput): StoredView {
  const old = homeOf(world, owner.user);
  if (old) return replace(world, old, input);
  const id = newId('V');
  const view = { ...frame(world, owner.team, input), id, root_view_id: id, previous_view_id: null };
  const stored = world.views.set(id, { ...owner, view, entries: {} });
  world.changes.emit('view', 'home_published', stored);
  return stored;
}

/** Remembers what the person entered so far. */
export function enter(world: World, stored: StoredView, entries: Entries | undefined): StoredView {
  if (!entries) return stored;
  const merged: Entries = { ...stored.entries };
  for (const [block, actions] of Object.entries(entries)) merged[block] = { ...merged[block], ...actions };
  return world.views.set(stored.view.id, { ...stored, entries: merged });
}

/** The view with what its person has entered, as payloads and the page show it. */
export function viewObject(world: World, stored: StoredView): ViewObject {
  return { ...stored.view, state: { values: valuesOf(world, stored.view.blocks, stored.entries) } };
}

function frame(
  world: World,
  team: string,
  input: ViewInput,
): Omit<ViewObject, 'id' | 'root_view_id' | 'previous_view_id'> {
  const installation = world.installations.get(team);
  return {
    team_id: team,
    app_id: world.app.id,
    app_installed_team_id: team,
    bot_id: installation?.botId ?? '',
    type: input.type,
    callback_id: String(input.callback_id ?? ''),
    private_metadata: String(input.private_metadata ?? ''),
    external_id: String(input.external_id ?? ''),
    ...(input.type === 'modal' && {
      title: input.title as Json,
      submit: (input.submit as Json | undefined) ?? null,
      close: (input.close as Json | undefined) ?? null,
    }),
    blocks: withIds(input.blocks),
    notify_on_close: input.notify_on_close === true,
    clear_on_close: input.clear_on_close === true,
    submit_disabled: input.submit_disabled === true,
    hash: `${Math.floor(world.tuning.protocolNow() / 1000)}.${newSecret().slice(0, 8)}`,
    state: { values: {} },
  } as Omit<ViewObject, 'id' | 'root_view_id' | 'previous_view_id'>;
}

function kept(entries: Entries, blocks: readonly Json[]): Entries {
  const next: Entries = {};
  for (const { block, element } of elementsOf(blocks)) {
    const value = entries[String(block.block_id)]?.[String(element.action_id)];
    if (value === undefined) continue;
    next[String(block.block_id)] = { ...next[String(block.block_id)], [String(element.action_id)]: value };
  }
  return next;
}
