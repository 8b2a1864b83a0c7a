import type { KnownBlock } from '@slack/types';
import { plain, safe, section } from '../../../platform/slack/index.ts';
import { STATUS_NAMES, type Ticket } from '../../tickets/index.ts';
import type { HandoverReason } from '../domain/handover.ts';
import { ids } from '../ids.ts';
import type { Handover } from '../model.ts';

const OPENINGS: Record<HandoverReason, string> = {
  shift_ended: 'Your shift is over.',
  offline: 'You are offline.',
  away: 'You have been away for a while.',
  off_tomorrow: 'You are off from tomorrow.',
};

/** Two blocks a ticket stay within a message's fifty. */
const LISTED = 20;

/** The card that asks what becomes of someone's open tickets. */
export function handoverMessage(
  handover: Pick<Handover, '_id' | 'why' | 'tickets'>,
  tickets: readonly Ticket[],
): { text: string; blocks: KnownBlock[] } {
  const count = handover.tickets.length;
  const text = `🤝 ${OPENINGS[handover.why]} What becomes of your ${count === 1 ? 'open ticket' : `${count} open tickets`}?`;
  const rows = handover.tickets.slice(0, LISTED).flatMap(({ ticketId, answer }): KnownBlock[] => {
    const ticket = tickets.find(({ _id }) => _id === ticketId);
    if (!ticket) return [];
    const title = section(
      `*T-${ticket.number}*  ${safe(ticket.subject, 200)} · ${STATUS_NAMES[ticket.status]}`,
    );
    if (answer)
      return [
        section(`T-${ticket.number} ${answer === 'keep' ? 'stays with you' : 'went back to the queue'}.`),
      ];
    return [title, choice(`${handover._id}:${ticketId}`)];
  });
  const more = count > LISTED ? [section(`And ${count - LISTED} more, in /ticket mine.`)] : [];
  return { text, blocks: [section(`*${text}*`), ...rows, ...more] };
}

function choice(value: string): KnownBlock {
  return {
    type: 'actions',
    elements: [
      { type: 'button', action_id: ids.keep, text: plain('Keep'), value },
      { type: 'button', action_id: ids.giveBack, text: plain('Return to the queue'), value },
    ],
  };
}
