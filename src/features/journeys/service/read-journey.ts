import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Parsed } from '../definition.ts';
import type { Journey } from '../domain/types.ts';

/** Longest that reading may take, in milliseconds; a file of the largest size takes a few seconds on a busy machine. */
const LONGEST = 30_000;

/**
 * Reads and checks a journey as `parseJourney` does, in a thread of its own, so that nobody else waits for a large file.
 * One that takes longer than 30 s, or more memory than the thread may have, is a fault.
 */
export async function readJourney(text: string): Promise<Parsed<Journey>> {
  const worker = new Worker(new URL('./parse.worker.ts', import.meta.url), {
    workerData: text,
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  });
  try {
    const [parsed] = (await once(worker, 'message', { signal: AbortSignal.timeout(LONGEST) })) as [
      Parsed<Journey>,
    ];
    return parsed;
  } catch {
    const message = 'The file is too large or too deeply nested to be checked. Split the journey.';
    return { value: null, faults: [{ line: null, question: null, field: null, message }] };
  } finally {
    await worker.terminate();
  }
}
