import type { CommandView, UserObject } from '../../control/types.ts';
import { displayName } from '../store/names.ts';
import { searchEmoji } from '../text/emoji.ts';

/** One line of what the message box offers while typing. */
export interface Suggestion {
  key: string;
  label: string;
  hint?: string;
  /** What stands in the box when it is taken. */
  text: string;
}

/** Who and what can be named. */
export interface Nameable {
  commands: CommandView[];
  users: UserObject[];
  channels: { id: string; name: string; kind: string }[];
}

const most = 8;

const commandSuggestions = (typed: string, commands: CommandView[]): Suggestion[] =>
  commands
    .filter(({ command }) => command.startsWith(typed.toLowerCase()))
    .map(({ command, description, usage_hint }) => ({
      key: command,
      label: usage_hint ? `${command} ${usage_hint}` : command,
      hint: description,
      text: `${command} `,
    }));

const userSuggestions = (typed: string, users: UserObject[]): Suggestion[] =>
  users
    .filter((user) => displayName(user).toLowerCase().includes(typed.toLowerCase()))
    .map((user) => ({
      key: user.id,
      label: `@${displayName(user)}`,
      hint: user.profile.title,
      text: `@${displayName(user)} `,
    }));

const channelSuggestions = (typed: string, channels: Nameable['channels']): Suggestion[] =>
  channels
    .filter(({ name, kind }) => kind !== 'im' && kind !== 'mpim' && name.includes(typed.toLowerCase()))
    .map(({ id, name }) => ({ key: id, label: `#${name}`, text: `#${name} ` }));

const emojiSuggestions = (typed: string): Suggestion[] =>
  searchEmoji(typed, most).map(({ name, native }) => ({
    key: name,
    label: `${native} :${name}:`,
    text: `${native} `,
  }));

/** What to offer for the text before the cursor, and where the part begins that it would replace. */
export function suggest(before: string, nameable: Nameable): { from: number; suggestions: Suggestion[] } {
  if (/^\/\S*$/.test(before)) {
    return { from: 0, suggestions: commandSuggestions(before, nameable.commands).slice(0, most) };
  }
  const [, sign = '', typed = ''] = /(?:^|\s)([@#:])([\p{L}\p{N}_+-]*)$/u.exec(before) ?? [];
  const from = before.length - typed.length - 1;
  if (sign === '@') return { from, suggestions: userSuggestions(typed, nameable.users).slice(0, most) };
  if (sign === '#') return { from, suggestions: channelSuggestions(typed, nameable.channels).slice(0, most) };
  if (sign === ':' && typed.length >= 2) return { from, suggestions: emojiSuggestions(typed) };
  return { from, suggestions: [] };
}

/** How to go on after a command that stands complete in the box. */
export function usageHint(text: string, commands: CommandView[]): string | undefined {
  const name = /^(\/\S+)\s/.exec(text)?.[1];
  const command = commands.find((one) => one.command === name);
  return command && `${command.command} ${command.usage_hint} — ${command.description}`;
}
