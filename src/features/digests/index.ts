import type { Desk } from '../../platform/desk.ts';
import { ids } from './ids.ts';
import { onAdd, onDigests, onEdit, onPause, onSaved, onSendNow, onTest } from './listeners/digests.ts';
import { ensureDefaultDigest } from './service/definitions.ts';
import { deliverDigest } from './service/deliver.ts';
import { digestDelivery, digestSweep, sendDue } from './service/send.ts';
import { digestModal } from './views/modals.ts';

/** Posts the figures of the days, weeks and months as pictures, each once at its time. */
export function register(desk: Desk): void {
  const { slack } = desk;
  slack.command({
    command: 'desk',
    name: 'digests',
    description: 'Plan, change and try the digests',
    handler: onDigests(desk),
  });
  slack.action(ids.add, onAdd(desk));
  slack.action(ids.edit, onEdit(desk));
  slack.action(ids.test, onTest(desk));
  slack.action(ids.pause, onPause(desk));
  slack.action(ids.sendNow, onSendNow(desk));
  slack.modal(digestModal, onSaved(desk));
  desk.outbox.deliverer(digestDelivery, deliverDigest(desk));
  // At once, so that a digest is there from the moment its channel is set; the sweep is the net.
  desk.events.on('settings.changed', ({ workspace }) => ensureDefaultDigest(desk, workspace));
  desk.jobs.sweep(digestSweep, { everySeconds: 10 }, (workspace) => sendDue(desk, workspace));
}
