import type { Desk } from '../../platform/desk.ts';
import { deliverDigest } from './service/deliver.ts';
import { digestDelivery, sendDue } from './service/send.ts';

/** Posts the figures of the days, weeks and months as pictures, each once at its time. */
export function register(desk: Desk): void {
  desk.outbox.deliverer(digestDelivery, deliverDigest(desk));
  desk.jobs.sweep('digests.send', { everySeconds: 10 }, (workspace) => sendDue(desk, workspace));
}
