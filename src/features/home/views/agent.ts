import type { KnownBlock } from '@slack/types';
import { context, header, safe, section } from '../../../platform/slack/index.ts';
import { type ColumnKey, formatFigure, formatSpan, noData } from '../../kpis/index.ts';
import type { AgentPart } from '../domain/content.ts';
import { availabilityBlock, dayRows, ticketRow } from './own.ts';
import { ticketBlocks } from './parts.ts';

/** An agent's day: availability, own tickets, queue, today so far, own performance. */
export function agentBlocks(part: AgentPart, locale: string): KnownBlock[] {
  return [
    availabilityBlock(part),
    header('My tickets'),
    ...part.mine.flatMap(ticketBlocks),
    ...(part.mine.length === 0 ? [section(noTickets(part))] : []),
    ...(part.mineInTotal > part.mine.length ? [context(`${part.mineInTotal - part.mine.length} more`)] : []),
    ...(part.seesTeam ? [section(queueLine(part))] : []),
    ticketRow(part, part.mineInTotal > part.mine.length),
    header('Today so far'),
    section(todayLines(part, locale)),
    ...dayRows(part),
    section(performanceLine(part, locale)),
  ];
}

function noTickets({ seesTeam }: AgentPart): string {
  return seesTeam
    ? 'You have no open ticket. Take one from the queue.'
    : 'You have no open ticket. You are sent a message when one is offered to you.';
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
