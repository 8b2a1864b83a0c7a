const bars = ['▁', '▂', '▄', '▆', '█'];
const gap = '·';

/** Values as a line of text, lowest to highest; a day without data is a dot. Empty when there is no data at all. */
export function textSparkline(values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return '';
  const low = Math.min(...known);
  const high = Math.max(...known);
  return values
    .map((value) => {
      if (value === null) return gap;
      const share = high === low ? 0.5 : (value - low) / (high - low);
      return bars[Math.round(share * (bars.length - 1))];
    })
    .join('');
}
