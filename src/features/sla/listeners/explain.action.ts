import type { Desk } from '../../../platform/desk.ts';
import type { ActionContext } from '../../../platform/slack/index.ts';
import { assertCan, getPerson } from '../../people/index.ts';
import { getTicket } from '../../tickets/index.ts';
import { reportsOf } from '../report.ts';
import { explainView } from '../views/explain.ts';

/** Shows how the clocks of a ticket came to stand where they do. */
export const onExplain =
  (desk: Desk) =>
  async (c: ActionContext): Promise<void> => {
    const { workspace, value: ticketId } = c;
    const reader = await getPerson(desk, c);
    const ticket = await getTicket(desk, { workspace, ticketId });
    if (ticket.assignee !== reader.userId) assertCan(reader, 'ticket.seeAll');
    const report = (await reportsOf(desk, workspace, [ticket], desk.clock.now())).get(ticketId);
    if (report) await c.openModal(explainView(ticket.number, report));
  };
