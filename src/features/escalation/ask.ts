import type { Desk } from '../../platform/desk.ts';
import { UserError } from '../../platform/errors.ts';
import { priority } from '../../platform/outbox/index.ts';
import { can, getPerson } from '../people/index.ts';
import { getTicket } from '../tickets/index.ts';
import { getAlert, noteAsked } from './alerts.ts';
import { askMessage } from './views/ask.ts';

/**
 * Asks someone by DM to take an alert's ticket, once.
 * @throws UserError when that person does not work on tickets.
 */
export async function askToTake(
  desk: Desk,
  { workspace, alertId, userId, by }: { workspace: string; alertId: string; userId: string; by: string },
): Promise<void> {
  const alert = await getAlert(desk, workspace, alertId);
  const person = await getPerson(desk, { workspace, userId });
  if (!can(person, 'ticket.claim')) {
    throw new UserError(`${person.name} does not work on tickets. Pick an agent or a contractor.`);
  }
  const ticket = await getTicket(desk, { workspace, ticketId: alert.ticketId });
  const asker = await getPerson(desk, { workspace, userId: by });
  await desk.outbox.enqueue([
    {
      workspace,
      key: `alert ${alertId} asks ${userId}`,
      stream: `dm ${userId}`,
      priority: priority.alert,
      kind: 'post',
      payload: { user: userId, ...askMessage(ticket, asker.name) },
    },
  ]);
  await noteAsked(desk, { workspace, alertId, userId, by });
}
