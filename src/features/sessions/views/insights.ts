import type { KnownBlock } from '@slack/types';
import { barChart, type KpiCard, kpiCards, type Label, textLabels } from '../../../platform/charts/charts.ts';
import { palette } from '../../../platform/charts/palette.ts';
import type { Picture } from '../../../platform/charts/picture.ts';
import { aligned, context, escapeText, section } from '../../../platform/slack/index.ts';
import type { Group, Insights } from '../domain/insights.ts';

/** Insights of a span, with the span in words. */
export interface InsightsContent {
  insights: Insights;
  span: string;
  locale: string;
}

const size = { width: 1600, height: 704 };
const margin = 40;
const inner = size.width - 2 * margin;
const gap = 40;
const chart = { top: 294, width: (inner - 2 * gap) / 3, height: 370 };
const mostBars = 7;
const mostLines = 15;

/** The insights as a picture: five cards over three bar charts. */
export function insightsPicture(content: InsightsContent): Picture {
  const { insights, span } = content;
  const groups = [
    ['Sessions by region', insights.byRegion],
    ['Sessions by source', insights.bySource],
    ['Sessions by destination', insights.byDestination],
  ] as const;
  const left = (column: number) => margin + column * (chart.width + gap);
  const labels: Label[] = [
    { x: margin, y: 54, text: `Session log · ${span}`, size: 36, bold: true, limit: inner },
    ...groups.map(([text], column) => ({
      x: left(column),
      y: 268,
      text,
      size: 26,
      bold: true,
      limit: chart.width,
    })),
    ...groups.flatMap(([, bars], column) =>
      bars.length > 0
        ? []
        : [{ x: left(column), y: 364, text: 'no data', size: 28, colour: palette.quiet, limit: chart.width }],
    ),
  ];
  return {
    ...size,
    panels: [
      { x: 0, y: 0, chart: textLabels(labels, size) },
      { x: margin, y: 100, chart: kpiCards(cards(content), { width: inner, height: 124 }) },
      ...groups.flatMap(([, bars], column) =>
        bars.length > 0
          ? [
              {
                x: left(column),
                y: chart.top,
                chart: barChart(barsOf(bars, content.locale), { width: chart.width, height: chart.height }),
              },
            ]
          : [],
      ),
    ],
  };
}

/** The insights as text: every group, time and repeat customers. */
export function insightsBlocks(content: InsightsContent): KnownBlock[] {
  const { insights, span } = content;
  const { minutes, repeatCustomers } = insights;
  const words = cards(content).map(({ label, value }) => `${label} ${value}`);
  const repeat = repeatCustomers.map(({ customer, records }) => [customer, String(records)]);
  return [
    section(`*Session log · ${escapeText(span)}*\n${words.join(' · ')}`),
    ...table('By region', groupHeading, rowsOf(insights.byRegion)),
    ...table('By source', groupHeading, rowsOf(insights.bySource)),
    ...table('By destination', groupHeading, rowsOf(insights.byDestination)),
    ...table('Repeat customers', ['', 'Records'], repeat),
    context(
      insights.records === 0
        ? 'Nothing was logged in these days. `/session log` logs sessions.'
        : `Time is over the records that have one: ${minutes.records}.`,
    ),
  ];
}

/** What a reader takes away. */
export function insightsAltText({ insights, span }: InsightsContent): string {
  const [region] = insights.byRegion;
  const top = region ? ` Most sessions: ${region.name}, ${region.sessions}.` : '';
  return `Session log, ${span}: ${insights.records} records, ${insights.sessions} sessions.${top}`;
}

const groupHeading = ['', 'Sessions', 'Records'];

function rowsOf(groups: readonly Group[]): string[][] {
  return groups.map(({ name, sessions, records }) => [name, String(sessions), String(records)]);
}

function table(title: string, heading: string[], rows: readonly string[][]): KnownBlock[] {
  if (rows.length === 0) return [];
  const shown = rows.slice(0, mostLines).map(([name = '', ...numbers]) => [name.slice(0, 40), ...numbers]);
  const rest = rows.length - shown.length;
  const lines = aligned([heading, ...shown]) + (rest > 0 ? `\nand ${rest} more` : '');
  return [section(`*${title}*\n\`\`\`${escapeText(lines)}\`\`\``)];
}

function cards({ insights, locale }: InsightsContent): KpiCard[] {
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const time = (value: number | null) => (value === null ? 'no data' : `${number.format(value)} min`);
  const { minutes } = insights;
  const card = (label: string, value: string): KpiCard => ({
    label,
    value,
    empty: value === 'no data',
    change: { arrow: null, tone: 'neutral', text: '' },
    points: [],
  });
  return [
    card('Records', number.format(insights.records)),
    card('Sessions', number.format(insights.sessions)),
    card('Time', time(minutes.records > 0 ? minutes.sum : null)),
    card('Mean time', time(minutes.mean)),
    card('Median time', time(minutes.median)),
  ];
}

function barsOf(groups: readonly Group[], locale: string) {
  const number = new Intl.NumberFormat(locale);
  return groups
    .slice(0, mostBars)
    .map(({ name, sessions }) => ({ name, value: sessions, text: number.format(sessions) }));
}
