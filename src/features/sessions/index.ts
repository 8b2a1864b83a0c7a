import type { Desk } from '../../platform/desk.ts';
import { ids } from './ids.ts';
import { onConfirm, onForm, onLog, onPickWay, onText } from './listeners/log.ts';
import { onEdit, onEdited, onInsights, onRemove, onReport, onRestore, onTurn } from './listeners/report.ts';
import { deliverInsights, insightsDelivery } from './service/insights.ts';
import { confirmModal, formModal, textModal } from './views/log.ts';
import { editModal } from './views/report.ts';

export { eachSession } from './service/report.ts';

/** `/session …`: the log of customers' sessions, by paste, file or form. */
export function register(desk: Desk): void {
  const { slack, outbox } = desk;
  slack.command({
    command: 'session',
    name: 'log',
    description: 'Log sessions from text, a file or a form',
    handler: onLog(desk),
  });
  slack.command({
    command: 'session',
    name: 'insights',
    usage: '[days]',
    description: 'Get charts of the last days',
    handler: onInsights(desk),
  });
  slack.command({
    command: 'session',
    name: 'report',
    description: 'List, edit and delete records',
    handler: onReport(desk),
  });
  slack.modal(textModal, onText(desk));
  slack.modal(formModal, onForm(desk));
  slack.modal(confirmModal, onConfirm(desk));
  slack.modal(editModal, onEdited(desk));
  slack.action(ids.pickWay, onPickWay());
  slack.action(ids.edit, onEdit(desk));
  slack.action(ids.remove, onRemove(desk));
  slack.action(ids.restore, onRestore(desk));
  slack.action(ids.newer, onTurn(desk));
  slack.action(ids.older, onTurn(desk));
  outbox.deliverer(insightsDelivery, deliverInsights(desk));
}
