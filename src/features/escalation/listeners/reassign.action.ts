import type { Desk } from '../../../platform/desk.ts';
import type { ActionContext } from '../../../platform/slack/index.ts';
import { assertCan, getPerson } from '../../people/index.ts';
import { assignView, getTicket } from '../../tickets/index.ts';
import { getAlert } from '../alerts.ts';

/** Opens the form that gives the alert's ticket to somebody, with a reason when it had somebody. */
export const onReassign =
  (desk: Desk) =>
  async (c: ActionContext): Promise<void> => {
    const { workspace } = c;
    assertCan(await getPerson(desk, c), 'ticket.assign');
    const { ticketId } = await getAlert(desk, workspace, c.value);
    await c.openModal(assignView(await getTicket(desk, { workspace, ticketId })));
  };
