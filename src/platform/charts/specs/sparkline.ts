import { palette } from '../palette.ts';

/** A place on a sparkline. Points of one `run` are joined; a gap in the data begins a new run. */
export interface SparkPoint {
  x: number;
  y: number;
  run: number;
  dot: boolean;
  colour: string;
}

interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/**
 * Places values in a box, lowest at the bottom. Gaps stay gaps; a value between two gaps is a dot of its own, and the
 * last value is marked.
 */
export function sparkline(values: (number | null)[], box: Box): SparkPoint[] {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return [];
  const low = Math.min(...known);
  const high = Math.max(...known);
  const step = values.length > 1 ? box.width / (values.length - 1) : 0;
  const lastKnown = values.findLastIndex((value) => value !== null);
  let run = 0;
  const points: SparkPoint[] = [];
  values.forEach((value, index) => {
    if (value === null) {
      run += 1;
      return;
    }
    const alone = isGap(values[index - 1]) && isGap(values[index + 1]);
    const last = index === lastKnown;
    const share = high === low ? 0.5 : (value - low) / (high - low);
    points.push({
      x: values.length > 1 ? box.left + index * step : box.left + box.width,
      y: box.top + box.height * (1 - share),
      run,
      dot: alone || last,
      colour: last ? palette.ink : palette.sky,
    });
  });
  return points;
}

function isGap(value: number | null | undefined): boolean {
  return value === null || value === undefined;
}
