import type { KnownBlock } from '@slack/types';
import { button, row, safe, section } from '../../../platform/slack/index.ts';
import { STATUS_NAMES } from '../domain/states.ts';
import type { HistoryEntry, Ticket } from '../domain/types.ts';
import { canUndo } from '../domain/undo.ts';
import { ids } from '../ids.ts';
import type { Message } from './card.ts';
import { PRIORITY_SIGNS } from './signs.ts';

/** What a change came to, with Undo beside it where that is possible. */
export function doneBlock(ticket: Ticket, entry: HistoryEntry, assigneeName: string | null): KnownBlock {
  const undo = canUndo(entry) ? button(ids.undo, 'Undo', `${ticket._id}:${entry.seq}`) : undefined;
  return section(doneText(ticket, entry, assigneeName), undo);
}

/** The same as a message of its own. */
export function doneMessage(ticket: Ticket, entry: HistoryEntry, assigneeName: string | null): Message {
  const block = doneBlock(ticket, entry, assigneeName);
  // An estimate is one more click after a claim, and nobody has to.
  const estimate = row(button(ids.estimate, 'Say when it will be done', ticket._id));
  return {
    text: doneText(ticket, entry, assigneeName),
    blocks: entry.kind === 'claimed' ? [block, estimate] : [block],
  };
}

function doneText(
  { number, subject, status, priority }: Ticket,
  entry: HistoryEntry,
  name: string | null,
): string {
  const ticket = `T-${number}`;
  const now = STATUS_NAMES[status].toLowerCase();
  switch (entry.kind) {
    case 'assigned':
      return `${ticket} is ${safe(name ?? 'nobody', 80)}’s now.`;
    case 'claimed':
      return `${ticket} is yours: ${safe(subject, 200)}`;
    case 'returned':
      return `${ticket} is back in the queue.`;
    case 'priority_changed':
      return `${ticket} is ${PRIORITY_SIGNS[priority]} now.`;
    case 'retagged':
      return `${ticket}: category, tags, fields and watchers are saved.`;
    case 'linked':
      return `${ticket} is linked with T-${String(entry.details?.toNumber)}.`;
    case 'unlinked':
      return `${ticket} is not linked with T-${String(entry.details?.toNumber)} any more.`;
    case 'merged':
      return `${ticket} is merged into T-${String(entry.details?.intoNumber)}.`;
    case 'replied':
      return `${ticket}: your reply is on its way.`;
    case 'noted':
      return `${ticket}: your note is kept.`;
    case 'undone':
      return `Taken back. ${ticket} is ${now}${name ? ` with ${safe(name, 80)}` : ''}.`;
    default:
      return `${ticket} moved to ${now}.`;
  }
}
