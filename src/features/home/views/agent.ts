import type { KnownBlock } from '@slack/types';
import { context, header, plain, safe, section } from '../../../platform/slack/index.ts';
import { exportIds } from '../../exports/index.ts';
import { journeyIds } from '../../journeys/index.ts';
import { type ColumnKey, formatFigure, formatSpan, noData } from '../../kpis/index.ts';
import { AVAILABILITIES, AVAILABILITY_SIGNS, peopleIds } from '../../people/index.ts';
import { statsIds } from '../../stats/index.ts';
import type { AgentPart } from '../domain/content.ts';
import { button, command, row, ticketBlocks } from './parts.ts';

/** An agent's day: availability, own tickets, queue, today so far, own performance. */
export function agentBlocks(part: AgentPart, locale: string): KnownBlock[] {
  return [
    availability(part),
    header('My tickets'),
    ...part.mine.flatMap(ticketBlocks),
    ...(part.mine.length === 0 ? [section(noTickets(part))] : []),
    ...(part.mineInTotal > part.mine.length ? [context(`${part.mineInTotal - part.mine.length} more`)] : []),
    ...(part.seesQueue ? [section(queueLine(part))] : []),
    row(
      command('home.mine', part.mineInTotal > part.mine.length ? 'Show more' : 'My tickets'),
      ...(part.seesQueue ? [command('home.queue', 'Queue')] : []),
      command('home.find', 'Find a ticket'),
      button(journeyIds.openNew, 'New ticket'),
      ...(part.seesQueue ? [command('home.template', 'New ticket for someone')] : []),
    ),
    header('Today so far'),
    section(todayLines(part, locale)),
    row(
      button(statsIds.logFromHome, 'Log my day'),
      command('home.week', 'My week'),
      command('home.sessionLog', 'Log sessions'),
      button(peopleIds.editHours, 'Working hours'),
      button(exportIds.open, 'Export'),
    ),
    section(performanceLine(part, locale)),
  ];
}

function noTickets({ seesQueue }: AgentPart): string {
  return seesQueue
    ? 'You have no open ticket. Take one from the queue.'
    : 'You have no open ticket. You are sent a message when one is offered to you.';
}

function availability({ availability: current, availabilityLine }: AgentPart): KnownBlock {
  const options = AVAILABILITIES.map((value) => ({ text: plain(AVAILABILITY_SIGNS[value]), value }));
  const chosen = options.find(({ value }) => value === current);
  return {
    type: 'section',
    text: { type: 'mrkdwn', text: availabilityLine, verbatim: true },
    accessory: {
      type: 'static_select',
      action_id: peopleIds.availability,
      options,
      ...(chosen ? { initial_option: chosen } : {}),
    },
  };
}

function queueLine({ queueLength, next }: AgentPart): string {
  if (!next) return '*Queue* is empty. New tickets appear in the triage channel.';
  const waiting = queueLength === 1 ? '1 ticket waits' : `${queueLength} tickets wait`;
  return `*Queue*: ${waiting}. Next is *T-${next.number}* ${safe(next.subject, 200)}`;
}

const shown: { key: ColumnKey; label: string; unit: 'count' | 'percent' }[] = [
  { key: 'resolved', label: 'Solved', unit: 'count' },
  { key: 'totalChats', label: 'Chats', unit: 'count' },
  { key: 'csat', label: 'CSAT', unit: 'percent' },
];

function todayLines({ today }: AgentPart, locale: string): string {
  return shown
    .map(({ key, label, unit }) => {
      const { observed, logged } = today?.cells[key] ?? {};
      const seen = formatFigure(observed ?? null, unit, locale);
      return `*${label}*  observed ${seen} · logged ${formatFigure(logged ?? null, unit, locale)}`;
    })
    .join('\n');
}

function performanceLine({ own, ownDays }: AgentPart, locale: string): string {
  const title = `*My last ${ownDays} days*`;
  if (!own) return `${title}  ${noData}`;
  const resolution = own.resolutionMinutes === null ? noData : formatSpan(own.resolutionMinutes * 60);
  const sla = (share: number | null) => formatFigure(share, 'percent', locale);
  return [
    `${title}  handled ${formatFigure(own.handled, 'count', locale)} · mean resolution ${resolution}`,
    `SLA  first response ${sla(own.firstResponseSla)} · resolution ${sla(own.resolutionSla)}`,
  ].join('\n');
}
