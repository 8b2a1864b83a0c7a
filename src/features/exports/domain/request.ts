import { type Action, can, type Person } from '../../people/index.ts';

/** What can be exported, and what it is called. */
export const datasets = {
  stats: 'Logged stats',
  kpis: 'KPI rows',
  tickets: 'Tickets',
  messages: 'Messages',
  sessions: 'Sessions',
  audit: 'Audit log',
} as const;
export type DatasetName = keyof typeof datasets;

/** In which form. */
export const formats = { csv: 'CSV', json: 'JSON', xlsx: 'Excel (XLSX)' } as const;
export type FormatName = keyof typeof formats;

/** An export as it was asked for. Days are `2026-11-20`, both included, in `timeZone`. */
export interface ExportRequest {
  workspace: string;
  by: string;
  dataset: DatasetName;
  format: FormatName;
  from: string;
  to: string;
  /** IANA zone: where days begin, and what times are written in. */
  timeZone: string;
  /** Only this person's rows; null for everyone's. */
  agent: string | null;
  /** Only rows of the people whom this person leads; null for everyone's. */
  teamLeader: string | null;
}

/** What may be done with every row of a dataset, and with the own ones only; null where no row is one's own. */
const permissions: Record<DatasetName, { all: Action; own: Action | null }> = {
  stats: { all: 'export.team', own: 'export.own' },
  kpis: { all: 'export.team', own: 'export.own' },
  tickets: { all: 'export.team', own: 'export.own' },
  messages: { all: 'export.team', own: 'export.own' },
  sessions: { all: 'export.team', own: 'export.own' },
  audit: { all: 'export.audit', own: null },
};

type Exporter = Pick<Person, 'roles' | 'active'>;

/** How much of a dataset a person may see. */
export function scopeOf(person: Exporter, dataset: DatasetName): 'all' | 'own' | 'nothing' {
  const { all, own } = permissions[dataset];
  if (can(person, all)) return 'all';
  return own !== null && can(person, own) ? 'own' : 'nothing';
}

/** The datasets of which a person may see something, with their names. */
export function datasetsFor(person: Exporter): Partial<Record<DatasetName, string>> {
  return Object.fromEntries(
    Object.entries(datasets).filter(([name]) => scopeOf(person, name as DatasetName) !== 'nothing'),
  );
}

/** The permission that everyone's rows of a dataset need. */
export function permissionFor(dataset: DatasetName): Action {
  return permissions[dataset].all;
}

/** An Excel sheet holds 1,048,576 rows with its heading. */
export const mostSheetRows = 1_048_575;

/** `stats-2026-11-01-to-2026-11-20.csv`. */
export function fileName({ dataset, format, from, to }: ExportRequest): string {
  return `${dataset}-${from}${from === to ? '' : `-to-${to}`}.${format}`;
}
