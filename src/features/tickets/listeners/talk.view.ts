import type { Desk } from '../../../platform/desk.ts';
import { type CannedReply, fillCanned } from '../domain/canned.ts';
import { fileOfEvent, type SlackFile } from '../domain/slack-file.ts';
import { ids } from '../ids.ts';
import type { TicketPorts } from '../ports.ts';
import { nameOf } from '../service/names.ts';
import { presetsOf } from '../service/presets.ts';
import { getTicket } from '../service/read.ts';
import { addNote, replyToTicket } from '../service/talk.ts';
import { ticketToWorkOn } from '../service/work.ts';
import { noteModal, noteView, replyModal, replyView } from '../views/talk.ts';
import { openedFrom, tellOutcome } from './outcome.ts';

/** Reply and Note: the buttons that open the modals, and what is sent from them. */
export function listenForTalk(desk: Desk, ports: TicketPorts): void {
  const { slack } = desk;
  slack.action(ids.reply, async (c) => {
    const ticket = await ticketToWorkOn(desk, { workspace: c.workspace, ticketId: c.value, by: c.userId });
    await c.openModal(replyView(ticket, await repliesOf(desk, c.workspace), openedFrom(c)));
  });
  slack.action(ids.note, async (c) => {
    const ticket = await ticketToWorkOn(desk, { workspace: c.workspace, ticketId: c.value, by: c.userId });
    await c.openModal(noteView(ticket, openedFrom(c)));
  });
  slack.action(ids.cannedReply, async (c) => {
    const { workspace } = c;
    const replies = await repliesOf(desk, workspace);
    const chosen = replies.find(({ key }) => key === c.value);
    if (!c.view || !chosen) return;
    const { ticketId, ...from } = replyModal.meta(c.view);
    const ticket = await getTicket(desk, { workspace, ticketId });
    const draft = fillCanned(chosen, {
      customer: await nameOf(desk, workspace, ticket.requester),
      ticket: `T-${ticket.number}`,
      agent: await nameOf(desk, workspace, c.userId),
    });
    await c.ack();
    const view = replyView(ticket, replies, from, draft, desk.clock.now().getTime());
    await c.client.views.update({ view_id: c.view.id, hash: c.view.hash, view });
  });
  slack.modal(replyModal, async (c, { meta, fields }) => {
    const ticket = await replyToTicket(desk, wordsOf(c, meta.ticketId, fields));
    if (meta.behind) tellOutcome(desk, ports, c, meta, ticket);
    return undefined;
  });
  slack.modal(noteModal, async (c, { meta, fields }) => {
    const ticket = await addNote(desk, wordsOf(c, meta.ticketId, fields));
    if (meta.behind) tellOutcome(desk, ports, c, meta, ticket);
    return undefined;
  });
}

async function repliesOf(desk: Desk, workspace: string): Promise<CannedReply[]> {
  return (await presetsOf(desk, workspace, 'reply')).map(({ value }) => value);
}

function wordsOf(
  { workspace, userId: by, key }: { workspace: string; userId: string; key: string },
  ticketId: string,
  { text, files }: { text: string; files: SlackFile[] },
) {
  return { workspace, ticketId, by, text, files: files.map(fileOfEvent), key };
}
