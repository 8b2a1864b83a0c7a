import { type Action, can, type Person } from '../../people/index.ts';
import {
  PLAIN_STATUS_NAMES,
  STATUS_NAMES,
  type Ticket,
  type TicketMessage,
  type TicketStatus,
} from '../../tickets/index.ts';
import { type DatasetName, datasets, type ExportRequest } from './request.ts';

/** What everyone's rows of a dataset need, and what one's own do; null where no row is one's own (docs/rules/exports.md). */
const permissions: Record<DatasetName, { all: Action; own: Action | null }> = {
  stats: { all: 'export.team', own: 'export.own' },
  kpis: { all: 'export.team', own: 'export.own' },
  tickets: { all: 'ticket.seeAll', own: 'ticket.seeOwn' },
  messages: { all: 'ticket.seeAll', own: 'ticket.seeOwn' },
  sessions: { all: 'export.team', own: 'export.own' },
  audit: { all: 'export.audit', own: null },
};

type Exporter = Pick<Person, 'roles' | 'active'>;

/** An export as it may be made. */
export interface AllowedExport extends ExportRequest {
  /** Only what is this person's own; null for everyone's rows. */
  ownOf: string | null;
}

/** How much of a dataset a person may see. */
export function scopeOf(person: Exporter, dataset: DatasetName): 'all' | 'own' | 'nothing' {
  const { all, own } = permissions[dataset];
  if (can(person, all)) return 'all';
  return own !== null && can(person, own) ? 'own' : 'nothing';
}

/** The datasets of which a person may see everyone's rows, or their own only, in the order of the form. */
export function datasetsFor(person: Exporter, scope: 'all' | 'own'): DatasetName[] {
  return (Object.keys(datasets) as DatasetName[]).filter((name) => scopeOf(person, name) === scope);
}

/** The permission that everyone's rows of a dataset need. */
export function permissionFor(dataset: DatasetName): Action {
  return permissions[dataset].all;
}

type Sides = Pick<Ticket, 'requester' | 'assignee'>;

/** Whether a ticket is read as the team reads it; who merely asked for it is not told of priority, notes and labels. */
export function readsAsTeam({ ownOf }: Pick<AllowedExport, 'ownOf'>, ticket: Sides | undefined): boolean {
  return ownOf === null || ticket?.assignee === ownOf;
}

const spoken: readonly string[] = ['requester', 'reply', 'question'];

/** Whether a message may be read: as the team does all of them, else what was said to or by this person. */
export function readsMessage(
  allowed: Pick<AllowedExport, 'ownOf'>,
  { kind, author }: Pick<TicketMessage, 'kind' | 'author'>,
  ticket: Sides | undefined,
): boolean {
  if (readsAsTeam(allowed, ticket)) return true;
  return spoken.includes(kind) && (author === allowed.ownOf || ticket?.requester === allowed.ownOf);
}

/** Whether a ticket has the status and category asked for; a category that may not be read is none. */
export function fitsTicket(
  allowed: AllowedExport,
  ticket: (Sides & Pick<Ticket, 'status' | 'category'>) | undefined,
): boolean {
  const { status, category } = allowed;
  if (status && ticket?.status !== status) return false;
  if (!category) return true;
  return readsAsTeam(allowed, ticket) && ticket?.category.toLowerCase() === category.toLowerCase();
}

/** How statuses are called before a person. */
export function statusNamesFor(person: Exporter): Record<TicketStatus, string> {
  return can(person, 'ticket.work') ? STATUS_NAMES : PLAIN_STATUS_NAMES;
}
