import type { Desk } from '../../platform/desk.ts';
import { listenForWalk } from './listeners/walk.ts';
import { finishSweep } from './service/finish.ts';

/** Journeys: the walk of a requester through a questionnaire that ends in a ticket. */
export function register(desk: Desk): void {
  listenForWalk(desk);
  desk.jobs.sweep('journeys.finish', { everySeconds: 10 }, (workspace) => finishSweep(desk, workspace));
}
