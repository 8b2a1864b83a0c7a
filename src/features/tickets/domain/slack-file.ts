import { baseName } from '../../../platform/file-name.ts';
import type { TicketFile } from './types.ts';

/** Larger files are not passed on (docs/rules/tickets.md). */
export const MAX_FILE_BYTES = 25 * 1_048_576;

/** What is said of a file that is too large. */
export function tooLarge({ name, bytes }: Pick<TicketFile, 'name' | 'bytes'>): string {
  return `${name} is too large to pass on (${Math.ceil(bytes / 1_048_576)} MB; 25 MB at the most).`;
}

const WHY_NOT = {
  gone: 'was deleted before it could be passed on',
  empty: 'is empty, so there was nothing to pass on',
};

/** What is said in place of a file that cannot be passed on. */
export function notPassedOn({ name }: Pick<TicketFile, 'name'>, why: keyof typeof WHY_NOT): string {
  return `${name} ${WHY_NOT[why]}.`;
}

/** A file as Slack's events and forms describe it. */
export type SlackFile = { id: string; name?: string; mimetype?: string; size?: number };

/** The file as the desk keeps it, before its bytes were fetched. */
export function fileOfEvent({ id, name, mimetype, size }: SlackFile): TicketFile {
  return {
    name: baseName(name ?? 'file'),
    mimetype: mimetype ?? 'application/octet-stream',
    bytes: size ?? 0,
    stored: null,
    slackFile: id,
  };
}
