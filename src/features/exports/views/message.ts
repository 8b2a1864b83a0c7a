import type { KnownBlock } from '@slack/types';
import { plain, section } from '../../../platform/slack/index.ts';
import { datasets } from '../domain/request.ts';
import { ids } from '../ids.ts';
import type { ExportFields } from '../model.ts';

type About = Pick<ExportFields, 'dataset' | 'from' | 'to'>;

const named = ({ dataset, from, to }: About): string =>
  `${datasets[dataset]}, ${from === to ? from : `${from} to ${to}`}`;

const counted = (rows: number, locale: string): string =>
  rows === 1 ? '1 row' : `${rows.toLocaleString(locale)} rows`;

/** With the file. */
export function doneText(asked: About & Pick<ExportFields, 'rows' | 'cut'>, locale: string): string {
  const cut = asked.cut ? ' An Excel sheet holds no more; export fewer days, or as CSV, for the rest.' : '';
  return `Your export: ${named(asked)}, ${counted(asked.rows, locale)}.${cut}`;
}

/** Instead of a file without rows. */
export function emptyText(asked: About): string {
  return `There is nothing to export: ${named(asked)}. Choose other days with \`/desk export\`.`;
}

/** After the last try. */
export function failedText(asked: About): string {
  return `Your export of ${named(asked)}, could not be made. Please ask for it again with \`/desk export\`.`;
}

/** The message about an export that takes longer: how far it is, and then what became of it. */
export function progressMessage(
  asked: About & Pick<ExportFields, '_id' | 'state' | 'rows'>,
  locale: string,
): { text: string; blocks: KnownBlock[] } {
  const text = progressText(asked, locale);
  return { text, blocks: [section(text), ...(asked.state === 'running' ? [cancelBlock(asked._id)] : [])] };
}

function progressText(asked: About & Pick<ExportFields, 'state' | 'rows'>, locale: string): string {
  switch (asked.state) {
    case 'waiting':
    case 'running':
      return `⏳ Your export of ${named(asked)}: ${counted(asked.rows, locale)} so far.`;
    case 'uploaded':
      return `✅ Your export of ${named(asked)} is made: ${counted(asked.rows, locale)}. The file comes next.`;
    case 'cancelled':
      return `The export of ${named(asked)} is cancelled. Nothing is sent.`;
    case 'empty':
      return emptyText(asked);
    case 'failed':
      return failedText(asked);
  }
}

/** “Cancel the export”, in the form and in the message. */
export function cancelBlock(exportId: string): KnownBlock {
  return {
    type: 'actions',
    elements: [{ type: 'button', action_id: ids.cancel, text: plain('Cancel the export'), value: exportId }],
  };
}
