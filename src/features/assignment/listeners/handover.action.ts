import type { Desk } from '../../../platform/desk.ts';
import type { ActionContext } from '../../../platform/slack/index.ts';
import { answerHandover, renderHandover } from '../handover.ts';

/** The agent keeps a ticket or gives it back; the row becomes its outcome. */
export const onHandoverAnswer =
  (desk: Desk, answer: 'keep' | 'returned') =>
  async (c: ActionContext): Promise<void> => {
    const { workspace, userId } = c;
    const [handoverId = '', ticketId = ''] = c.value.split(':');
    const handover = await answerHandover(desk, { workspace, handoverId, ticketId, by: userId, answer });
    await c.ack();
    if (!handover) return;
    const { text, blocks } = await renderHandover(desk, workspace, handoverId);
    await c.respond({ text, blocks, replaceOriginal: true });
  };
