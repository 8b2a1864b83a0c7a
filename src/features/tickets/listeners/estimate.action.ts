import type { Desk } from '../../../platform/desk.ts';
import { ids } from '../ids.ts';
import { estimateTicket, ticketToWorkOn } from '../service/work.ts';
import { estimateModal, estimateView } from '../views/estimate.ts';

const hour = 3_600_000;

/** The assignee's estimate: after a claim, and from Details. */
export function listenForEstimate(desk: Desk): void {
  desk.slack.action(ids.estimate, async (c) => {
    const ticket = await ticketToWorkOn(desk, { workspace: c.workspace, ticketId: c.value, by: c.userId });
    const inAnHour = Math.ceil((desk.clock.now().getTime() + hour) / hour) * hour;
    await c.openModal(estimateView(ticket, new Date(inAnHour)));
  });
  desk.slack.modal(estimateModal, async ({ workspace, userId: by }, { meta, fields }) => {
    await estimateTicket(desk, { workspace, ticketId: meta.ticketId, by, dueAt: fields.dueAt });
    return undefined;
  });
}
