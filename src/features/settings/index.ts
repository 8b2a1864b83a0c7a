import type { Desk } from '../../platform/desk.ts';
import { getPerson, peopleIds } from '../people/index.ts';
import { finishAudit, registerAudited } from './audit.ts';
import { applyPerson } from './change.ts';
import type { PersonChange } from './domain/person-change.ts';
import { ids } from './ids.ts';
import { onAudit, onUndo } from './listeners/audit.ts';
import { onPeople, onPersonPicked, onPersonSubmitted, onPlanSubmitted } from './listeners/people.ts';
import { onSettings, onSettingsSubmitted } from './listeners/settings.ts';
import { onSetup, onSetupSubmitted } from './listeners/setup.ts';
import type { SettingsPorts } from './ports.ts';
import { readSettings, type SettingsChange, updateSettings } from './service.ts';
import { tellOfUndelivered } from './undelivered.ts';
import { personModal, pickPersonModal, planModal } from './views/people.ts';
import { settingsModal } from './views/settings.ts';
import { setupModal } from './views/setup.ts';

export { type AuditEntry, audit, eachAudit, registerAudited } from './audit.ts';
export { changePerson, suspendRoles } from './change.ts';
export { formatHolidays, parseHolidays } from './domain/holidays-text.ts';
export type { Settings } from './schema.ts';
export { getSettings, type SettingsChange, updateSettings } from './service.ts';

/** `/desk setup`, `people`, `settings` and `audit`. */
export function register(desk: Desk, ports: SettingsPorts): void {
  const { slack } = desk;
  slack.command({
    command: 'desk',
    name: 'setup',
    description: 'Set up channels, people and hours',
    handler: onSetup(desk),
  });
  slack.command({
    command: 'desk',
    name: 'people',
    usage: '[@person]',
    description: 'Change roles, profiles, shifts',
    handler: onPeople(desk),
  });
  slack.command({
    command: 'desk',
    name: 'settings',
    description: 'Change settings',
    handler: onSettings(desk),
  });
  slack.command({
    command: 'desk',
    name: 'audit',
    description: 'See and undo the last changes',
    handler: onAudit(desk),
  });
  slack.modal(setupModal, onSetupSubmitted(desk, ports));
  slack.modal(pickPersonModal, onPersonPicked(desk));
  slack.modal(personModal, onPersonSubmitted(desk));
  slack.modal(planModal, onPlanSubmitted(desk));
  slack.action(peopleIds.change, onPeople(desk));
  slack.modal(settingsModal, onSettingsSubmitted(desk));
  slack.action(ids.undo, onUndo(desk));
  desk.jobs.sweep('settings.undelivered', { everySeconds: 60 }, (workspace) =>
    tellOfUndelivered(desk, workspace),
  );
  desk.jobs.sweep('settings.audit', { everySeconds: 30 }, (workspace) => finishAudit(desk, workspace));
  registerAudited(desk, 'settings', {
    now: (workspace) => readSettings(desk, workspace),
    undo: async (workspace, { before }) => {
      await updateSettings(desk, workspace, before as SettingsChange);
    },
  });
  registerAudited(desk, 'person', {
    now: async (workspace, { subject: userId }) => {
      const person = await getPerson(desk, { workspace, userId });
      return { roles: person.roles, profile: person };
    },
    undo: (workspace, { subject, before }) =>
      applyPerson(desk, workspace, subject, before as Partial<PersonChange>),
  });
}
