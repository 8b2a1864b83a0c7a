import { button, plain, row, safe, section } from '../../../platform/slack/index.ts';
import type { Ticket } from '../domain/types.ts';
import { ids } from '../ids.ts';
import type { Message } from './card.ts';

/** A menu holds a hundred; the last is a new request. */
export const MOST_OFFERED = 99;

type Named = Pick<Ticket, '_id' | 'number' | 'subject'>;

/** What became of a message that came outside any thread. */
export type LooseCase =
  | { kind: 'added'; ticket: Named }
  | { kind: 'which'; looseId: string; tickets: readonly Named[] }
  | { kind: 'closed'; looseId: string; ticket: Named };

/** What the app answers to a message that names no ticket. */
export function looseMessage(found: LooseCase): Message {
  if (found.kind === 'added') return said(`Added to ${nameOf(found.ticket)}.`);
  if (found.kind === 'closed') {
    const text = `T-${found.ticket.number} is closed. Shall we open a new request linked to it? Your message is kept.`;
    return asked(text, [button(ids.choose, 'Open a linked request', `${found.looseId}:new`)]);
  }
  const { looseId, tickets } = found;
  if (tickets.length === 0)
    return asked('You have no open request. Shall we open one from this message? It is kept.', [
      button(ids.choose, 'Open a request', `${looseId}:new`),
    ]);
  const options = [
    ...tickets.slice(0, MOST_OFFERED).map((ticket) => ({
      text: plain(`T-${ticket.number} ${ticket.subject}`),
      value: `${looseId}:${ticket._id}`,
    })),
    { text: plain('A new request'), value: `${looseId}:new` },
  ];
  return asked('Which request is this about? Your message is kept.', [
    { type: 'static_select', action_id: ids.choose, placeholder: plain('Choose a request', 150), options },
  ]);
}

const nameOf = ({ number, subject }: Named): string => `T-${number}: ${safe(subject, 200)}`;

const said = (text: string): Message => ({ text, blocks: [section(text)] });

function asked(text: string, elements: Parameters<typeof row>): Message {
  return { text, blocks: [section(text), row(...elements)] };
}
