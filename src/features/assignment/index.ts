import type { Desk } from '../../platform/desk.ts';
import { renderHandover } from './answers.ts';
import { type HandoverPorts, handOver } from './handover.ts';
import { ids } from './ids.ts';
import { onHandoverAnswer, onHandoverAnswerAll, onHandoverPage } from './listeners/handover.action.ts';
import { assignWaiting, isAssignmentDue } from './service.ts';
import { settlePlaces } from './settle.ts';
import { followShifts } from './shifts.ts';

export { othersInWords } from './domain/explain.ts';
export { whyWaiting } from './service.ts';

/** Assigns by time, and at once when a ticket enters the queue or an agent is free; asks who leaves for a handover. */
export function register(desk: Desk, ports: HandoverPorts): void {
  const sweep = 'assignment.sweep';
  desk.jobs.sweep('assignment.shifts', { everySeconds: 10 }, (workspace) => followShifts(desk, workspace));
  const isDue = (workspace: string) => isAssignmentDue(desk, workspace);
  desk.jobs.sweep(sweep, { everySeconds: 5, isDue }, (workspace) => assignWaiting(desk, workspace));
  desk.jobs.sweep('assignment.settle', { everySeconds: 10 }, (workspace) => settlePlaces(desk, workspace));
  const handover = 'assignment.handover';
  desk.jobs.sweep(handover, { everySeconds: 15 }, (workspace) => handOver(desk, workspace, ports));
  desk.events.on('agent.changed', ({ workspace }) => desk.jobs.runNow(handover, workspace));
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
  desk.slack.action(ids.keepAll, onHandoverAnswerAll(desk, 'keep'));
  desk.slack.action(ids.giveBackAll, onHandoverAnswerAll(desk, 'returned'));
  desk.slack.action(ids.handoverNext, onHandoverPage(desk));
  desk.slack.action(ids.handoverBack, onHandoverPage(desk));
}
