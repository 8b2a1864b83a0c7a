import type { World } from '../state/world.ts';

/** What a person types in a message, as it goes over the wire: escaped, with mentions and links as tokens. */
export function asMessage(world: World, team: string, typed: string): string {
  return replaceMentions(world, team, escapeTyped(typed), (id) => `<@${id}>`).replaceAll(
    /(^|\s)@(channel|here|everyone)\b/g,
    '$1<!$2>',
  );
}

/** The text of a slash command: with `should_escape`, mentions as tokens with names; else as typed. */
export function asCommand(world: World, team: string, typed: string, shouldEscape: boolean): string {
  if (shouldEscape) {
    const named = (id: string) => `<@${id}|${world.users.get(id)?.name ?? id}>`;
    return replaceMentions(world, team, escapeTyped(typed), named).replaceAll(
      /<@([A-Z0-9]+)>/g,
      (_, id: string) => named(id),
    );
  }
  return typed.replaceAll(/<@([A-Z0-9]+)>/g, (_, id: string) => `@${world.users.get(id)?.name ?? id}`);
}

/** Escapes `&`, `<` and `>` except in mentions, channels and links that the message box inserts itself. */
function escapeTyped(typed: string): string {
  return typed
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/&lt;(@[A-Z0-9]+|#[A-Z0-9]+(?:\|[^&]*)?|https?:[^\s&]+)&gt;/g, '<$1>');
}

function replaceMentions(world: World, team: string, text: string, token: (id: string) => string): string {
  return text.replaceAll(/(^|[\s(])@([a-z0-9._-]*[a-z0-9])/g, (whole, before: string, name: string) => {
    const user = world.users.find((each) => each.team === team && each.name === name);
    return user ? `${before}${token(user.id)}` : whole;
  });
}
