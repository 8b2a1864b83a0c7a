import type { Desk } from '../../platform/desk.ts';
import { followTickets } from '../tickets/index.ts';
import { registerDeliverers } from './deliver.ts';
import { ids } from './ids.ts';
import { onAcknowledge, onUnacknowledge } from './listeners/acknowledge.action.ts';
import { onAsk, onAskOther } from './listeners/ask.action.ts';
import { onReassign } from './listeners/reassign.action.ts';
import { onTake } from './listeners/take.action.ts';
import { onTakeAsked } from './listeners/take-asked.action.ts';
import { escalate, followAlert } from './service.ts';

export { openAlerts } from './alerts.ts';

/** Acts on what SLA finds: priorities, alerts, mentions, and what people answer to them. */
export function register(desk: Desk): void {
  const sweep = 'escalation.sweep';
  registerDeliverers(desk);
  desk.jobs.sweep(sweep, { everySeconds: 5 }, (workspace) => escalate(desk, workspace));
  desk.events.on('sla.fired', ({ workspace }) => desk.jobs.runNow(sweep, workspace));
  followTickets(desk, (ticket) => followAlert(desk, ticket));
  desk.slack.action(ids.acknowledge, onAcknowledge(desk));
  desk.slack.action(ids.unacknowledge, onUnacknowledge(desk));
  desk.slack.action(ids.take, onTake(desk));
  desk.slack.action(ids.reassign, onReassign(desk));
  desk.slack.action(ids.takeAsked, onTakeAsked(desk));
  desk.slack.action(ids.ask, onAsk(desk));
  desk.slack.action(ids.askOther, onAskOther(desk));
}
