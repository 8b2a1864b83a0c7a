import type { KnownBlock } from '@slack/types';
import { button, row, safe, section } from '../../../platform/slack/index.ts';
import { datasets } from '../domain/request.ts';
import { ids } from '../ids.ts';
import type { ExportFields } from '../model.ts';

/** What an export holds, as its messages name it. */
export type About = Pick<ExportFields, 'dataset' | 'from' | 'to'> & {
  locale: string;
  /** Only what is the asker's own. */
  isOwn: boolean;
  /** The names of what was chosen; null where nothing was. */
  filters: Record<'status' | 'category' | 'agent' | 'teamLeader', string | null>;
};

/** `Tickets, 1 – 25 Nov 2026, status “Resolved”`. */
function named({ dataset, from, to, locale, isOwn, filters }: About): string {
  const { status, category, agent, teamLeader } = filters;
  return [
    datasets[dataset],
    daysText(from, to, locale),
    ...(isOwn ? ['your own'] : []),
    ...(agent ? [`only of ${safe(agent, 80)}`] : []),
    ...(teamLeader ? [`only the team of ${safe(teamLeader, 80)}`] : []),
    ...(status ? [`status “${status}”`] : []),
    ...(category ? [`category “${safe(category, 75)}”`] : []),
  ].join(', ');
}

function daysText(from: string, to: string, locale: string): string {
  const days = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return days.formatRange(new Date(from), new Date(to));
}

const counted = (rows: number, { locale }: About): string =>
  rows === 1 ? '1 row' : `${rows.toLocaleString(locale)} rows`;

/** With the file. */
export function doneText(about: About, { rows, cut }: Pick<ExportFields, 'rows' | 'cut'>): string {
  const more = cut ? ' An Excel sheet holds no more; export fewer days, or as CSV, for the rest.' : '';
  return `${named(about)}: ${counted(rows, about)}.${more}`;
}

/** Instead of a file without rows. */
export function emptyText(about: About): string {
  return `There is nothing to export: ${named(about)}. Choose other days with \`/desk export\`.`;
}

/** After the last try. */
export function failedText(about: About): string {
  return `Your export could not be made: ${named(about)}. Please ask for it again with \`/desk export\`.`;
}

/** When Slack would not take the file. */
export function tooLargeText(about: About): string {
  return `This export is larger than the 1 GB that Slack takes: ${named(about)}. Export fewer days, or only of one person.`;
}

/** The message about an export that takes longer: how far it is, and then what became of it. */
export function progressMessage(
  about: About,
  { _id, state, rows }: Pick<ExportFields, '_id' | 'state' | 'rows'>,
): { text: string; blocks: KnownBlock[] } {
  const text = progressText(about, state, rows);
  return { text, blocks: [section(text), ...(state === 'running' ? [cancelBlock(_id)] : [])] };
}

function progressText(about: About, state: ExportFields['state'], rows: number): string {
  switch (state) {
    case 'waiting':
    case 'running':
      return `⏳ Your export is being made: ${named(about)}, ${counted(rows, about)} so far.`;
    case 'uploaded':
      return `✅ Your export is made: ${named(about)}, ${counted(rows, about)}. The file comes next.`;
    case 'cancelled':
      return `The export is cancelled: ${named(about)}. Nothing is sent.`;
    case 'empty':
    case 'failed':
      return `Your export has ended without a file: ${named(about)}. The next message says why.`;
  }
}

/** “Cancel the export”, in the form and in the message. */
export function cancelBlock(exportId: string): KnownBlock {
  return row(button(ids.cancel, 'Cancel the export', exportId));
}
