import type { Desk } from '../../../platform/desk.ts';
import type { ActionContext } from '../../../platform/slack/index.ts';
import { commands, type HomeCommand } from '../ids.ts';

/** A button that does what a command does; what the command answers stands in a window. */
export const onCommand = (desk: Desk, id: HomeCommand) => async (c: ActionContext) => {
  const [group = '', ...words] = commands[id].split(' ');
  const table = desk.slack.commands;
  const found = table.find(table.groups().find((one) => one === group) ?? 'desk', words.join(' '));
  if (!found) throw new Error(`there is no command /${commands[id]}`);
  await found.subcommand.handler({ ...c, args: found.args, channelId: '' });
};
