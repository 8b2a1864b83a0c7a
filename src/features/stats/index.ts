import type { Desk } from '../../platform/desk.ts';
import { ids } from './ids.ts';
import { onDay } from './listeners/day.command.ts';
import { onPick, onShowMore } from './listeners/form.action.ts';
import { onLog, onLogFromHome } from './listeners/log.command.ts';
import { onLogSubmitted } from './listeners/log.view.ts';
import { onOverwrite } from './listeners/overwrite.view.ts';
import { onRemove, onRestore, onUnlock } from './listeners/remove.action.ts';
import { onWeek } from './listeners/week.command.ts';
import { logModal } from './views/log.ts';
import { overwriteModal } from './views/overwrite.ts';

export { type WeekStart, weekOf } from './domain/week.ts';
export { ids as statsIds } from './ids.ts';

/** `/stats …`: logging and reading an agent's days. */
export function register(desk: Desk): void {
  const { slack } = desk;
  slack.command({
    command: 'stats',
    name: 'log',
    usage: '[date] [@person]',
    description: 'Log a day’s tickets solved, live chats and CSAT',
    handler: onLog(desk),
  });
  slack.command({
    command: 'stats',
    name: 'day',
    usage: '[date] [@person | team]',
    description: 'Show the figures of a day',
    handler: onDay(desk),
  });
  slack.command({
    command: 'stats',
    name: 'week',
    usage: '[date] [@person | team]',
    description: 'Show a week with its averages',
    handler: onWeek(desk),
  });
  slack.modal(logModal, onLogSubmitted(desk));
  slack.modal(overwriteModal, onOverwrite(desk));
  slack.action(ids.pickDate, onPick(desk));
  slack.action(ids.pickPerson, onPick(desk));
  slack.action(ids.showMore, onShowMore(desk));
  slack.action(ids.logFromHome, onLogFromHome(desk));
  slack.action(ids.remove, onRemove(desk));
  slack.action(ids.restore, onRestore(desk));
  slack.action(ids.unlock, onUnlock(desk));
}
