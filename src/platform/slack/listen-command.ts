import { type CommandGroup, commandNames, umbrellaCommand } from './command-names.ts';
import type { CommandTable } from './commands.ts';
import type { ListenDeps } from './gateway.ts';
import { run } from './listen.ts';

/** Binds every command group and the umbrella command to Bolt; unknown words answer with help, privately. */
export function listenForCommands(deps: ListenDeps, table: CommandTable): void {
  const bind = (
    name: string,
    groupOf: (text: string) => { group: CommandGroup; text: string } | undefined,
  ): void => {
    deps.app.command(name, async ({ command, ack, client, respond, context }) => {
      await run(
        {
          kind: 'command',
          id: name,
          key: `command ${command.trigger_id}`,
          userId: command.user_id,
          triggerId: command.trigger_id,
          context,
          client,
          respond,
          ack: () => ack(),
          log: deps.log,
          acted: deps.acted,
        },
        async (c) => {
          const call = groupOf(command.text ?? '');
          const found = call && table.find(call.group, call.text);
          if (found)
            return found.subcommand.handler({ ...c, args: found.args, channelId: command.channel_id });
          await c.ack();
          await c.respond(call ? table.help(call.group, call.text) : table.overview());
        },
      );
    });
  };
  for (const group of table.groups()) bind(commandNames[group], (text) => ({ group, text }));
  bind(umbrellaCommand, (text) => {
    const [word = '', ...rest] = text.trim().split(/\s+/);
    const group = table.groups().find((one) => one === word.toLowerCase());
    return group && { group, text: rest.join(' ') };
  });
}
