import type { TicketFile } from './types.ts';

/** A file as Slack's events describe it. */
export type SlackFile = { id: string; name?: string; mimetype?: string; size?: number };

/** The file as the desk keeps it, before its bytes were fetched. */
export function fileOfEvent({ id, name, mimetype, size }: SlackFile): TicketFile {
  return {
    name: name ?? 'file',
    mimetype: mimetype ?? 'application/octet-stream',
    bytes: size ?? 0,
    stored: null,
    slackFile: id,
  };
}
