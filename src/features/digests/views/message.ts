import type { KnownBlock } from '@slack/types';
import { aligned, context, escapeText, section } from '../../../platform/slack/index.ts';
import { formatFigure, kpis } from '../../kpis/index.ts';
import type { DigestContent } from '../domain/content.ts';
import { altText, figureFact } from '../domain/facts.ts';
import { arrowOf, changeText, intakeName } from '../domain/figure-words.ts';

/** What a digest's message is made from beside its figures. */
export interface Sending {
  content: DigestContent;
  /** Slack's id of the uploaded picture; null when it could not be drawn. */
  picture: string | null;
  late: boolean;
}

const mostAgents = 20;
/** A section holds 3,000 characters; the code fence and the ellipsis need some. */
const mostTable = 2_900;

/** The post in the channel: the picture, with a line of text for notifications and screen readers. */
export function digestMessage({ content, picture, late }: Sending): { text: string; blocks: KnownBlock[] } {
  const title = `${content.name} · ${content.span} · ${content.timeZone}`;
  const text = `${title}: ${content.figures
    .slice(0, 3)
    .map((figure) => figureFact(figure, content))
    .join('; ')}. As of ${content.asOf}.`;
  return {
    text: escapeText(text),
    blocks: [
      section(`*${escapeText(title)}*`),
      ...(picture ? [image(picture, content)] : []),
      ...(picture
        ? []
        : [section('The picture could not be drawn this time. The figures are in the thread.')]),
      context(`As of ${content.asOf}${late ? ' · sent late' : ''} · all figures as text in the thread`),
    ],
  };
}

/** The same figures as text, for the thread. */
export function digestTable({ content }: Pick<Sending, 'content'>): { text: string; blocks: KnownBlock[] } {
  const tables = [figureTable(content), dayTable(content), agentTable(content)].filter(
    (table) => table !== '',
  );
  return {
    text: `${escapeText(content.name)} · ${escapeText(content.span)}: all figures`,
    blocks: tables.map((table) => section(`\`\`\`${escapeText(table).slice(0, mostTable)}\`\`\``)),
  };
}

function image(id: string, content: DigestContent): KnownBlock {
  return { type: 'image', slack_file: { id }, alt_text: altText(content) };
}

function figureTable(content: DigestContent): string {
  return aligned(
    content.figures.map((figure) => {
      const kpi = kpis.find(({ key }) => key === figure.key);
      const arrow = arrowOf(figure);
      const sign = arrow === 'up' ? '▲ ' : arrow === 'down' ? '▼ ' : '';
      return [
        kpi?.label ?? figure.key,
        formatFigure(figure.value, kpi?.unit ?? 'count', content.locale),
        `${sign}${changeText(figure, content)}`,
      ];
    }),
  );
}

function dayTable(content: DigestContent): string {
  const { days, flow, sla, locale } = content;
  const count = (value: number | null | undefined) => formatFigure(value ?? null, 'count', locale);
  const share = (value: number | null | undefined) => formatFigure(value ?? null, 'percent', locale);
  const heading = ['', intakeName(content), 'Resolved', 'Breached', 'First response', 'Resolution'];
  const rows = days.slice(-31).map((day) => {
    const index = days.indexOf(day);
    return [
      day.label,
      count(flow.opened[index]),
      count(flow.resolved[index]),
      count(flow.breached[index]),
      share(sla.firstResponse[index]),
      share(sla.resolution[index]),
    ];
  });
  return aligned([heading, ...rows]);
}

function agentTable({ agents, locale }: DigestContent): string {
  if (agents.length === 0) return '';
  const rows = agents
    .slice(0, mostAgents)
    .map(({ name, handled }) => [name.slice(0, 40), formatFigure(handled, 'count', locale)]);
  const rest = agents.length - mostAgents;
  return aligned([['Agent', 'Handled'], ...rows, ...(rest > 0 ? [[`and ${rest} more`, '']] : [])]);
}
