import { Impossible, personOf } from '../interactions/acting.ts';
import { act } from '../interactions/block-actions.ts';
import { command } from '../interactions/commands.ts';
import * as messages from '../interactions/messages.ts';
import { suggest } from '../interactions/options.ts';
import { globalShortcut, messageShortcut } from '../interactions/shortcuts.ts';
import { runStep } from '../interactions/steps.ts';
import { close, submit } from '../interactions/submissions.ts';
import type { User } from '../state/records.ts';
import type { World } from '../state/world.ts';
import type { ActName, ActResult, Acts } from './types.ts';

type Act<N extends ActName> = (world: World, user: User, request: Acts[N]) => ActResult | Promise<ActResult>;

/** Everything a person can do. */
const acts: { [N in ActName]: Act<N> } = {
  message: messages.write,
  edit: messages.rewrite,
  delete: messages.erase,
  reaction: messages.addReaction,
  upload: messages.upload,
  'open-home': messages.openHome,
  dm: messages.direct,
  read: messages.read,
  join: messages.join,
  leave: messages.leave,
  invite: messages.invite,
  'create-channel': messages.createChannel,
  'archive-channel': messages.archiveChannel,
  command,
  action: act,
  options: suggest,
  submit,
  close,
  shortcut: globalShortcut,
  'message-shortcut': messageShortcut,
  step: runStep,
};

/** Does what the body says, as the person in `as`. @throws Impossible when nobody could do that in Slack. */
export async function perform(world: World, name: string, body: Record<string, unknown>): Promise<ActResult> {
  if (!(name in acts))
    throw new Impossible(`there is no act "${name}"; there are ${Object.keys(acts).join(', ')}`);
  const user = personOf(world, String(body.as ?? ''));
  const run = acts[name as ActName] as Act<ActName>;
  return run(world, user, body as never);
}
