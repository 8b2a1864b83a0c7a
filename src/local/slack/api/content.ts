import { checkBlocks } from '../blocks/check.ts';
import type { Json } from '../control/types.ts';
import { SlackError } from './errors.ts';
import { type Caller, list, object, text } from './method.ts';

/** What a message may consist of. */
export const contentParameters = {
  text: text().optional(),
  blocks: list().optional(),
  attachments: list().optional(),
  markdown_text: text().optional(),
  metadata: object().optional(),
};

const maxAttachments = 100;
const maxMarkdown = 12_000;
/** Slack cuts longer texts off. */
const maxText = 40_000;

/** The checked content of a message. @throws SlackError as Slack refuses it. */
export function contentOf(
  caller: Caller,
  args: { text?: string; blocks?: Json[]; attachments?: Json[]; markdown_text?: string; metadata?: Json },
): { text: string; blocks?: Json[]; attachments?: Json[]; metadata?: Json } {
  if (args.markdown_text !== undefined) {
    if (args.text !== undefined || args.blocks !== undefined) throw new SlackError('markdown_text_conflict');
    if (args.markdown_text.length > maxMarkdown) throw new SlackError('msg_too_long');
  }
  const body = args.text ?? args.markdown_text ?? '';
  const isEmpty = body.trim() === '' && !args.blocks?.length && !args.attachments?.length;
  if (isEmpty) throw new SlackError('no_text');
  if (args.blocks) refuseBlocks(caller, args.blocks, '/blocks');
  if ((args.attachments?.length ?? 0) > maxAttachments) throw new SlackError('too_many_attachments');
  for (const [index, attachment] of (args.attachments ?? []).entries())
    if (Array.isArray(attachment.blocks))
      refuseBlocks(caller, attachment.blocks as Json[], `/attachments/${index}/blocks`);
  return {
    text: body.slice(0, maxText),
    ...(args.blocks && { blocks: args.blocks }),
    ...(args.attachments && { attachments: args.attachments }),
    ...(args.metadata && { metadata: checkMetadata(args.metadata) }),
  };
}

function refuseBlocks(caller: Caller, blocks: Json[], path: string): void {
  const faults = checkBlocks(caller, blocks, path);
  if (faults.length > 0) throw new SlackError('invalid_blocks', faults, { errors: faults });
}

function checkMetadata(metadata: Json): Json {
  const isSound =
    typeof metadata.event_type === 'string' &&
    typeof metadata.event_payload === 'object' &&
    metadata.event_payload !== null;
  if (!isSound && Object.keys(metadata).length > 0) throw new SlackError('invalid_metadata_format');
  return metadata;
}
