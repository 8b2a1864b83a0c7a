import type { MessageObject } from '../../control/types.ts';

/** Messages of one author this close together (in seconds) share one name and picture. */
const closeSeconds = 300;

const writer = (message: MessageObject) =>
  `${message.user ?? ''}/${message.username ?? ''}/${message.is_ephemeral ?? false}`;

/**
 * Whether a message needs no head of its own, because it follows another of the same author
 * closely; cards (messages of blocks) always stand alone.
 */
export function isCompact(before: MessageObject | undefined, message: MessageObject): boolean {
  if (!before || before.subtype?.startsWith('channel_') || before.reply_count) return false;
  if (message.blocks?.length || before.blocks?.length) return false;
  return writer(before) === writer(message) && Number(message.ts) - Number(before.ts) < closeSeconds;
}
