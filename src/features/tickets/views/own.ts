import type { KnownBlock, ModalView } from '@slack/types';
import { context, dateToken, header, safe, section } from '../../../platform/slack/index.ts';
import type { ClockView } from '../domain/clock-view.ts';
import { PLAIN_STATUS_NAMES } from '../domain/states.ts';
import type { Ticket, TicketMessage } from '../domain/types.ts';
import { detailsModal } from './details.ts';

/** What a requester sees of their ticket beside it: never priority, notes, or what the team says among itself. */
export type OwnContext = {
  /** Running promises; empty when the workspace does not show them. */
  promises: readonly ClockView[];
  /** The conversation, newest first. */
  messages: readonly TicketMessage[];
  names: Map<string, string>;
};

/** What is promised and when, in the requester's words; nothing of clocks that do not run. */
export function promiseLines(clocks: readonly ClockView[]): string[] {
  return clocks.flatMap(({ clock, dueAt }) =>
    dueAt && PROMISES[clock] ? [`${PROMISES[clock]} ${dateToken(dueAt)}`] : [],
  );
}

const PROMISES: Partial<Record<ClockView['clock'], string>> = {
  first_response: 'You get an answer by',
  resolution: 'It is done by',
};

/** A requester's own ticket. */
export function ownView(ticket: Ticket, { promises, messages, names }: OwnContext): ModalView {
  const spoken = messages.filter(
    ({ kind, deletedAt }) => kind !== 'note' && kind !== 'internal' && !deletedAt,
  );
  const said = (message: TicketMessage): KnownBlock =>
    section(
      `*${safe(names.get(message.author) ?? message.author, 80)}* · ${dateToken(message.at)}\n${safe(message.text, 2500) || '📎'}`,
    );
  return detailsModal.view({
    title: `T-${ticket.number}`,
    close: 'Close',
    meta: { ticketId: ticket._id, tab: 'overview', page: 0 },
    blocks: [
      header(ticket.subject),
      section([`*${PLAIN_STATUS_NAMES[ticket.status]}*`, ...promiseLines(promises)].join('\n')),
      context(`Opened ${dateToken(ticket.createdAt)}`),
      ...ticket.answers
        .slice(0, 40)
        .map(({ ask, text }) => section(`*${safe(ask, 500)}*\n${safe(text, 2400)}`)),
      ...(spoken.length > 0 ? [{ type: 'divider' as const }, ...spoken.slice(0, 20).map(said)] : []),
      context('Write in the thread of this request in the app’s messages to add something.'),
    ],
  });
}
