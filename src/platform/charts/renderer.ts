import { Tinypool } from 'tinypool';
import type { Picture } from './picture.ts';

/** Turns pictures into PNG bytes in a process of its own, because resvg can abort the process that it runs in. */
export interface ChartRenderer {
  /** @throws when the drawing process failed twice; who asked then says it in text. */
  render(picture: Picture): Promise<Uint8Array>;
  /** Ends the drawing process. */
  stop(): Promise<void>;
}

/** Longest a picture may take, in milliseconds; a digest takes under one second. */
const longestDrawing = 30_000;

/** Starts no process until the first picture is asked for; an idle one ends after a minute. */
export function createChartRenderer(): ChartRenderer {
  const pool = new Tinypool({
    filename: new URL('./render.worker.ts', import.meta.url).href,
    runtime: 'child_process',
    serialization: 'advanced',
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: 60_000,
    env: {},
  });
  const draw = (picture: Picture): Promise<Uint8Array> =>
    pool.run(picture, { signal: AbortSignal.timeout(longestDrawing) });
  return {
    render: (picture) => draw(picture).catch(() => draw(picture)),
    stop: () => pool.destroy(),
  };
}
