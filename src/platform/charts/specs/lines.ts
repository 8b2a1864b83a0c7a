import type { TopLevelSpec } from 'vega-lite';
import type { Lines, Size } from '../charts.ts';
import { palette } from '../palette.ts';
import { fitted } from './base.ts';

/** Colour, dash and shape go together, so that no line is told by colour alone. */
const colours = [palette.blue, palette.green, palette.vermilion];
const dashes = [
  [1, 0],
  [8, 5],
  [2, 4],
];
const shapes = ['circle', 'square', 'triangle-up'];

/** With more days, lines and points are drawn finer. */
const mostClearDays = 31;

/** Lines over days. */
export function linesSpec(chart: Lines, size: Size): TopLevelSpec {
  const names = chart.series.map((series) => series.name);
  const rows = chart.series.flatMap((series) =>
    chart.days.map((day, index) => ({
      day: day.key,
      series: series.name,
      value: series.values[index] ?? null,
    })),
  );
  const highest = Math.max(1, ...rows.map((row) => row.value ?? 0), chart.target ?? 0);
  const crowded = chart.days.length > mostClearDays;
  const labels = JSON.stringify(Object.fromEntries(chart.days.map((day) => [day.key, day.label])));
  return {
    ...fitted(size),
    data: { values: rows },
    layer: [
      ...(chart.target === undefined ? [] : [targetLine(chart.target)]),
      {
        mark: {
          type: 'line',
          strokeWidth: crowded ? 2.5 : 4,
          invalid: 'break-paths-show-domains',
          point: { size: crowded ? 16 : 70, filled: true, opacity: 1 },
        },
        encoding: {
          x: {
            field: 'day',
            type: 'ordinal',
            scale: { type: 'point', domain: chart.days.map((day) => day.key), padding: 0.4 },
            axis: {
              values: someDays(chart),
              labelExpr: `(${labels})[datum.value]`,
              labelAngle: 0,
              labelOverlap: false,
              grid: false,
            },
          },
          y: {
            field: 'value',
            type: 'quantitative',
            scale: { domain: chart.range ?? [0, highest], zero: false, nice: chart.range === undefined },
            axis: {
              tickCount: 4,
              format: 'd',
              ...(chart.unit ? { labelExpr: `datum.label + '${chart.unit}'` } : {}),
              tickMinStep: 1,
            },
          },
          color: {
            field: 'series',
            type: 'nominal',
            scale: { domain: names, range: colours },
            legend: legend(),
          },
          strokeDash: {
            field: 'series',
            type: 'nominal',
            scale: { domain: names, range: dashes },
            legend: legend(),
          },
          shape: {
            field: 'series',
            type: 'nominal',
            scale: { domain: names, range: shapes },
            legend: legend(),
          },
        },
      },
    ],
  };
}

function legend() {
  return { orient: 'top', direction: 'horizontal', symbolStrokeWidth: 0 } as const;
}

/** Four days at most have a name, the last always: more would run into each other. */
function someDays(chart: Lines): string[] {
  const last = chart.days.length - 1;
  const step = Math.max(1, Math.ceil(last / 3));
  return chart.days.filter((_, index) => (last - index) % step === 0).map((day) => day.key);
}

function targetLine(target: number) {
  return {
    data: { values: [{ target }] },
    mark: { type: 'rule' as const, color: palette.ink, strokeDash: [10, 6], strokeWidth: 2 },
    encoding: { y: { field: 'target', type: 'quantitative' as const } },
  };
}
