import type { Desk } from '../../platform/desk.ts';
import { commands, type HomeCommand, ids } from './ids.ts';
import { onCommand } from './listeners/command.action.ts';
import { onClear, onFilter, onPage } from './listeners/filter.action.ts';
import { onHelp } from './listeners/help.action.ts';
import { onOpened } from './listeners/opened.event.ts';
import { onPicture } from './listeners/picture.action.ts';
import { onRefresh } from './listeners/refresh.action.ts';
import { onSources } from './listeners/sources.action.ts';
import { deliverHome, homeDelivery, refreshHomes, refreshOwn } from './service/publish.ts';

/** The Home tab of every role: published when opened, after the viewer's own acts, and paced while it is looked at. */
export function register(desk: Desk): void {
  const { slack, outbox, jobs, events } = desk;
  outbox.deliverer(homeDelivery, deliverHome(desk));
  slack.event('app_home_opened', onOpened(desk));
  slack.action(ids.refresh, onRefresh(desk));
  slack.action(ids.filterAgent, onFilter(desk, 'agent'));
  slack.action(ids.filterLeader, onFilter(desk, 'teamLeader'));
  slack.action(ids.filterSupervisor, onFilter(desk, 'supervisor'));
  slack.action(ids.filterFrom, onFilter(desk, 'from'));
  slack.action(ids.filterTo, onFilter(desk, 'to'));
  slack.action(ids.clearFilters, onClear(desk));
  slack.action(ids.agentsPage, onPage(desk));
  slack.action(ids.agentsBack, onPage(desk));
  slack.action(ids.sources, onSources(desk));
  slack.action(ids.picture, onPicture(desk));
  slack.action(ids.help, onHelp(desk));
  for (const id of Object.keys(commands) as HomeCommand[]) slack.action(id, onCommand(desk, id));
  const ofHome: ReadonlySet<string> = new Set(Object.values(ids));
  slack.afterEachAct(({ workspace, userId, id }) => {
    // Home's own buttons show it anew by themselves.
    if (!ofHome.has(id)) events.emit('person.acted', { workspace, userId });
  });
  jobs.sweep('home.refresh', { everySeconds: 10 }, (workspace) => refreshHomes(desk, workspace));
  // What others do for a person, or the desk does, waits for the sweep, which keeps the pace.
  events.on('person.acted', ({ workspace, userId }) => refreshOwn(desk, workspace, userId));
}
