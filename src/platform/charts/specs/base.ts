import type { Config } from 'vega-lite';
import type { Size } from '../charts.ts';
import { fontFamily } from '../fonts.ts';
import { palette } from '../palette.ts';
import { smallestText } from '../picture.ts';

/** One look for every chart: the bundled font, quiet axes, nothing under the smallest size. */
const chartConfig: Config = {
  font: fontFamily,
  background: 'transparent',
  view: { stroke: null },
  axis: {
    labelFontSize: smallestText,
    labelColor: palette.quiet,
    labelPadding: 10,
    domain: false,
    ticks: false,
    gridColor: palette.rule,
    title: null,
  },
  legend: {
    labelFontSize: smallestText,
    labelColor: palette.ink,
    labelLimit: 0,
    symbolSize: 180,
    symbolStrokeWidth: 3,
    title: null,
    offset: 14,
    columnPadding: 26,
  },
};

/** A canvas on which marks stand at pixels, without scales, axes or padding. */
export const pixels = (size: Size) =>
  ({
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    width: size.width,
    height: size.height,
    padding: 0,
    autosize: 'none',
    config: chartConfig,
  }) as const;

/** A chart that fits its axes and legend into its box. */
export const fitted = (size: Size) =>
  ({
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    width: size.width,
    height: size.height,
    padding: 4,
    autosize: { type: 'fit', contains: 'padding' },
    config: chartConfig,
  }) as const;

/** An encoding of a column that holds pixels, a colour or a shape as it stands. */
export const asIs = (field: string) => ({ field, type: 'quantitative', scale: null, axis: null }) as const;
export const colourAsIs = (field: string) => ({ field, type: 'nominal', scale: null, legend: null }) as const;
