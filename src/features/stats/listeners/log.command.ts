import type { Desk } from '../../../platform/desk.ts';
import { UserError } from '../../../platform/errors.ts';
import type { ActionContext, CommandContext, InteractionContext } from '../../../platform/slack/index.ts';
import { can } from '../../people/index.ts';
import { prepareLog } from '../service.ts';
import { logView } from '../views/log.ts';
import { readTarget } from './target.ts';

/** `/stats log [date] [@person]` opens the form. */
export const onLog = (desk: Desk) => (c: CommandContext) => openForm(desk, c, c.args);

/** “Log my day” on Home. */
export const onLogFromHome = (desk: Desk) => (c: ActionContext) => openForm(desk, c, '');

async function openForm(desk: Desk, c: InteractionContext, args: string): Promise<void> {
  const { workspace, userId } = c;
  const target = await readTarget(desk, { workspace, userId, args });
  if (!target.person) throw new UserError('Log one person at a time: /stats log @person.');
  const { person, day, fact, locked } = await prepareLog(desk, {
    workspace,
    userId: target.person.userId,
    by: userId,
    ...(target.named ? { day: target.day } : {}),
  });
  await c.openModal(
    logView({
      userId: person.userId,
      name: person.name,
      day,
      fact,
      locked,
      others: can(target.reader, 'stats.logForOthers'),
      more: false,
      shown: 0,
      locale: target.reader.locale,
    }),
  );
}
