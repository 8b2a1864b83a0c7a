import type { KnownBlock } from '@slack/types';
import { button, context, plain, safe, section } from '../../../platform/slack/index.ts';
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

/** Tickets on a page: two blocks each stay within a message's fifty. */
export const LISTED = 20;

type Shown = Pick<Handover, '_id' | 'userId' | 'why' | 'tickets'>;

/** The page on which a ticket of the handover stands. */
export function pageOf({ tickets }: Pick<Handover, 'tickets'>, ticketId: string): number {
  return Math.floor(
    Math.max(
      0,
      tickets.findIndex((each) => each.ticketId === ticketId),
    ) / LISTED,
  );
}

/** The card that asks what becomes of someone's open tickets; `tickets` are those of the page. */
export function handoverMessage(
  handover: Shown,
  tickets: readonly Ticket[],
  page = 0,
): { text: string; blocks: KnownBlock[] } {
  const count = handover.tickets.length;
  const text = `🤝 ${OPENINGS[handover.why]} What becomes of your ${count === 1 ? 'open ticket' : `${count} open tickets`}?`;
  const rows = handover.tickets
    .slice(page * LISTED, (page + 1) * LISTED)
    .flatMap(({ ticketId, answer }): KnownBlock[] => {
      const ticket = tickets.find(({ _id }) => _id === ticketId);
      if (!ticket) return [];
      const name = `T-${ticket.number}`;
      if (answer)
        return [section(`${name} ${answer === 'keep' ? 'stays with you' : 'went back to the queue'}.`)];
      if (ticket.assignee === null) return [section(`${name} went back to the queue.`)];
      if (ticket.assignee !== handover.userId) return [section(`${name} is not with you any more.`)];
      return [
        section(`*${name}*  ${safe(ticket.subject, 200)} · ${STATUS_NAMES[ticket.status]}`),
        choice(`${handover._id}:${ticketId}`),
      ];
    });
  return { text, blocks: [section(`*${text}*`), ...forAll(handover), ...rows, ...pages(handover, page)] };
}

function choice(value: string): KnownBlock {
  return {
    type: 'actions',
    elements: [button(ids.keep, 'Keep', value), button(ids.giveBack, 'Return to the queue', value)],
  };
}

/** One answer for several; giving all back cannot be taken back by the agent, so it is asked again. */
function forAll({ _id, tickets }: Shown): KnownBlock[] {
  const undecided = tickets.filter(({ answer }) => answer === null).length;
  if (undecided < 2) return [];
  const confirm = {
    title: plain('Return all?'),
    text: plain(`${undecided} tickets go back to the queue. Others may get them at once.`, 300),
    confirm: plain('Return all', 30),
    deny: plain('Cancel', 30),
  };
  return [
    {
      type: 'actions',
      elements: [
        button(ids.keepAll, `Keep all ${undecided}`, _id),
        { ...button(ids.giveBackAll, `Return all ${undecided}`, _id), confirm },
      ],
    },
  ];
}

function pages({ _id, tickets }: Shown, page: number): KnownBlock[] {
  const last = Math.ceil(tickets.length / LISTED) - 1;
  if (last <= 0) return [];
  const elements = [
    ...(page > 0 ? [button(ids.handoverBack, 'Back', `${_id}:${page - 1}`)] : []),
    ...(page < last ? [button(ids.handoverNext, 'Show more', `${_id}:${page + 1}`)] : []),
  ];
  return [context(`Page ${page + 1} of ${last + 1}`), { type: 'actions', elements }];
}
