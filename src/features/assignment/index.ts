import type { Desk } from '../../platform/desk.ts';
import { assignWaiting } from './service.ts';
import { settlePlaces } from './settle.ts';

export { othersInWords } from './domain/explain.ts';
export type { Reason, Unassigned } from './domain/types.ts';
export { whyWaiting } from './service.ts';

/** Assigns by time, and at once when a ticket enters the queue or an agent is free. */
export function register(desk: Desk): void {
  const sweep = 'assignment.sweep';
  desk.jobs.sweep(sweep, { everySeconds: 10 }, (workspace) => assignWaiting(desk, workspace));
  desk.jobs.sweep('assignment.settle', { everySeconds: 10 }, (workspace) => settlePlaces(desk, workspace));
  for (const event of ['ticket.opened', 'ticket.queued', 'ticket.freed', 'agent.available'] as const) {
    desk.events.on(event, ({ workspace }) => desk.jobs.runNow(sweep, workspace));
  }
}
