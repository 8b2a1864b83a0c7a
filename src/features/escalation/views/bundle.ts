import type { KnownBlock } from '@slack/types';
import { button, mention, safe, section } from '../../../platform/slack/index.ts';
import type { Ticket } from '../../tickets/index.ts';
import { ids } from '../ids.ts';
import type { Alert } from '../model.ts';
import { headline, worstOf } from './alert.ts';

/** The worst are listed, the rest named. */
const LISTED = 5;

/** As many numbers as one section holds. */
const NAMED = 200;

/** Alerts that came too fast, in one message: the five worst, and the numbers of the rest. */
export function bundleText(
  alerts: readonly Alert[],
  tickets: readonly Ticket[],
  mentioned: readonly string[],
): { text: string; blocks: KnownBlock[] } {
  const pairs = alerts
    .flatMap((alert) => {
      const ticket = tickets.find(({ _id }) => _id === alert.ticketId);
      return ticket ? [{ alert, ticket }] : [];
    })
    .sort((a, b) => urgencyOf(a.alert) - urgencyOf(b.alert) || a.ticket.rank - b.ticket.rank);
  const open = pairs.filter(({ alert }) => alert.living).length;
  const text = `🔴 ${pairs.length} more tickets are late, ${open} of them still open`;
  const rest = pairs.slice(LISTED, LISTED + NAMED).map(({ ticket }) => `T-${ticket.number}`);
  return {
    text,
    blocks: [
      section(`*${text}*\nFor ${mentioned.map(mention).join(', ') || 'whoever is here'}.`),
      ...pairs.slice(0, LISTED).map(({ alert, ticket }) => line(alert, ticket)),
      ...(rest.length > 0
        ? [section(`And ${rest.join(', ')}${pairs.length > LISTED + NAMED ? ' …' : ''}`)]
        : []),
    ],
  };
}

function line(alert: Alert, ticket: Ticket): KnownBlock {
  const ended = alert.living ? '' : ' · over';
  const acknowledged = alert.state === 'acknowledged' ? ' · acknowledged' : '';
  const text = `${headline(worstOf(alert.reasons), ticket)} · ${safe(ticket.subject, 150)}${acknowledged}${ended}`;
  if (!alert.living || alert.state === 'acknowledged') return section(text);
  return {
    ...section(text, button(ids.acknowledge, 'Acknowledge', alert._id)),
    block_id: `alert:${alert._id}`,
  };
}

/** What still runs comes first. */
function urgencyOf(alert: Alert): number {
  if (!alert.living) return 2;
  return alert.state === 'open' ? 0 : 1;
}
