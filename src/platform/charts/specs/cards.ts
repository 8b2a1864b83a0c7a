import type { TopLevelSpec } from 'vega-lite';
import type { KpiCard, Size, Tone } from '../charts.ts';
import { textWidth } from '../fonts.ts';
import { palette } from '../palette.ts';
import { smallestText } from '../picture.ts';
import { asIs, colourAsIs, pixels } from './base.ts';
import { sparkline } from './sparkline.ts';

const columns = 5;
const gap = 20;
const inset = 20;
const labelY = 32;
const valueY = 80;
const changeY = 126;
const sparkTop = 150;
const sparkBottom = 20;
const border = 2;
const valueSizes = [46, 38, 30];

const colourOf: Record<Tone, string> = {
  better: palette.blue,
  worse: palette.vermilion,
  neutral: palette.quiet,
};

/** Cards in rows of five. */
export function cardsSpec(cards: KpiCard[], size: Size): TopLevelSpec {
  const rows = Math.ceil(cards.length / columns);
  const width = (size.width - gap * (columns - 1)) / columns;
  const height = (size.height - gap * (rows - 1)) / rows;
  const placed = cards.map((card, index) => ({
    card,
    left: (index % columns) * (width + gap),
    top: Math.floor(index / columns) * (height + gap),
  }));
  const inner = width - 2 * inset;
  const boxes = placed.map(({ left, top }) => ({
    x: left + border,
    x2: left + width - border,
    y: top + border,
    y2: top + height - border,
  }));
  const texts = placed.map(({ card, left, top }) => ({
    x: left + inset,
    changeX: left + inset + (card.change.arrow ? 26 : 0),
    labelY: top + labelY,
    valueY: top + valueY,
    changeY: top + changeY,
    arrowX: left + inset + 8,
    shape: card.change.arrow === 'down' ? 'triangle-down' : 'triangle-up',
    arrow: card.change.arrow !== null,
    label: card.label,
    value: card.value,
    change: card.change.text,
    colour: colourOf[card.change.tone],
    valueSize: valueSizes.find((size) => textWidth(card.value, size, true) <= inner) ?? smallestText,
    valueColour: card.empty ? palette.quiet : palette.ink,
  }));
  const lines = placed.flatMap(({ card, left, top }, index) =>
    sparkline(card.points, {
      left: left + inset,
      top: top + sparkTop,
      width: inner,
      height: height - sparkTop - sparkBottom,
    }).map((point) => ({ ...point, run: `${index}:${point.run}` })),
  );
  return {
    ...pixels(size),
    layer: [
      {
        data: { values: boxes },
        mark: {
          type: 'rect',
          fill: palette.card,
          stroke: palette.rule,
          strokeWidth: border,
          cornerRadius: 12,
        },
        encoding: { x: asIs('x'), x2: { field: 'x2' }, y: asIs('y'), y2: { field: 'y2' } },
      },
      textLayer(texts, { x: 'x', y: 'labelY', text: 'label', colour: palette.quiet, size: 24, limit: inner }),
      {
        ...textLayer(texts, {
          x: 'x',
          y: 'valueY',
          text: 'value',
          colour: palette.ink,
          size: 48,
          limit: inner,
        }),
        mark: {
          type: 'text',
          align: 'left',
          baseline: 'middle',
          fontWeight: 600,
          limit: inner,
          color: palette.ink,
        },
        encoding: {
          x: asIs('x'),
          y: asIs('valueY'),
          text: { field: 'value', type: 'nominal' },
          size: { field: 'valueSize', type: 'quantitative', scale: null },
          color: colourAsIs('valueColour'),
        },
      },
      {
        data: { values: texts.filter((text) => text.arrow) },
        mark: { type: 'point', filled: true, size: 150, opacity: 1 },
        encoding: {
          x: asIs('arrowX'),
          y: asIs('changeY'),
          shape: { field: 'shape', type: 'nominal', scale: null },
          color: colourAsIs('colour'),
        },
      },
      {
        ...textLayer(texts, {
          x: 'changeX',
          y: 'changeY',
          text: 'change',
          size: smallestText,
          limit: inner - 26,
        }),
        encoding: {
          x: asIs('changeX'),
          y: asIs('changeY'),
          text: { field: 'change', type: 'nominal' },
          color: colourAsIs('colour'),
        },
      },
      {
        data: { values: lines },
        mark: { type: 'line', color: palette.sky, strokeWidth: 3, strokeCap: 'round', strokeJoin: 'round' },
        encoding: {
          x: asIs('x'),
          y: asIs('y'),
          detail: { field: 'run', type: 'nominal' },
          order: { field: 'x', type: 'quantitative' },
        },
      },
      {
        data: { values: lines.filter((point) => point.dot) },
        mark: { type: 'circle', size: 90, opacity: 1 },
        encoding: { x: asIs('x'), y: asIs('y'), color: colourAsIs('colour') },
      },
    ],
  };
}

interface TextLayer {
  x: string;
  y: string;
  text: string;
  size: number;
  limit: number;
  colour?: string;
}

function textLayer(values: object[], layer: TextLayer) {
  return {
    data: { values },
    mark: {
      type: 'text' as const,
      align: 'left' as const,
      baseline: 'middle' as const,
      fontSize: layer.size,
      limit: layer.limit,
      ...(layer.colour ? { color: layer.colour } : {}),
    },
    encoding: {
      x: asIs(layer.x),
      y: asIs(layer.y),
      text: { field: layer.text, type: 'nominal' as const },
    },
  };
}
