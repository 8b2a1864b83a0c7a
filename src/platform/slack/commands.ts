import type { KnownBlock } from '@slack/types';
import { section } from './blocks.ts';
import { type CommandGroup, commandNames } from './command-names.ts';
import type { CommandContext } from './context.ts';
import { escapeText } from './text.ts';

/** One subcommand: `/ticket new` is `{ command: 'ticket', name: 'new' }`. */
export interface Subcommand {
  command: CommandGroup;
  name: string;
  /** Arguments as help shows them, such as `[date]`. */
  usage?: string;
  /** One line for help: what it does. */
  description: string;
  handler(context: CommandContext): Promise<void>;
}

/** All subcommands that features have registered; help is made from them, so it cannot be out of date. */
export class CommandTable {
  readonly #groups = new Map<CommandGroup, Map<string, Subcommand>>();

  add(subcommand: Subcommand): void {
    const group = this.#groups.get(subcommand.command) ?? new Map<string, Subcommand>();
    if (group.has(subcommand.name))
      throw new Error(`/${subcommand.command} ${subcommand.name} is registered twice`);
    group.set(subcommand.name, subcommand);
    this.#groups.set(subcommand.command, group);
  }

  groups(): CommandGroup[] {
    return [...this.#groups.keys()];
  }

  names(group: CommandGroup): string[] {
    return [...(this.#groups.get(group)?.keys() ?? [])];
  }

  /** Splits `log yesterday` into the subcommand and its arguments; `undefined` where help is the answer. */
  find(group: CommandGroup, text: string): { subcommand: Subcommand; args: string } | undefined {
    const [word = '', ...rest] = text.trim().split(/\s+/);
    const subcommand = this.#groups.get(group)?.get(word.toLowerCase());
    return subcommand && { subcommand, args: rest.join(' ') };
  }

  /** What an unknown or empty command shows; `unknown` is what the person typed. */
  help(group: CommandGroup, unknown = ''): { text: string; blocks: KnownBlock[] } {
    const lines = [...(this.#groups.get(group)?.values() ?? [])].map((one) => {
      const call = [commandNames[group], one.name, one.usage].filter(Boolean).join(' ');
      return `\`${call}\`  ${one.description}`;
    });
    lines.push(`\`${commandNames[group]} help\`  Show this list`);
    const word = unknown.trim();
    const intro =
      word === '' || word.toLowerCase() === 'help'
        ? `What ${commandNames[group]} can do:`
        : `There is no \`${commandNames[group]} ${escapeText(word.slice(0, 60)).replaceAll('`', "'")}\`. What there is:`;
    return { text: [intro, ...lines].join('\n'), blocks: [section(intro), section(lines.join('\n'))] };
  }

  /** The help of all groups, one after the other. */
  overview(): { text: string; blocks: KnownBlock[] } {
    const helps = this.groups().map((group) => this.help(group));
    return {
      text: helps.map(({ text }) => text).join('\n\n'),
      blocks: helps.flatMap(({ blocks }) => blocks),
    };
  }
}
