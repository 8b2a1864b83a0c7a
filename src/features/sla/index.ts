import type { Desk } from '../../platform/desk.ts';
import type { Calendar } from '../../platform/time/hours.ts';
import { registerAudited } from '../settings/index.ts';
import { followTickets, ticketIds } from '../tickets/index.ts';
import { checkDue, checkTickets } from './check.ts';
import { undoPolicies, writtenNow } from './drafts.ts';
import { ids } from './ids.ts';
import { onCalendar, onCalendarForm } from './listeners/calendars.ts';
import { onExplain } from './listeners/explain.action.ts';
import {
  onPolicies,
  onPoliciesSubmitted,
  onPolicy,
  onPolicyForm,
  onPublish,
  onYaml,
} from './listeners/policies.ts';
import { followSources } from './policies.ts';
import { previewHours } from './preview.ts';
import { calendarFormModal } from './views/calendar-form.ts';
import { effectText, policiesModal, previewModal } from './views/policies.ts';
import { policyFormModal } from './views/policy-form.ts';

export type { ChainAction, ChainStep } from './domain/chain.ts';
export type { Clock, ClockReport, FiringClock, Policy } from './domain/types.ts';
export { firingDone, firingsOf, pendingFirings, planRaise } from './firings.ts';
export type { Firing } from './model.ts';
export { policyKeys } from './policies.ts';
export { clocksOf, pressureOf, reportsOf } from './report.ts';

/** What other working hours would do to open tickets, in words; null when they change nothing. */
export async function effectOfHours(desk: Desk, workspace: string, hours: Calendar): Promise<string | null> {
  const preview = await previewHours(desk, workspace, hours);
  return preview.changed + preview.breaching + preview.without > 0 ? effectText(preview) : null;
}

/** Keeps a timer for every open ticket and notes what passes. */
export function register(desk: Desk): void {
  const check = 'sla.check';
  desk.jobs.sweep(check, { everySeconds: 5 }, (workspace) => checkDue(desk, workspace));
  followTickets(desk, ({ workspace, ticketId }) => checkTickets(desk, workspace, [ticketId]));
  desk.events.on('sla.policiesChanged', ({ workspace }) => desk.jobs.runNow(check, workspace));
  desk.events.on('settings.changed', ({ workspace }) => followSources(desk, workspace));
  desk.slack.command({
    command: 'desk',
    name: 'sla',
    usage: '[policy]',
    description: 'See and change what the desk promises',
    handler: onPolicies(desk),
  });
  desk.slack.action(ticketIds.sla, onExplain(desk));
  desk.slack.action(ids.policy, onPolicy(desk));
  desk.slack.action(ids.newPolicy, onPolicy(desk));
  desk.slack.action(ids.calendar, onCalendar(desk));
  desk.slack.action(ids.newCalendar, onCalendar(desk));
  desk.slack.action(ids.yaml, onYaml(desk));
  desk.slack.modal(policyFormModal, onPolicyForm(desk));
  desk.slack.modal(calendarFormModal, onCalendarForm(desk));
  desk.slack.modal(policiesModal, onPoliciesSubmitted(desk));
  desk.slack.modal(previewModal, onPublish(desk));
  registerAudited(desk, 'sla', {
    now: (workspace) => writtenNow(desk, workspace),
    undo: (workspace, entry, by) => undoPolicies(desk, workspace, entry, by),
  });
}
