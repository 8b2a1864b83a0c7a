import type { Interval } from './interval.ts';
import { AFTER_ALL, BEFORE_ALL, type KeyRange, successor } from './ranges.ts';

/** The ranges of keys whose fields lie in these intervals, in ascending order: all points of the fields before the last combined. */
export function keyRanges(
  fields: ReadonlyArray<readonly Interval[]>,
  directions: ReadonlyArray<1 | -1>,
): KeyRange[] {
  let prefixes: Uint8Array[] = [BEFORE_ALL];
  fields.slice(0, -1).forEach((points, field) => {
    const parts = points.map(({ low }) => (directions[field] === 1 ? low.at : inverted(low.at)));
    prefixes = prefixes.flatMap((prefix) => parts.map((part) => Buffer.concat([prefix, part])));
  });
  const last = fields.at(-1);
  if (!last) return [{ low: BEFORE_ALL, high: AFTER_ALL }];
  const ranges = last.map((interval) =>
    directions[fields.length - 1] === 1 ? ascending(interval) : descending(interval),
  );
  return prefixes
    .flatMap((prefix) =>
      ranges.map(({ low, high }) => ({
        low: Buffer.concat([prefix, low]),
        high: Buffer.concat([prefix, high]),
      })),
    )
    .sort((a, b) => Buffer.compare(a.low, b.low));
}

const inverted = (bytes: Uint8Array) => bytes.map((byte) => ~byte);

function ascending({ low, high }: Interval): KeyRange {
  return { low: low.at, high: high.at };
}

/** With all bits turned the order is reversed: what was before an edge comes after everything that begins like it. */
function descending({ low, high }: Interval): KeyRange {
  return {
    low: high.at === AFTER_ALL ? BEFORE_ALL : successor(inverted(high.at)),
    high: successor(inverted(low.at)),
  };
}
