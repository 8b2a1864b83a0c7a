import type { Desk } from '../../../platform/desk.ts';
import { NotAllowed } from '../../../platform/errors.ts';
import { button, safe, section } from '../../../platform/slack/index.ts';
import { getSettings } from '../../settings/index.ts';
import { mentionedIn, plainOf } from '../domain/markup.ts';
import { fileOfEvent, type SlackFile } from '../domain/slack-file.ts';
import type { Ticket } from '../domain/types.ts';
import { ids } from '../ids.ts';
import type { TicketPorts } from '../ports.ts';
import { openFromMessage } from '../service/from-message.ts';
import { namesOf } from '../service/names.ts';
import { ticketOfThread } from '../service/read.ts';
import { openDetails } from './details.action.ts';

/** The reaction that makes a ticket of a message. */
const REACTION = 'ticket';

type ReactionEvent = {
  user: string;
  reaction: string;
  item: { type: string; channel: string; ts: string };
};

type Message = {
  ts?: string;
  thread_ts?: string;
  text?: string;
  user?: string;
  bot_id?: string;
  files?: unknown[];
};

/** A ticket from a message: by the message shortcut, or by 🎫 in a watched channel (docs/rules/tickets.md). */
export function listenForSourceMessages(desk: Desk, ports: TicketPorts): void {
  desk.slack.shortcut(ids.fromMessage, async (c) => {
    const { message, channelId } = c;
    if (!message || !channelId) return;
    const known = await ticketAt(desk, c.workspace, channelId, message);
    if (known) return openDetails(desk, ports, c, known._id);
    const ticket = await openFromMessage(
      desk,
      await sourceOf(desk, c.workspace, c.userId, channelId, message),
    );
    await c.ack();
    const text = `This message is T-${ticket.number}: ${safe(ticket.subject, 200)}`;
    await c.respond({ text, blocks: [section(text, button(ids.details, 'Open', ticket._id))] });
  });
  desk.slack.event<ReactionEvent>('reaction_added', async ({ workspace, event, client, log }) => {
    const { user, reaction, item } = event;
    if (reaction !== REACTION || item.type !== 'message') return;
    const { watchedChannels } = (await getSettings(desk, workspace)).tickets;
    if (watchedChannels.length > 0 && !watchedChannels.includes(item.channel)) return;
    const { messages = [] } = await client.conversations.replies({
      channel: item.channel,
      ts: item.ts,
      limit: 1,
    });
    const message = messages.find(({ ts }) => ts === item.ts);
    if (!message || (await ticketAt(desk, workspace, item.channel, message as Message))) return;
    try {
      await openFromMessage(desk, await sourceOf(desk, workspace, user, item.channel, message as Message));
      desk.events.emit('person.acted', { workspace, userId: user });
    } catch (error) {
      if (!(error instanceof NotAllowed)) throw error;
      log.info({ user }, 'a reaction of somebody who may not open tickets for others was passed over');
    }
  });
}

/** The ticket whose card or conversation a message belongs to: no new one is made of it. */
async function ticketAt(
  desk: Desk,
  workspace: string,
  channel: string,
  { ts, thread_ts }: Message,
): Promise<Ticket | null> {
  const found = await ticketOfThread(desk, workspace, { channel, ts: thread_ts ?? String(ts) });
  return found?.ticket ?? null;
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
    thread: { channel, ts: message.thread_ts ?? String(message.ts) },
  };
}
