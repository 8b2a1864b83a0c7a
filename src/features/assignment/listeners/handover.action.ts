import type { Desk } from '../../../platform/desk.ts';
import { UserError } from '../../../platform/errors.ts';
import type { ActionContext } from '../../../platform/slack/index.ts';
import { answerHandover, ownHandover, renderHandover } from '../answers.ts';
import { pageOf } from '../views/handover.ts';

type Answer = 'keep' | 'returned';

/** The agent keeps a ticket or gives it back; the row becomes its outcome, also when it was answered elsewhere before. */
export const onHandoverAnswer =
  (desk: Desk, answer: Answer) =>
  async (c: ActionContext): Promise<void> => {
    const { workspace, userId: by } = c;
    const [handoverId = '', ticketId = ''] = c.value.split(':');
    const handover = await ownHandover(desk, { workspace, handoverId, by });
    if (!handover) return;
    try {
      await answerHandover(desk, { workspace, handoverId, ticketId, by, answer });
    } finally {
      await show(desk, c, handoverId, pageOf(handover, ticketId));
    }
  };

/** The same for all that is undecided. It may be much, so the click is answered first. */
export const onHandoverAnswerAll =
  (desk: Desk, answer: Answer) =>
  async (c: ActionContext): Promise<void> => {
    const { workspace, userId: by, value: handoverId } = c;
    const handover = await ownHandover(desk, { workspace, handoverId, by });
    if (!handover) return;
    await c.ack();
    const open = handover.tickets.filter((ticket) => ticket.answer === null);
    for (const { ticketId } of open)
      await answerHandover(desk, { workspace, handoverId, ticketId, by, answer }).catch(passOver);
    await show(desk, c, handoverId, 0);
  };

/** It was answered elsewhere, or is over; the card says so. */
function passOver(error: unknown): void {
  if (!(error instanceof UserError)) throw error;
}

/** Turns to another page. */
export const onHandoverPage =
  (desk: Desk) =>
  async (c: ActionContext): Promise<void> => {
    const { workspace, userId: by } = c;
    const [handoverId = '', page = '0'] = c.value.split(':');
    if (await ownHandover(desk, { workspace, handoverId, by })) await show(desk, c, handoverId, Number(page));
  };

async function show(desk: Desk, c: ActionContext, handoverId: string, page: number): Promise<void> {
  const { text, blocks } = await renderHandover(desk, c.workspace, handoverId, page);
  await c.ack();
  await c.respond({ text, blocks, replaceOriginal: true });
}
