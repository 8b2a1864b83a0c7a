import { datasets } from '../domain/request.ts';
import type { ExportFields } from '../model.ts';

type About = Pick<ExportFields, 'dataset' | 'from' | 'to'>;

const days = ({ from, to }: About): string => (from === to ? from : `${from} to ${to}`);

/** With the file. */
export function doneText(asked: About & Pick<ExportFields, 'rows' | 'cut'>): string {
  const rows = asked.rows === 1 ? '1 row' : `${asked.rows.toLocaleString('en-GB')} rows`;
  const cut = asked.cut ? ' An Excel sheet holds no more; export fewer days, or as CSV, for the rest.' : '';
  return `Your export: ${datasets[asked.dataset]}, ${days(asked)}, ${rows}.${cut}`;
}

/** Instead of a file without rows. */
export function emptyText(asked: About): string {
  return `There is nothing to export: ${datasets[asked.dataset]}, ${days(asked)}. Choose other days with \`/desk export\`.`;
}

/** After the last try. */
export function failedText(asked: About): string {
  return `Your export of ${datasets[asked.dataset]}, ${days(asked)}, could not be made. Please ask for it again with \`/desk export\`.`;
}
