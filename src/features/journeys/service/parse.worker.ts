import { parentPort, workerData } from 'node:worker_threads';
import { parseJourney } from '../definition.ts';

/** The entry of the thread that reads one journey. */
parentPort?.postMessage(parseJourney(workerData as string));
