import type { KnownBlock } from '@slack/types';
import { button, context, dateToken, header, row, safe, section } from '../../../platform/slack/index.ts';
import { figuresText } from '../../journeys/index.ts';
import { ticketIds } from '../../tickets/index.ts';
import type { ManagerPart, OwnerPart } from '../domain/content.ts';
import { command } from './parts.ts';

/** What needs a manager: alerts nobody looks after, what is due next, who is free. */
export function managerBlocks(part: ManagerPart, isOwner: boolean): KnownBlock[] {
  const { alerts, late, lateInTotal, soon, free, journeys, journeysInTotal } = part;
  const alerted = new Set(alerts.map(({ ticketId }) => ticketId));
  const more = lateInTotal - late.length;
  return [
    header('Late or soon'),
    ...alerts.map(({ number, subject, ticketId, since }) =>
      line(
        `🔴 *T-${number}* ${safe(subject, 200)} · alert since ${dateToken(since, '{time}')}, not acknowledged`,
        ticketId,
      ),
    ),
    ...late
      .filter(({ ticket }) => !alerted.has(ticket._id))
      .map(({ ticket, since }) =>
        line(
          `🔴 *T-${ticket.number}* ${safe(ticket.subject, 200)} · late since ${dateToken(since)}`,
          ticket._id,
        ),
      ),
    ...(more > 0 ? [context(`${more} more are late.`), row(command('home.find', 'Show more'))] : []),
    ...soon.map(({ ticket, dueAt }) =>
      line(`🟡 *T-${ticket.number}* ${safe(ticket.subject, 200)} · due ${dateToken(dueAt)}`, ticket._id),
    ),
    ...(alerts.length + late.length + soon.length === 0
      ? [section('Nothing is late, and nothing is due soon.')]
      : []),
    section(
      free.length > 0
        ? `*Free now*: ${free.map((name) => safe(name, 60)).join(', ')}`
        : '*Free now*: nobody. `/shift hours @person` plans shifts.',
    ),
    ...journeyBlocks(journeys, journeysInTotal),
    ...(isOwner ? [] : [row(...areas)]),
  ];
}

/** How the journeys did. */
function journeyBlocks(journeys: ManagerPart['journeys'], total: number): KnownBlock[] {
  const lines = journeys.map(({ title, figures }) => `*${safe(title, 60)}*: ${figuresText(figures)}`);
  const rest = total - journeys.length;
  return [
    header('Journeys, last 30 days'),
    section(
      lines.join('\n') || 'No form is in use, so requesters cannot ask by one. `/desk journeys` builds one.',
    ),
    ...(rest > 0 ? [context(`… and ${rest} more: \`/desk journeys\``)] : []),
  ];
}

/** What decides how the desk works, for managers too. */
const areas = [
  command('home.people', 'People'),
  command('home.journeys', 'Journeys'),
  command('home.sla', 'SLA policies'),
  command('home.digests', 'Digests'),
  command('home.replies', 'Canned replies'),
  command('home.templates', 'Ticket templates'),
];

/** What an owner still has to set, until all is; then the settings by area and what was changed. */
export function ownerBlocks({ setUp, checklist }: OwnerPart): KnownBlock[] {
  const isDone = setUp && checklist.every(({ done }) => done);
  const next = checklist.find(({ done }) => !done)?.command ?? 'home.setup';
  const steps = checklist.map(({ what, done }) => `${done ? '✅ done' : '⬜ open'}  ${what}`);
  return [
    ...(isDone
      ? []
      : [
          header('Set up the desk'),
          section(steps.join('\n')),
          row({ ...command(next, 'Go on setting up'), style: 'primary' }),
        ]),
    header('Settings'),
    row(command('home.setup', 'Channels and hours'), ...areas),
    row(command('home.settings', 'Rules and numbers'), command('home.audit', 'Changes and Undo')),
  ];
}

function line(text: string, ticketId: string): KnownBlock {
  return {
    type: 'section',
    text: { type: 'mrkdwn', text, verbatim: true },
    accessory: button(ticketIds.details, 'Open', ticketId),
  };
}
