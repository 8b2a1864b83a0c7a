import { elementsOf, isPart } from '../blocks/walk.ts';
import type { ActResult, Entries, Json, Place } from '../control/types.ts';
import type { Outcome } from '../delivery/courier.ts';
import { canRead } from '../state/access.ts';
import { isFor } from '../state/conversations.ts';
import type { Channel, Message, StoredView, User } from '../state/records.ts';
import type { World } from '../state/world.ts';
import { homeOf, stackOf } from '../views/stack.ts';
import { optionsOf } from '../views/values.ts';

/** A request that no person could make in Slack's own client. */
export class Impossible extends Error {}

export function personOf(world: World, id: string): User {
  const user = world.users.get(id);
  if (!user || user.deleted) throw new Impossible(`there is no active person ${id}`);
  return user;
}

/** Whether the person's own team has the app, with the scope `commands`: only then are commands and shortcuts offered. */
export function offersCommands(world: World, user: User): boolean {
  const hasScope = world.manifest.oauth_config.scopes.bot.includes('commands');
  return hasScope && world.installations.get(user.team)?.active === true;
}

export function channelFor(world: World, user: User, id: string): Channel {
  const channel = world.channels.get(id);
  if (!channel || !canRead(world, user.id, channel)) throw new Impossible(`${user.id} does not see ${id}`);
  return channel;
}

export function messageFor(world: World, user: User, channel: Channel, ts: string): Message {
  const message = world.messages.get(channel.id, ts);
  if (!message || !isFor(message, user.id) || message.subtype === 'tombstone')
    throw new Impossible(`${user.id} sees no message ${ts} in ${channel.id}`);
  return message;
}

export function viewFor(world: World, user: User, id: string): StoredView {
  const home = homeOf(world, user.id);
  const view = [...stackOf(world, user.id), ...(home ? [home] : [])].find((each) => each.view.id === id);
  if (!view) throw new Impossible(`${user.id} has no view ${id} open`);
  return view;
}

/** The message or view where the person acts. */
export function placeFor(
  world: World,
  user: User,
  place: Place,
): { channel: Channel; message: Message } | StoredView {
  if ('view_id' in place) return viewFor(world, user, place.view_id);
  const channel = channelFor(world, user, place.channel);
  return { channel, message: messageFor(world, user, channel, place.ts) };
}

/** The part of an act's result that every delivery has. */
export function resultOf(outcome: Outcome): ActResult {
  return outcome.acked
    ? { ok: true, ackMs: outcome.ackMs }
    : { ok: false, failure: outcome.failure, ackMs: outcome.ackMs };
}

/** Refuses the choice of an option that the menu does not have. */
export function refuseForeignChoices(blocks: readonly Json[], entries: Entries | undefined): void {
  for (const { block, element } of elementsOf(blocks)) {
    const known = optionsOf(element).map((option) => option.value);
    const entry = entries?.[String(block.block_id)]?.[String(element.action_id)];
    if (known.length === 0 || entry === null || entry === undefined || entry === '') continue;
    const chosen: unknown[] = Array.isArray(entry) ? entry : [entry];
    for (const each of chosen.map((one) => (isPart(one) ? one.value : one)))
      if (!known.includes(each)) throw new Impossible(`${element.action_id} has no option "${each}"`);
  }
}
