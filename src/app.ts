import { register as registerAssignment } from './features/assignment/index.ts';
import { register as registerDigests } from './features/digests/index.ts';
import { register as registerEscalation } from './features/escalation/index.ts';
import { register as registerExports } from './features/exports/index.ts';
import { register as registerHome } from './features/home/index.ts';
import { register as registerImports, takesFiguresFile } from './features/imports/index.ts';
import { register as registerJourneys, takesJourneyFile } from './features/journeys/index.ts';
import { register as registerKpis } from './features/kpis/index.ts';
import { register as registerPeople } from './features/people/index.ts';
import { register as registerSessions } from './features/sessions/index.ts';
import { changePerson, register as registerSettings, suspendRoles } from './features/settings/index.ts';
import { clocksOf, effectOfHours, pressureOf, register as registerSla } from './features/sla/index.ts';
import { register as registerStats } from './features/stats/index.ts';
import { register as registerTickets } from './features/tickets/index.ts';
import type { Clock } from './platform/clock.ts';
import type { Config } from './platform/config.ts';
import type { Desk } from './platform/desk.ts';
import type { Logger } from './platform/logging.ts';
import { type RunningDesk, startPlatform } from './platform/start.ts';

/** The list of features, and the only place where one is wired to another. */
function registerFeatures(desk: Desk): void {
  registerPeople(desk, {
    changeOther: (change) => changePerson(desk, change),
    suspend: (person) => suspendRoles(desk, person),
  });
  registerSettings(desk, {
    effectOfHours: (workspace, hours) => effectOfHours(desk, workspace, hours),
  });
  registerTickets(desk, {
    clocksOf: (workspace, tickets, now) => clocksOf(desk, workspace, tickets, now),
    takesFile: async (file) => (await takesJourneyFile(desk, file)) || takesFiguresFile(desk, file),
  });
  registerJourneys(desk);
  registerAssignment(desk, {
    pressureOf: (workspace, ticket, now) => pressureOf(desk, workspace, ticket, now),
  });
  registerSla(desk);
  registerEscalation(desk);
  registerKpis(desk);
  registerStats(desk);
  registerDigests(desk);
  registerHome(desk);
  registerExports(desk);
  registerSessions(desk);
  registerImports(desk);
}

/**
 * Starts the desk with all its features.
 * @throws StartRefused naming what is wrong and what to do.
 */
export function startDesk(
  config: Config,
  options: { clock: Clock; log: Logger; signal?: AbortSignal },
): Promise<RunningDesk> {
  return startPlatform(config, { ...options, register: registerFeatures });
}
