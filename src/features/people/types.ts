import type { ShiftOverride, WeeklyHours } from '../../platform/time/hours.ts';

export const ROLES = ['customer', 'agent', 'contractor', 'lead', 'manager', 'owner'] as const;
export type Role = (typeof ROLES)[number];

export const AVAILABILITIES = ['available', 'busy', 'away', 'offline'] as const;
export type Availability = (typeof AVAILABILITIES)[number];

/** A ticket that uses a place of an agent's capacity. Until `settled` it is a reservation. */
export type HeldTicket = { ticketId: string; since: Date; settled: boolean };

/** A member of a workspace: a Slack user, a REST account, or both linked. */
export type Person = {
  workspace: string;
  /** The Slack user id; a person known only by a REST account has an id of ours until they are linked. */
  userId: string;
  name: string;
  /** Full name and user name, where Slack has others than `name`; files may call the person so. */
  otherNames: string[];
  email: string | null;
  /** The e-mail that a REST account logs in with; on the account's own record, linked or not. */
  accountEmail: string | null;
  /** On an account's record: the Slack user it was linked to, whose record is the one that counts. */
  linkedTo: string | null;
  /** On a Slack user's record: the account that is linked to it. */
  account: string | null;
  /** The Slack team the person belongs to, which may differ from the workspace (Slack Connect). */
  homeTeam: string | null;
  /** A guest of the workspace, or somebody of another Slack organisation: a customer until an owner says otherwise. */
  outside: boolean;
  /** False for deactivated and removed people. */
  active: boolean;
  roles: Role[];
  /** IANA zone. */
  timeZone: string;
  /** Language and region as chosen in Slack, for numbers and dates. */
  locale: string;
  teamLeader: string | null;
  supervisor: string | null;
  /** Who stands in where this manager is not on shift. */
  deputy: string | null;
  skills: string[];
  /** How many open tickets at once. */
  capacity: number;
  /** Weekly hours in the person's zone; null means always on shift. */
  shifts: WeeklyHours | null;
  overrides: ShiftOverride[];
  /** What a contractor earns per ticket, in the workspace's currency; null means the setting's default. */
  ratePerTicket: number | null;
  availability: Availability;
  availabilitySince: Date;
  /** Tickets that use capacity; `load` is always their number. */
  held: HeldTicket[];
  load: number;
  /** When the person last got a ticket in any way; null before the first. Round robin's only state. */
  lastAssignedAt: Date | null;
  /** Whether a shift ran when that was last noted; null before the first time. */
  wasOnShift: boolean | null;
};
