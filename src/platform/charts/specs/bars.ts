import type { TopLevelSpec } from 'vega-lite';
import type { Bar, Size } from '../charts.ts';
import { palette } from '../palette.ts';
import { smallestText } from '../picture.ts';
import { fitted } from './base.ts';

/** Fewer bars leave room below, rather than becoming thick. */
const fewestBands = 6;

/** Horizontal bars. */
export function barSpec(bars: Bar[], size: Size): TopLevelSpec {
  const rows = bars.map((bar, index) => ({ ...bar, row: String(index) }));
  const bands = Array.from({ length: Math.max(fewestBands, bars.length) }, (_, index) => String(index));
  const names = JSON.stringify(
    Object.fromEntries(bands.map((band, index) => [band, bars[index]?.name ?? ''])),
  );
  const highest = Math.max(1, ...bars.map((bar) => bar.value));
  const y = {
    field: 'row',
    type: 'ordinal' as const,
    sort: null,
    scale: { domain: bands, paddingInner: 0.3, paddingOuter: 0.1 },
    axis: {
      labelExpr: `(${names})[datum.value]`,
      labelLimit: size.width * 0.45,
      grid: false,
      labelColor: palette.ink,
    },
  };
  return {
    ...fitted(size),
    data: { values: rows },
    layer: [
      {
        mark: { type: 'bar', color: palette.sky, cornerRadiusEnd: 4 },
        encoding: {
          y,
          x: { field: 'value', type: 'quantitative', scale: { domain: [0, highest * 1.3] }, axis: null },
        },
      },
      {
        mark: {
          type: 'text',
          align: 'left',
          baseline: 'middle',
          dx: 8,
          fontSize: smallestText,
          color: palette.ink,
        },
        encoding: {
          y,
          x: { field: 'value', type: 'quantitative' },
          text: { field: 'text', type: 'nominal' },
        },
      },
    ],
  };
}
