import type { TopLevelSpec } from 'vega-lite';
import type { Label, Size } from '../charts.ts';
import { textWidth } from '../fonts.ts';
import { palette } from '../palette.ts';
import { asIs, colourAsIs, pixels } from './base.ts';

/** Between a text and its tail, in pixels. */
const space = 10;

/** Lines of text. */
export function textSpec(labels: Label[], size: Size): TopLevelSpec {
  return {
    ...pixels(size),
    layer: labels.flatMap(withTail).map((label) => ({
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

/** A label with a tail as two labels, one after the other. */
function withTail({ tail, ...label }: Label): Label[] {
  if (tail === undefined) return [label];
  const { text, size, bold = false, limit, x } = label;
  const left = limit - space - textWidth(tail, size, bold);
  const width = Math.min(left, textWidth(text, size, bold));
  return [
    { ...label, limit: left + 1 },
    { ...label, text: tail, x: x + width + space },
  ];
}
