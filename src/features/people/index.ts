import type { Desk } from '../../platform/desk.ts';
import { ids } from './ids.ts';
import { finishLinks } from './links.ts';
import { onHoursSubmitted } from './listeners/hours.view.ts';
import { onLinkAnswer } from './listeners/link.action.ts';
import { onHours, onHoursButton, onSetAvailability, onSwitch, onWho } from './listeners/shift.command.ts';
import { onUserChange } from './listeners/user-change.event.ts';
import type { PeoplePorts } from './ports.ts';
import { checkOwners } from './roles.ts';
import { AVAILABILITIES } from './types.ts';
import { hoursModal } from './views/hours.ts';

export {
  giveTurnBack,
  markAssigned,
  peopleToSettle,
  placesChecked,
  release,
  reserve,
  settleReservation,
  takeTurn,
} from './capacity.ts';
export { mentionedIn } from './domain/mention.ts';
export { offTomorrow } from './domain/overrides-text.ts';
export { type Action, can } from './domain/permissions.ts';
export { isOnShift, nextShiftStart, type ShiftPlan, shiftEndsAt } from './domain/shifts.ts';
export { hasSkills } from './domain/skills.ts';
export { ids as peopleIds } from './ids.ts';
export { hasOwner, setRoles } from './roles.ts';
export {
  agentsForAssignment,
  assertCan,
  findPeople,
  findStaff,
  getPerson,
  type Profile,
  peopleWithTickets,
  setAvailability,
  updateProfile,
} from './service.ts';
export { noteShift, shiftChanges } from './shift-changes.ts';
export {
  AVAILABILITIES,
  type HeldTicket,
  type Person,
  ROLES,
  type Role,
} from './types.ts';
export { AVAILABILITY_SIGNS, availabilityLine } from './views/availability.ts';

/** Availability and working hours, by command and by Home's switch. */
export function register(desk: Desk, ports: PeoplePorts): void {
  for (const availability of AVAILABILITIES) {
    desk.slack.command({
      command: 'shift',
      name: availability,
      description: `Say that you are ${availability}`,
      handler: onSetAvailability(desk, availability),
    });
  }
  desk.slack.command({
    command: 'shift',
    name: 'hours',
    usage: '[@person]',
    description: 'Set your working hours',
    handler: onHours(desk),
  });
  desk.slack.command({ command: 'shift', name: 'who', description: 'See who is here', handler: onWho(desk) });
  desk.slack.event('user_change', onUserChange(desk, ports));
  desk.slack.action(ids.availability, onSwitch(desk));
  desk.slack.action(ids.editHours, onHoursButton(desk));
  desk.slack.action(ids.hoursOf, onHoursButton(desk));
  desk.slack.action(ids.confirmLink, onLinkAnswer(desk, true));
  desk.slack.action(ids.refuseLink, onLinkAnswer(desk, false));
  desk.jobs.sweep('people.links', { everySeconds: 30 }, (workspace) => finishLinks(desk, workspace));
  desk.jobs.sweep('people.owners', { everySeconds: 60 }, (workspace) => checkOwners(desk, workspace));
  desk.slack.modal(hoursModal, onHoursSubmitted(desk, ports));
}
