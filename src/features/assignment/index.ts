import type { Desk } from '../../platform/desk.ts';
import { type HandoverPorts, handOver, renderHandover } from './handover.ts';
import { ids } from './ids.ts';
import { onHandoverAnswer } from './listeners/handover.action.ts';
import { assignWaiting } from './service.ts';
import { settlePlaces } from './settle.ts';
import { followShifts } from './shifts.ts';

export { othersInWords } from './domain/explain.ts';
export { whyWaiting } from './service.ts';

/** Assigns by time, and at once when a ticket enters the queue or an agent is free; asks who leaves for a handover. */
export function register(desk: Desk, ports: HandoverPorts): void {
  const sweep = 'assignment.sweep';
  desk.jobs.sweep('assignment.shifts', { everySeconds: 10 }, (workspace) => followShifts(desk, workspace));
  desk.jobs.sweep(sweep, { everySeconds: 10 }, (workspace) => assignWaiting(desk, workspace));
  desk.jobs.sweep('assignment.settle', { everySeconds: 10 }, (workspace) => settlePlaces(desk, workspace));
  desk.jobs.sweep('assignment.handover', { everySeconds: 15 }, (workspace) =>
    handOver(desk, workspace, ports),
  );
  for (const event of ['ticket.opened', 'ticket.queued', 'ticket.freed', 'agent.available'] as const) {
    desk.events.on(event, ({ workspace }) => desk.jobs.runNow(sweep, workspace));
  }
  desk.outbox.deliverer<{ handoverId: string }>(
    'assignment.handover',
    async ({ workspace, payload }, out) => {
      const { userId, text, blocks } = await renderHandover(desk, workspace, payload.handoverId);
      return out.post({ user: userId, text, blocks });
    },
  );
  desk.slack.action(ids.keep, onHandoverAnswer(desk, 'keep'));
  desk.slack.action(ids.giveBack, onHandoverAnswer(desk, 'returned'));
}
