import type { JourneyFigures } from '../../journeys/index.ts';
import type { Change, DayTotals, Fact, KpiKey } from '../../kpis/index.ts';
import type { Person, Role } from '../../people/index.ts';
import type { ClockView, Ticket, TicketStatus } from '../../tickets/index.ts';
import type { HomeCommand } from '../ids.ts';
import type { AgentLine } from './agents.ts';
import type { HomeFilters } from './filters.ts';

/** A ticket in a list of Home. */
export interface TicketLine {
  ticket: Pick<Ticket, '_id' | 'number' | 'subject' | 'status' | 'priority'>;
  clocks: readonly ClockView[];
}

/** What everyone's Home shows of their own who works for the desk. */
export interface OwnPart {
  availabilityLine: string;
  availability: Person['availability'];
  /** Contractors do not see the queue and who is here. */
  seesTeam: boolean;
}

/** What an agent's Home shows. */
export interface AgentPart extends OwnPart {
  mine: TicketLine[];
  mineInTotal: number;
  queueLength: number;
  next: TicketLine['ticket'] | null;
  today: Pick<Fact, 'cells'> | null;
  own: AgentLine | null;
  ownDays: number;
}

/** One KPI of a lead's Home. */
export interface KpiLine {
  key: KpiKey;
  value: number | null;
  change: Change | null;
  trend: (number | null)[];
}

/** What a lead's Home shows. */
export interface LeadPart {
  filters: HomeFilters;
  from: string;
  to: string;
  /** More days were asked for than are shown. */
  isCut: boolean;
  kpis: KpiLine[];
  byStatus: Record<TicketStatus, number>;
  waiting: { ticket: TicketLine['ticket']; why: string }[];
  agents: Pick<Person, 'name' | 'availability' | 'load' | 'capacity'>[];
  today: Pick<DayTotals, 'created' | 'resolved' | 'breached'>;
  table: AgentLine[];
  page: number;
}

/** What a manager's Home shows before the lead's. */
export interface ManagerPart {
  alerts: { number: number; subject: string; ticketId: string; since: Date }[];
  late: { ticket: TicketLine['ticket']; since: Date }[];
  lateInTotal: number;
  soon: { ticket: TicketLine['ticket']; dueAt: Date }[];
  free: string[];
  /** The journeys that were begun most, and how many there are. */
  journeys: { title: string; figures: JourneyFigures }[];
  journeysInTotal: number;
}

/** What an owner's Home shows. */
export interface OwnerPart {
  setUp: boolean;
  /** What a desk needs, and whether it is there. */
  checklist: { what: string; done: boolean; command: HomeCommand }[];
}

/** Everything of one person's Home. */
export interface HomeContent {
  locale: string;
  roles: readonly Role[];
  asOf: Date;
  customer: { tickets: TicketLine[]; more: boolean } | null;
  agent: AgentPart | null;
  /** Of who leads without being an agent. */
  own: OwnPart | null;
  lead: LeadPart | null;
  manager: ManagerPart | null;
  owner: OwnerPart | null;
}
