import type { Desk } from '../../platform/desk.ts';
import { registerAudited } from '../settings/index.ts';
import { ids } from './ids.ts';
import {
  onAdd,
  onDigests,
  onEdit,
  onPause,
  onRemove,
  onSaved,
  onSendNow,
  onTest,
} from './listeners/digests.ts';
import { correctionDelivery, deliverCorrection } from './service/correct.ts';
import { deliverDigest } from './service/deliver.ts';
import { digestNow, undoDigest } from './service/manage.ts';
import { followManifests } from './service/manifests.ts';
import { digestDelivery, digestSweep, sendDue } from './service/send.ts';
import { digestModal } from './views/modals.ts';

export { sendPicture } from './service/ask.ts';
export { applyDigests, type DigestPlan, planDigests } from './service/manifests.ts';
export { digestSweep } from './service/send.ts';

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
  slack.action(ids.remove, onRemove(desk));
  slack.action(ids.sendNow, onSendNow(desk));
  slack.modal(digestModal, onSaved(desk));
  desk.outbox.deliverer(digestDelivery, deliverDigest(desk), { reports: true });
  desk.outbox.deliverer(correctionDelivery, deliverCorrection(desk));
  registerAudited(desk, 'digest', {
    now: (workspace, { subject: key }) => digestNow(desk, workspace, key),
    undo: (workspace, entry) => undoDigest(desk, workspace, entry),
  });
  // At once, so that a digest is there from the moment its channel is set; the sweep is the net.
  desk.events.on('settings.changed', ({ workspace }) => followManifests(desk, workspace));
  desk.jobs.sweep(digestSweep, { everySeconds: 10 }, (workspace) => sendDue(desk, workspace));
}
