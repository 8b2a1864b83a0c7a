/** One line of docs/speed.md: measured in one run beside a baseline. */
export type Row = {
  /** Chosen by `npm run bench -- <name>`. */
  name: string;
  /** What is promised, in words. */
  budget: string;
  /** Measures; `held` says whether the budget was kept. */
  measure(): Promise<{ measured: string; held: boolean }>;
};

/** Runs `work` and gives the milliseconds it took. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Runs `work` for every item, `width` at a time. */
export async function eachOf<Item>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) await work(items[index] as Item);
  };
  await Promise.all(Array.from({ length: width }, lane));
}

/** The middle of several measurements. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
