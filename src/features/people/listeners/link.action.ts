import type { Desk } from '../../../platform/desk.ts';
import type { ActionContext } from '../../../platform/slack/index.ts';
import { answerLink } from '../links.ts';

/** The answer of who was asked; the message becomes its outcome. */
export const onLinkAnswer =
  (desk: Desk, yes: boolean) =>
  async (c: ActionContext): Promise<void> => {
    const { workspace, userId: by, value: linkId } = c;
    await answerLink(desk, { workspace, linkId, by, yes });
    await c.ack();
    const text = yes ? 'The account is linked to you.' : 'The account was not linked.';
    await c.respond({ text, replaceOriginal: true });
  };
