import type { Desk } from '../../../platform/desk.ts';
import type { ActionContext } from '../../../platform/slack/index.ts';

/** Help on Home: what the help of every command says. */
export const onHelp = (desk: Desk) => async (c: ActionContext) => {
  await c.respond(desk.slack.commands.overview());
};
