import type { TopLevelSpec } from 'vega-lite';
import { palette } from '../palette.ts';
import { asIs, colourAsIs, pixels, type Size } from './base.ts';

/** One line of text at a place; `limit` is the width in pixels after which it ends in an ellipsis. */
export interface Label {
  x: number;
  y: number;
  text: string;
  size: number;
  bold?: boolean;
  align?: 'left' | 'center' | 'right';
  colour?: string;
  limit: number;
}

/** Lines of text on an empty ground: titles, notes, the freshness stamp. */
export function textLabels(labels: Label[], size: Size): TopLevelSpec {
  return {
    ...pixels(size),
    layer: labels.map((label) => ({
      data: { values: [{ x: label.x, y: label.y, text: label.text, colour: label.colour ?? palette.ink }] },
      mark: {
        type: 'text',
        align: label.align ?? 'left',
        baseline: 'middle',
        fontSize: label.size,
        fontWeight: label.bold ? 600 : 400,
        limit: label.limit,
      },
      encoding: {
        x: asIs('x'),
        y: asIs('y'),
        text: { field: 'text', type: 'nominal' },
        color: colourAsIs('colour'),
      },
    })),
  };
}
