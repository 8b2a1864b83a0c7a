import type { Desk } from '../../platform/desk.ts';
import { ids } from './ids.ts';
import { onCancel } from './listeners/cancel.action.ts';
import { onExport, onExportSubmitted } from './listeners/export.command.ts';
import { deliverExport } from './service/deliver.ts';
import { deliverProgress, progressDelivery } from './service/progress.ts';
import { exportDelivery, exportSweep, runExports } from './service/run.ts';
import { exportModal } from './views/modal.ts';

export { ids as exportIds } from './ids.ts';

/** `/desk export`: data as a file in the asker's messages. */
export function register(desk: Desk): void {
  desk.slack.command({
    command: 'desk',
    name: 'export',
    description: 'Get figures, tickets or records as a file',
    handler: onExport(desk),
  });
  desk.slack.action(ids.open, onExport(desk));
  desk.slack.action(ids.cancel, onCancel(desk));
  desk.slack.modal(exportModal, onExportSubmitted(desk));
  desk.outbox.deliverer(exportDelivery, deliverExport(desk));
  desk.outbox.deliverer(progressDelivery, deliverProgress(desk));
  desk.jobs.sweep(exportSweep, { everySeconds: 10 }, (workspace) => runExports(desk, workspace));
}
