import type { TopLevelSpec } from 'vega-lite';
import type { Label, Size } from '../charts.ts';
import { textWidth } from '../fonts.ts';
import { palette } from '../palette.ts';
import { smallestText } from '../picture.ts';
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

/** How much smaller a line with a tail may become before its text is cut. */
const shrinks = [1, 0.85, 0.7];

/** A label with a tail as two labels, one after the other; first both become smaller, then the first is cut. */
function withTail({ tail, ...label }: Label): Label[] {
  if (tail === undefined) return [label];
  const { text, bold = false, limit, x } = label;
  const width = (part: string, size: number) => textWidth(part, size, bold);
  const sizes = shrinks.map((share) => Math.max(smallestText, Math.round(label.size * share)));
  const fits = (size: number) => width(text, size) + space + width(tail, size) <= limit;
  const size = sizes.find(fits) ?? Math.min(...sizes);
  const left = limit - space - width(tail, size);
  return [
    { ...label, size, limit: left + 1 },
    { ...label, size, text: tail, x: x + Math.min(left, width(text, size)) + space },
  ];
}
