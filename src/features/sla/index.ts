import type { Desk } from '../../platform/desk.ts';
import { followTickets } from '../tickets/index.ts';
import { checkDue, checkTickets } from './check.ts';
import { followWorkspaceHours } from './policies.ts';

export type { ChainAction, ChainStep } from './domain/chain.ts';
export { clocksFromHistory } from './domain/clocks.ts';
export { colourOf, minutesLeft } from './domain/colour.ts';
export type { Clock, ClockName, ClockReport, Policy } from './domain/types.ts';
export { firingDone, firingsOf, pendingFirings, planRaise } from './firings.ts';
export type { Firing } from './model.ts';
export { clocksOf, reportsOf, usedPercentOf } from './report.ts';

/** Keeps a timer for every open ticket and notes what passes. */
export function register(desk: Desk): void {
  const check = 'sla.check';
  desk.jobs.sweep(check, { everySeconds: 5 }, (workspace) => checkDue(desk, workspace));
  followTickets(desk, ({ workspace, ticketId }) => checkTickets(desk, workspace, [ticketId]));
  desk.events.on('sla.policiesChanged', ({ workspace }) => desk.jobs.runNow(check, workspace));
  desk.events.on('settings.changed', ({ workspace }) => followWorkspaceHours(desk, workspace));
}
