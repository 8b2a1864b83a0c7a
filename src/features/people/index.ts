export {
  giveTurnBack,
  markAssigned,
  peopleToSettle,
  placesChecked,
  release,
  reserve,
  settleReservation,
  type Turn,
  takeTurn,
} from './capacity.ts';
export { type Action, can } from './domain/permissions.ts';
export { isOnShift, nextShiftStart, type ShiftPlan, shiftEndsAt } from './domain/shifts.ts';
export { hasOwner, setRoles } from './roles.ts';
export {
  agentsForAssignment,
  assertCan,
  findPeople,
  getPerson,
  type Profile,
  setAvailability,
  updateProfile,
} from './service.ts';
export {
  AVAILABILITIES,
  type Availability,
  type HeldTicket,
  type Person,
  ROLES,
  type Role,
} from './types.ts';
