import type { Desk } from '../../../platform/desk.ts';
import { NotAllowed } from '../../../platform/errors.ts';
import { mentionedIn, plainOf } from '../domain/markup.ts';
import { fileOfEvent, type SlackFile } from '../domain/slack-file.ts';
import { ids } from '../ids.ts';
import { openFromMessage } from '../service/from-message.ts';
import { namesOf } from '../service/names.ts';

/** The reaction that makes a ticket of a message. */
const REACTION = 'ticket';

type ReactionEvent = {
  user: string;
  reaction: string;
  item: { type: string; channel: string; ts: string };
};

type Message = { ts?: string; text?: string; user?: string; bot_id?: string; files?: unknown[] };

/** A ticket from a message: by the message shortcut, or by 🎫 in a channel that the app is in. */
export function listenForSourceMessages(desk: Desk): void {
  desk.slack.shortcut(ids.fromMessage, async (c) => {
    const { message, channelId } = c;
    if (!message || !channelId) return;
    const ticket = await openFromMessage(
      desk,
      await sourceOf(desk, c.workspace, c.userId, channelId, message),
    );
    await c.ack();
    await c.respond(`This message is T-${ticket.number}: ${ticket.subject}`);
  });
  desk.slack.event<ReactionEvent>('reaction_added', async ({ workspace, event, client, log }) => {
    const { user, reaction, item } = event;
    if (reaction !== REACTION || item.type !== 'message') return;
    const { messages = [] } = await client.conversations.replies({
      channel: item.channel,
      ts: item.ts,
      limit: 1,
    });
    const message = messages.find(({ ts }) => ts === item.ts);
    if (!message) return;
    try {
      await openFromMessage(desk, await sourceOf(desk, workspace, user, item.channel, message as Message));
    } catch (error) {
      if (!(error instanceof NotAllowed)) throw error;
      log.info({ user }, 'a reaction of somebody who may not open tickets for others was passed over');
    }
  });
}

async function sourceOf(desk: Desk, workspace: string, by: string, channel: string, message: Message) {
  const text = message.text ?? '';
  return {
    workspace,
    by,
    author: message.bot_id || !message.user ? null : message.user,
    text: plainOf(text, await namesOf(desk, workspace, mentionedIn(text))),
    files: ((message.files ?? []) as SlackFile[]).map(fileOfEvent),
    source: { channel, ts: String(message.ts) },
  };
}
