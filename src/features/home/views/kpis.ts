import type { KnownBlock } from '@slack/types';
import { formatChange, formatFigure, kpis } from '../../kpis/index.ts';
import type { KpiLine } from '../domain/content.ts';
import { textSparkline } from '../domain/sparkline.ts';

/** Longer trends would break a card in two lines on a phone. */
const mostDays = 14;

/** The ten KPIs as fields, two a row. */
export function kpiBlock(lines: readonly KpiLine[], locale: string): KnownBlock {
  return {
    type: 'section',
    fields: lines.map((line) => ({ type: 'mrkdwn', text: card(line, locale), verbatim: true })),
  };
}

function card({ key, value, change, trend }: KpiLine, locale: string): string {
  const kpi = kpis.find((each) => each.key === key);
  const moved =
    change && (change.in === 'points' ? Math.abs(change.amount) >= 0.05 : Math.abs(change.amount) >= 0.5);
  const words = !change
    ? ''
    : moved
      ? `  ${change.amount > 0 ? '▲ up' : '▼ down'} ${formatChange(change, locale)}`
      : '  unchanged';
  return `${kpi?.label}\n*${formatFigure(value, kpi?.unit ?? 'count', locale)}*${words}\n${textSparkline(trend.slice(-mostDays))}`.trimEnd();
}
