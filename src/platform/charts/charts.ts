/** A box in pixels. */
export interface Size {
  width: number;
  height: number;
}

/** One line of text at a place; `limit` is the width in pixels after which it ends in an ellipsis. */
export interface Label {
  x: number;
  y: number;
  text: string;
  /** Follows `text` on the line and is never cut: `text` gives way. */
  tail?: string;
  size: number;
  bold?: boolean;
  align?: 'left' | 'center' | 'right';
  colour?: string;
  limit: number;
}

/** A name and its number, with the number in words as people read it. */
export interface Bar {
  name: string;
  value: number;
  text: string;
}

/** What a change means for the desk: a rise of what should fall is `worse`. */
export type Tone = 'better' | 'worse' | 'neutral';

/** One figure: its name, its value in words, how it changed, and the days before it (`null` is a gap). */
export interface KpiCard {
  label: string;
  value: string;
  /** True when `value` says that there is no data. */
  empty: boolean;
  change: { arrow: 'up' | 'down' | null; tone: Tone; text: string };
  points: (number | null)[];
}

/** One line: its name and a value for each day, `null` where the day has no data. */
interface Series {
  name: string;
  values: (number | null)[];
}

/** Days as people read them, oldest first, and the lines over them. */
export interface Lines {
  days: { key: string; label: string }[];
  series: Series[];
  /** A level to compare with, drawn as a dashed line. */
  target?: number;
  /** Written after the numbers of the axis, such as ` %`. */
  unit?: string;
  /** Ends of the axis; without them it runs from 0 to where the data end. */
  range?: [number, number];
}

/**
 * What to draw, as plain data: the process that draws turns it into a specification, so that nothing of that (measuring
 * text needs all fonts) is done in the process that answers people.
 */
export type Chart =
  | { kind: 'text'; labels: Label[]; size: Size }
  | { kind: 'cards'; cards: KpiCard[]; size: Size }
  | { kind: 'lines'; lines: Lines; size: Size }
  | { kind: 'bars'; bars: Bar[]; size: Size };

/** Lines of text on an empty ground: titles, notes, the freshness stamp. */
export const textLabels = (labels: Label[], size: Size): Chart => ({ kind: 'text', labels, size });

/** Cards in rows of five, each with label, value, change in words and a sparkline whose last point is marked. */
export const kpiCards = (cards: KpiCard[], size: Size): Chart => ({ kind: 'cards', cards, size });

/** Lines over days, at most three, with gaps where there is no data. */
export const lineChart = (lines: Lines, size: Size): Chart => ({ kind: 'lines', lines, size });

/** Horizontal bars in the order given; long names end in an ellipsis. */
export const barChart = (bars: Bar[], size: Size): Chart => ({ kind: 'bars', bars, size });
