import type { KnownBlock } from '@slack/types';
import { button, row, safe, section } from '../../../platform/slack/index.ts';
import type { Ticket } from '../../tickets/index.ts';
import { ids } from '../ids.ts';

/** The DM that asks someone to take a ticket. */
export function askMessage(ticket: Ticket, askerName: string): { text: string; blocks: KnownBlock[] } {
  const text = `${safe(askerName, 80)} asks whether you can take T-${ticket.number}: ${safe(ticket.subject, 200)}`;
  return {
    text,
    blocks: [section(text), row(button(ids.takeAsked, 'Take', ticket._id, 'primary'))],
  };
}
