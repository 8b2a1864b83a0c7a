import type { Button, KnownBlock } from '@slack/types';
import { button, context, safe, section } from '../../../platform/slack/index.ts';
import { clockDots, PRIORITY_SIGNS, STATUS_NAMES, ticketIds } from '../../tickets/index.ts';
import type { TicketLine } from '../domain/content.ts';
import type { HomeCommand } from '../ids.ts';

/** A button that does what a command does. */
export function command(id: HomeCommand, text: string): Button {
  return button(id, text);
}

/** A ticket with its dots and a button that opens it: two blocks. */
export function ticketBlocks({ ticket, clocks }: TicketLine): KnownBlock[] {
  return [
    section(
      `*T-${ticket.number}*  ${safe(ticket.subject, 200)}`,
      button(ticketIds.details, 'Open', ticket._id),
    ),
    context(
      [PRIORITY_SIGNS[ticket.priority], STATUS_NAMES[ticket.status], clockDots(clocks)]
        .filter(Boolean)
        .join(' · '),
    ),
  ];
}
