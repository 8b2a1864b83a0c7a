import {
  barChart,
  kpiCards,
  type Label,
  lineChart,
  type Size,
  textLabels,
} from '../../../platform/charts/charts.ts';
import { palette } from '../../../platform/charts/palette.ts';
import type { Picture } from '../../../platform/charts/picture.ts';
import { noData } from '../../kpis/index.ts';
import type { DigestContent } from '../domain/content.ts';
import { intakeName } from '../domain/figure-words.ts';
import { figureCards } from './cards.ts';

const width = 1600;
const height = 1000;
const margin = 40;
const inner = width - 2 * margin;
const cards = { top: 106, height: 440 };
const charts = { titleY: 592, top: 616, height: 356, gap: 40 };
const chartWidth = (inner - 2 * charts.gap) / 3;
const mostAgents = 7;

/** The digest as a picture: ten cards over three charts, 1600 × 1000 pixels. */
export function digestPicture(content: DigestContent): Picture {
  const [left, middle, right] = [0, 1, 2].map((column) => margin + column * (chartWidth + charts.gap)) as [
    number,
    number,
    number,
  ];
  const size = { width: chartWidth, height: charts.height };
  const { flow, sla } = content;
  const flowEmpty = isEmpty(flow.opened, flow.resolved, flow.breached);
  const slaEmpty = isEmpty(sla.firstResponse, sla.resolution);
  const labels: Label[] = [
    ...header(content),
    chartTitle(`${intakeName(content)}, resolved, breached`, left),
    chartTitle(`SLA met by day, target ${sla.target} %`, middle),
    chartTitle(agentsTitle(content), right),
    ...(flowEmpty ? [emptyNote(left)] : []),
    ...(slaEmpty ? [emptyNote(middle)] : []),
    ...(content.agents.length === 0 ? [emptyNote(right)] : []),
  ];
  return {
    width,
    height,
    panels: [
      { x: 0, y: 0, chart: textLabels(labels, { width, height }) },
      {
        x: margin,
        y: cards.top,
        chart: kpiCards(figureCards(content), { width: inner, height: cards.height }),
      },
      ...(flowEmpty ? [] : [{ x: left, y: charts.top, chart: flowChart(content, size) }]),
      ...(slaEmpty ? [] : [{ x: middle, y: charts.top, chart: slaChart(content, size) }]),
      ...(content.agents.length === 0 ? [] : [{ x: right, y: charts.top, chart: agentChart(content, size) }]),
    ],
  };
}

/** A name that is too long for the line is cut; the days and the zone never are. */
function header(content: DigestContent): Label[] {
  const stampWidth = 420;
  return [
    {
      x: margin,
      y: 54,
      text: content.name,
      tail: `· ${content.span} · ${content.timeZone}`,
      size: 36,
      bold: true,
      limit: inner - stampWidth,
    },
    {
      x: width - margin,
      y: 56,
      text: `as of ${content.asOf}`,
      size: 24,
      align: 'right',
      colour: palette.quiet,
      limit: stampWidth - 20,
    },
  ];
}

function chartTitle(text: string, x: number): Label {
  return { x, y: charts.titleY, text, size: 26, bold: true, limit: chartWidth };
}

function emptyNote(x: number): Label {
  return {
    x: x + chartWidth / 2,
    y: charts.top + charts.height / 2,
    text: noData,
    size: 28,
    align: 'center',
    colour: palette.quiet,
    limit: chartWidth,
  };
}

function flowChart(content: DigestContent, size: Size) {
  const { days, flow } = content;
  return lineChart(
    {
      days,
      series: [
        { name: intakeName(content), values: flow.opened },
        { name: 'Resolved', values: flow.resolved },
        { name: 'Breached', values: flow.breached },
      ],
    },
    size,
  );
}

function slaChart({ days, sla }: DigestContent, size: Size) {
  return lineChart(
    {
      days,
      series: [
        { name: 'First response', values: sla.firstResponse },
        { name: 'Resolution', values: sla.resolution },
      ],
      target: sla.target,
      unit: ' %',
      range: [slaFloor(sla), 100],
    },
    size,
  );
}

/** The axis begins at the round number under the lowest day, so that days can be told apart. */
function slaFloor({ firstResponse, resolution, target }: DigestContent['sla']): number {
  const lowest = Math.min(target, ...[...firstResponse, ...resolution].filter((value) => value !== null));
  return Math.max(0, Math.floor((lowest - 1) / 20) * 20);
}

function agentChart({ agents, locale }: DigestContent, size: Size) {
  const number = new Intl.NumberFormat(locale);
  return barChart(
    agents
      .slice(0, mostAgents)
      .map(({ name, handled }) => ({ name, value: handled, text: number.format(handled) })),
    size,
  );
}

function agentsTitle({ agents }: DigestContent): string {
  return agents.length > mostAgents
    ? `Handled: first ${mostAgents} of ${agents.length} agents`
    : 'Handled by agent';
}

function isEmpty(...lines: (number | null)[][]): boolean {
  return lines.every((line) => line.every((value) => value === null));
}
