import type { Desk } from '../../../platform/desk.ts';
import { NotAllowed } from '../../../platform/errors.ts';
import { illegal } from '../domain/change.ts';
import { wordsOfTicket } from '../domain/search.ts';
import { isOver } from '../domain/states.ts';
import type { Ticket } from '../domain/types.ts';
import { changeTicket } from './change.ts';

/** What a journey adds to a ticket that was opened without one. */
type Details = Pick<Ticket, 'answers' | 'category' | 'fields' | 'skills' | 'text'> & {
  journey: { key: string; version: number };
};

/**
 * Adds a journey's answers to a ticket that has none; priority, SLA and the fields that the team filled in stay. A second
 * try changes nothing.
 * @throws NotAllowed unless the requester does it. @throws UserError when the ticket is over.
 */
export function detailTicket(
  desk: Desk,
  { workspace, ticketId, by, details }: { workspace: string; ticketId: string; by: string; details: Details },
): Promise<Ticket> {
  return changeTicket(desk, { workspace, ticketId }, (ticket) => {
    if (ticket.requester !== by) throw new NotAllowed('Only the person who asked can add details.');
    if (ticket.journey) return null;
    if (isOver(ticket.status)) throw illegal(ticket, 'add details to');
    const text = ticket.text || details.text;
    const filledIn = Object.entries(ticket.fields).filter(([, value]) => value !== '');
    const set = { ...details, text, fields: { ...details.fields, ...Object.fromEntries(filledIn) } };
    return {
      set: { ...set, words: wordsOfTicket({ ...ticket, ...set }) },
      entry: {
        kind: 'detailed',
        at: desk.clock.now(),
        by,
        details: {
          journey: details.journey.key,
          category: details.category,
          from: { category: ticket.category },
        },
      },
    };
  });
}
