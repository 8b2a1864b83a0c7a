import type { Desk } from '../../platform/desk.ts';
import { ids } from './ids.ts';
import {
  onImport,
  onImportSubmitted,
  onKeys,
  onKeysSubmitted,
  onMessage,
  onNames,
  onNamesSubmitted,
  onShortcut,
  onStep,
} from './listeners/import.ts';
import { deliverImport } from './service/deliver.ts';
import { importDelivery } from './service/start.ts';
import { importSweep, workOnImports } from './service/work.ts';
import { importModal, keysModal, namesModal } from './views/modals.ts';

export { ids as importIds } from './ids.ts';
export { takesFiguresFile } from './listeners/import.ts';

/** `/stats import`: figures from CSV files, previewed, applied, and taken back whole. */
export function register(desk: Desk): void {
  const { slack } = desk;
  slack.command({
    command: 'stats',
    name: 'import',
    description: 'Import figures from a CSV file',
    handler: onImport(desk),
  });
  slack.action(ids.open, onImport(desk));
  slack.modal(importModal, onImportSubmitted(desk));
  slack.shortcut(ids.fromMessage, onShortcut(desk));
  slack.event('message', onMessage(desk));
  slack.action(ids.apply, onStep(desk, 'apply'));
  slack.action(ids.cancel, onStep(desk, 'cancel'));
  slack.action(ids.undo, onStep(desk, 'undo'));
  slack.action(ids.names, onNames(desk));
  slack.modal(namesModal, onNamesSubmitted(desk));
  slack.action(ids.keys, onKeys(desk));
  slack.modal(keysModal, onKeysSubmitted(desk));
  desk.outbox.deliverer(importDelivery, deliverImport(desk));
  desk.jobs.sweep(importSweep, { everySeconds: 10 }, (workspace) => workOnImports(desk, workspace));
}
