import type { KnownBlock } from '@slack/types';
import {
  aligned,
  button,
  context,
  escapeText,
  header,
  plain,
  row,
  safe,
  section,
} from '../../../platform/slack/index.ts';
import { importIds } from '../../imports/index.ts';
import { formatFigure, formatSpan, noData } from '../../kpis/index.ts';
import { AVAILABILITY_SIGNS } from '../../people/index.ts';
import type { AgentLine } from '../domain/agents.ts';
import type { LeadPart } from '../domain/content.ts';
import { mostDays } from '../domain/filters.ts';
import { ids } from '../ids.ts';
import { kpiBlock } from './kpis.ts';
import { command } from './parts.ts';

/** Lines of the agent table on one page. */
const tablePage = 15;
const mostOnline = 25;

/** A lead's desk: filters, KPIs, queue and why it waits, agents, today, the table. */
export function leadBlocks(part: LeadPart, locale: string, isManager: boolean): KnownBlock[] {
  return [
    header('The desk'),
    ...filters(part),
    kpiBlock(part.kpis, locale),
    context(spanLine(part)),
    row(
      button(ids.sources, 'Where do these come from?'),
      button(ids.picture, 'Send me a picture'),
      button(importIds.open, 'Import figures'),
    ),
    header('Queue'),
    section(queue(part)),
    row(command('home.queue', 'Show the queue'), command('home.find', 'Find a ticket')),
    section(todayLine(part, locale)),
    header('Agents'),
    section(online(part)),
    row(
      command('home.who', part.agents.length > mostOnline ? 'Show more' : 'Who is here'),
      ...(isManager ? [] : [command('home.people', 'People')]),
    ),
    ...table(part, locale),
  ];
}

function filters({ filters: { agent, teamLeader, supervisor, from, to } }: LeadPart): KnownBlock[] {
  const user = (id: string, placeholder: string, initial: string | undefined) =>
    ({
      type: 'users_select',
      action_id: id,
      placeholder: plain(placeholder),
      ...(initial ? { initial_user: initial } : {}),
    }) as const;
  const date = (id: string, placeholder: string, initial: string | undefined) =>
    ({
      type: 'datepicker',
      action_id: id,
      placeholder: plain(placeholder),
      ...(initial ? { initial_date: initial } : {}),
    }) as const;
  const chosen = [agent, teamLeader, supervisor, from, to].some(Boolean);
  return [
    row(
      user(ids.filterAgent, 'Agent', agent),
      user(ids.filterLeader, 'Team leader', teamLeader),
      user(ids.filterSupervisor, 'Supervisor', supervisor),
      date(ids.filterFrom, 'From', from),
      date(ids.filterTo, 'To', to),
      ...(chosen ? [button(ids.clearFilters, 'Clear')] : []),
    ),
  ];
}

function spanLine({ from, to, isCut, filters: { from: asked } }: LeadPart): string {
  const line = `${from} to ${to}, changes against the same number of days before.`;
  return isCut
    ? `${line} You asked for days from ${asked} on; Home shows the last ${mostDays} of them, *Export* has all.`
    : line;
}

function queue({ byStatus, waiting }: LeadPart): string {
  const active = byStatus.new + byStatus.assigned + byStatus.in_progress + byStatus.waiting_on_customer;
  const counts = `*${active} active*: ${byStatus.new} in the queue · ${byStatus.assigned} assigned · ${byStatus.in_progress} in progress · ${byStatus.waiting_on_customer} waiting for the customer`;
  const why = waiting.map(({ ticket, why: reason }) => `*T-${ticket.number}* waits: ${escapeText(reason)}`);
  return [counts, ...why].join('\n');
}

function todayLine({ today }: LeadPart, locale: string): string {
  const number = (value: number) => formatFigure(value, 'count', locale);
  return `*Today*: ${number(today.created)} created · ${number(today.resolved)} resolved · ${number(today.breached)} breached`;
}

function online({ agents }: LeadPart): string {
  if (agents.length === 0) return 'No agents yet. An owner adds them with `/desk people`.';
  const lines = agents
    .slice(0, mostOnline)
    .map(
      ({ name, availability, load, capacity }) =>
        `${AVAILABILITY_SIGNS[availability]} ${safe(name, 60)} ${load}/${capacity}`,
    );
  const rest = agents.length - mostOnline;
  return [lines.join('  ·  '), ...(rest > 0 ? [`and ${rest} more`] : [])].join('\n');
}

function table({ table: lines, page }: LeadPart, locale: string): KnownBlock[] {
  if (lines.length === 0)
    return [section('No figures in these days yet. Agents log theirs with `/stats log`.')];
  const pages = Math.ceil(lines.length / tablePage);
  const current = Math.min(page, pages - 1);
  const shown = lines.slice(current * tablePage, (current + 1) * tablePage);
  const heading = ['Agent', 'Handled', 'First resp.', 'Resolution', 'SLA first', 'SLA resol.', 'CSAT'];
  const text = aligned([heading, ...shown.map((line) => cells(line, locale))]);
  const turn = [
    ...(current > 0 ? [button(ids.agentsBack, 'Back', String(current - 1))] : []),
    ...(current < pages - 1 ? [button(ids.agentsPage, 'Show more', String(current + 1))] : []),
  ];
  return [
    section(`\`\`\`${escapeText(text)}\`\`\``),
    ...(pages > 1 ? [context(`Page ${current + 1} of ${pages}`), row(...turn)] : []),
  ];
}

function cells(line: AgentLine, locale: string): string[] {
  const { firstResponseSeconds, resolutionMinutes } = line;
  return [
    [...line.name].slice(0, 24).join(''),
    formatFigure(line.handled, 'count', locale),
    firstResponseSeconds === null ? noData : formatSpan(firstResponseSeconds),
    resolutionMinutes === null ? noData : formatSpan(resolutionMinutes * 60),
    formatFigure(line.firstResponseSla, 'percent', locale),
    formatFigure(line.resolutionSla, 'percent', locale),
    formatFigure(line.csat, 'percent', locale),
  ];
}
