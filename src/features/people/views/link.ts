import type { KnownBlock } from '@slack/types';
import { button, row, safe, section } from '../../../platform/slack/index.ts';
import { ids } from '../ids.ts';

/** Asks whether an account is one's own. */
export function linkMessage(linkId: string, email: string): { text: string; blocks: KnownBlock[] } {
  const text = `Somebody logged in as ${safe(email, 200)} says that they are you. Is that account yours?`;
  return {
    text,
    blocks: [
      section(
        `${text}\nConfirm only if you have just asked for it: whoever logs in there then sees and does what you may.`,
      ),
      row(
        button(ids.confirmLink, 'Yes, link it', linkId),
        button(ids.refuseLink, 'No, it is not mine', linkId),
      ),
    ],
  };
}
