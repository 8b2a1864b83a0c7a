import type { Desk } from '../../../platform/desk.ts';
import { safe, section } from '../../../platform/slack/index.ts';
import { ids } from '../ids.ts';
import { settleLoose } from '../service/loose.ts';

/** Where a message outside any thread goes, as its writer chose. */
export function listenForChoice(desk: Desk): void {
  desk.slack.action(ids.choose, async (c) => {
    const [looseId = '', ticketId = ''] = c.value.split(':');
    const ticket = await settleLoose(desk, { workspace: c.workspace, looseId, by: c.userId, ticketId });
    await c.ack();
    const text =
      ticketId === 'new'
        ? `Your request is T-${ticket.number}: ${safe(ticket.subject, 200)}`
        : `Added to T-${ticket.number}: ${safe(ticket.subject, 200)}`;
    await c.respond({ text, blocks: [section(text)], replaceOriginal: true });
  });
}
