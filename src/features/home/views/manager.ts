import type { KnownBlock } from '@slack/types';
import { dateToken, header, safe, section } from '../../../platform/slack/index.ts';
import { ticketIds } from '../../tickets/index.ts';
import type { ManagerPart, OwnerPart } from '../domain/content.ts';
import { button } from './parts.ts';

/** What needs a manager: alerts nobody looks after, what is due next, who is free. */
export function managerBlocks({ alerts, soon, free }: ManagerPart): KnownBlock[] {
  return [
    header('Late or soon'),
    ...alerts.map(({ number, subject, ticketId, since }) =>
      line(
        `🔴 *T-${number}* ${safe(subject, 200)} · alert since ${dateToken(since, '{time}')}, not acknowledged`,
        ticketId,
      ),
    ),
    ...soon.map(({ ticket, dueAt }) =>
      line(`🟡 *T-${ticket.number}* ${safe(ticket.subject, 200)} · due ${dateToken(dueAt)}`, ticket._id),
    ),
    ...(alerts.length + soon.length === 0 ? [section('Nothing is late, and nothing is due soon.')] : []),
    section(
      free.length > 0
        ? `*Free now*: ${free.map((name) => safe(name, 60)).join(', ')}`
        : '*Free now*: nobody.',
    ),
  ];
}

/** What an owner has to set, and where. */
export function ownerBlocks({ setUp, missing }: OwnerPart): KnownBlock[] {
  if (setUp && missing.length === 0) return [];
  return [
    header('Set up the desk'),
    section(
      [
        `Still open: ${missing.join(', ') || 'working hours and holidays'}.`,
        'Run `/desk setup`; it asks for each.',
      ].join('\n'),
    ),
  ];
}

function line(text: string, ticketId: string): KnownBlock {
  return {
    type: 'section',
    text: { type: 'mrkdwn', text, verbatim: true },
    accessory: button(ticketIds.details, 'Open', ticketId),
  };
}
