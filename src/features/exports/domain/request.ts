/** What can be exported, and what it is called. */
export const datasets = {
  stats: 'Logged stats',
  kpis: 'KPI rows',
  tickets: 'Tickets',
  messages: 'Messages',
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
  timeZone: string;
  /** Only this agent's rows; null for everyone's. */
  agent: string | null;
}

/** An Excel sheet holds 1,048,576 rows with its heading. */
export const mostSheetRows = 1_048_575;

/** `stats-2026-11-01-to-2026-11-20.csv`. */
export function fileName({ dataset, format, from, to }: ExportRequest): string {
  return `${dataset}-${from}${from === to ? '' : `-to-${to}`}.${format}`;
}
