import type { ChannelView, UserObject } from '../../control/types.ts';
import { displayName } from '../store/names.ts';

/**
 * Turns `@Name` and `#channel` of what a person typed into references (`<@U…>`, `<#C…>`); the sandbox does
 * the rest, such as escaping. What names nobody stays as it is.
 */
export function encodeReferences(typed: string, users: UserObject[], channels: ChannelView[]): string {
  const people = users.map((user): [string, string] => [`@${displayName(user)}`, `<@${user.id}>`]);
  const rooms = channels
    .filter((channel) => channel.kind === 'public' || channel.kind === 'private')
    .map((channel): [string, string] => [`#${channel.name}`, `<#${channel.id}>`]);
  // Longest names first, so that "@Bo Agent Smith" never becomes Bo Agent.
  const names = [...people, ...rooms].sort(([a], [b]) => b.length - a.length);
  return names.reduce((text, [name, reference]) => replaceWord(text, name, reference), typed);
}

function replaceWord(text: string, name: string, reference: string): string {
  return text.split(name).reduce((done, rest) => done + (/^\w/.test(rest) ? name : reference) + rest);
}

/** The other way round, to edit a message: references become names, entities become characters. */
export function decodeReferences(text: string, users: UserObject[], channels: ChannelView[]): string {
  return text
    .replace(/<@([A-Z0-9]+)(?:\|[^>]*)?>/g, (whole, id) => {
      const user = users.find((one) => one.id === id);
      return user ? `@${displayName(user)}` : whole;
    })
    .replace(/<#([A-Z0-9]+)(?:\|[^>]*)?>/g, (whole, id) => {
      const channel = channels.find((one) => one.id === id);
      return channel ? `#${channel.name}` : whole;
    })
    .replace(/<!(here|channel|everyone)>/g, '@$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
