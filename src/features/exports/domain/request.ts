import type { TicketStatus } from '../../tickets/index.ts';

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
  /** Only tickets that stand so now, and messages of such tickets; null for any. */
  status: TicketStatus | null;
  /** Only tickets of this category, in whatever case, and messages of such tickets; null for any. */
  category: string | null;
}

/** The datasets whose rows are about a ticket. */
export const isAboutTickets = (dataset: DatasetName): boolean =>
  dataset === 'tickets' || dataset === 'messages';

/** What is wrong with a request, by the field of the form it belongs beside; nothing when it can be made. */
export function faultsOf({ dataset, from, to, status, category }: ExportRequest): Record<string, string> {
  const unfit = (what: string) =>
    `${datasets[dataset]} have no ${what}. Clear it, or choose ${datasets.tickets} or ${datasets.messages}.`;
  return {
    ...(from > to ? { to: 'The last day is before the first. Swap them.' } : {}),
    ...(status !== null && !isAboutTickets(dataset) ? { status: unfit('status') } : {}),
    ...(category !== null && !isAboutTickets(dataset) ? { category: unfit('category') } : {}),
  };
}

/** An Excel sheet holds 1,048,576 rows with its heading. */
export const mostSheetRows = 1_048_575;

/** Slack takes no larger file. */
export const mostFileBytes = 1_073_741_824;

/** `stats-2026-11-01-to-2026-11-20.csv`. */
export function fileName({ dataset, format, from, to }: ExportRequest): string {
  return `${dataset}-${from}${from === to ? '' : `-to-${to}`}.${format}`;
}
