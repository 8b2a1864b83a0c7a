import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  getTicket,
  messagesOf,
  type Ticket,
  ticketsOfRequester,
} from '../../../src/features/tickets/index.ts';
import { rereadConversations } from '../../../src/features/tickets/service/reread-all.ts';
import { inboxModel } from '../../../src/platform/inbox/model.ts';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { until } from '../../support/until.ts';
import { open as openAndWait } from './outage.ts';
import { dmOf } from './talk.ts';

const { ana, ben, cy, contractor, lead, manager, owner } = people;

let t: TestDesk;
beforeAll(async () => {
  t = await startTestDesk();
  await t.slack.act(owner, 'invite', { channel: channels.general, user: 'U0SHIFTDESK' });
});
afterAll(() => t.stop());

type Message = { ts: string; text: string; subtype?: string };
type Stored = {
  eventId: string;
  body: Record<string, unknown>;
  event: Message & { message?: Message; previous_message?: Message };
};

let made = 0;
function open(): Promise<Ticket> {
  made += 1;
  return openAndWait(t, `edits ${made}`);
}

const loose = () => t.desk.database.connection.collection('loose_messages');
const kept = (ts: string) => loose().findOne({ workspace: t.workspace, 'source.ts': ts });

async function say(as: string, text: string, place: { channel: string; thread_ts?: string }) {
  const { message } = await t.slack.act(as, 'message', { ...place, text });
  await told(text);
  await t.quiet();
  return { channel: place.channel, ts: String(message?.ts) };
}

async function edit(as: string, place: { channel: string; ts: string }, text: string): Promise<void> {
  await t.slack.act(as, 'edit', { ...place, text });
  await told(text);
  await t.quiet();
}

/** Deletes a message that has replies, and waits until the desk has heard of it. */
async function erase(as: string, place: { channel: string; ts: string }): Promise<void> {
  await t.slack.act(as, 'delete', place);
  await until('it is told', async () =>
    (await stored()).find(
      ({ event: { message } }) => message?.ts === place.ts && message.subtype === 'tombstone',
    ),
  );
  await t.quiet();
}

/** What Slack told so far. */
async function stored(): Promise<Stored[]> {
  const rows = await inboxModel(t.desk.database).find({ workspace: t.workspace }).lean();
  return rows.map(({ eventId, body }) => ({ eventId, body, event: body.event as Stored['event'] }));
}

/** The stored event that told of these words, as a new message or as an edit. */
function told(text: string): Promise<Stored> {
  return until(`it is told: ${text}`, async () =>
    (await stored()).find(({ event }) => (event.message ?? event).text === text),
  );
}

/** Tells the same as an event told, of a message that looks otherwise. */
async function tell({ body, event }: Stored, eventId: string, message: Message | undefined): Promise<void> {
  await t.desk.inbox.store({ ...body, event_id: eventId, event: { ...event, message } });
  await t.quiet();
}

/** Handles a stored event now, as a process does that takes it up late. */
async function handle({ eventId }: { eventId: string }): Promise<void> {
  await inboxModel(t.desk.database).updateOne(
    { workspace: t.workspace, eventId },
    { $set: { state: 'waiting', notBefore: new Date(0) } },
  );
  await t.desk.inbox.sweep(t.workspace);
}

/** Tells of a link's preview on the words that an edit replaced, as they were before. */
async function preview(editedTo: string): Promise<void> {
  const edited = await told(editedTo);
  await tell(edited, `preview ${editedTo}`, edited.event.previous_message);
}

const thread = ({ talk }: Ticket) => ({ channel: talk!.channel, thread_ts: talk!.ts });
const again = ({ workspace, _id: ticketId }: Ticket) => getTicket(t.desk, { workspace, ticketId });
const conversation = ({ workspace, _id: ticketId }: Ticket) => messagesOf(t.desk, { workspace, ticketId });
const textsOf = async (ticket: Ticket) => (await conversation(ticket)).map(({ text }) => text);
const seenByTeam = async ({ card }: Ticket) =>
  JSON.stringify(await t.slack.messages(lead, card!.channel, card!.ts));

/** Opens a ticket from a message in a channel by the shortcut, and waits until the thread has its number. */
async function openFrom(place: { channel: string; ts: string }): Promise<Ticket> {
  await t.slack.act(cy, 'message-shortcut', { callback_id: 'tickets.fromMessage', ...place });
  await t.slack.message(cy, place.channel, ({ text }) => text.includes('🎫'), place.ts);
  await t.quiet();
  const all = await ticketsOfRequester(t.desk, { workspace: t.workspace, userId: contractor, which: 'all' });
  return all.find(({ origin }) => origin.key === `${place.channel} ${place.ts}`)!;
}

describe('a message with replies that is deleted', () => {
  test('was a part of the conversation: it is gone, and not said to be changed', async () => {
    const ticket = await open();
    const { channel } = thread(ticket);
    const message = await say(ana, 'With an answer.', { channel });
    await t.slack.message(ana, channel, ({ text }) => text.includes('Added to'), message.ts);
    await erase(ana, message);
    const [only] = await conversation(ticket);
    expect([only?.text, only?.deletedAt]).toEqual(['', expect.any(Date)]);
    await until('the team sees it', async () => (await seenByTeam(ticket)).includes('message deleted'));
  });

  test('had opened a ticket: the ticket stays as it was asked', async () => {
    const message = await say(contractor, 'The door is stuck.', { channel: channels.general });
    const ticket = await openFrom(message);
    await erase(contractor, message);
    const { subject, text } = await again(ticket);
    expect([subject, text]).toEqual(['The door is stuck.', 'The door is stuck.']);
  });

  test('waited for its writer to say where it goes: nothing waits any more', async () => {
    const message = await say(ben, 'My password is 1234.', { channel: await dmOf(t, ben) });
    await erase(ben, message);
    expect(await kept(message.ts)).toMatchObject({ text: '', files: [], deletedAt: expect.any(Date) });
  });

  test('while the desk was deaf: it is not there when the conversation is read again', async () => {
    const message = await say(ben, 'Deleted unheard.', { channel: await dmOf(t, ben) });
    const before = await kept(message.ts);
    await erase(ben, message);
    await loose().replaceOne({ workspace: t.workspace, _id: before!._id }, before!);
    await rereadConversations(t.desk, t.workspace, '1');
    await until('it is gone', async () => (await kept(message.ts))?.deletedAt);
    await t.quiet();
    expect(await loose().countDocuments({ workspace: t.workspace, text: /was deleted/ })).toBe(0);
  });
});

describe('an edit that is handled late', () => {
  test('does not bring back older words of a conversation, nor does a preview', async () => {
    const ticket = await open();
    const message = await say(ana, 'As posted.', thread(ticket));
    await edit(ana, message, 'As changed first.');
    await edit(ana, message, 'As changed last.');
    await handle(await told('As changed first.'));
    await preview('As changed first.');
    await t.quiet();
    expect(await textsOf(ticket)).toEqual(['As changed last.']);
    expect(await seenByTeam(ticket)).toContain('As changed last.');
  });

  test('does not bring back what a ticket was opened with', async () => {
    const message = await say(contractor, 'The lamp.', { channel: channels.general });
    const ticket = await openFrom(message);
    await edit(contractor, message, 'The lamp is broken.');
    await edit(contractor, message, 'The lamp is mended.');
    await handle(await told('The lamp is broken.'));
    await preview('The lamp is broken.');
    expect((await again(ticket)).text).toBe('The lamp is mended.');
  });

  test('does not bring back words outside any thread, also not those that were deleted', async () => {
    const message = await say(ben, 'Outside.', { channel: await dmOf(t, ben) });
    await edit(ben, message, 'Outside, changed.');
    await edit(ben, message, 'Outside, changed again.');
    await handle(await told('Outside, changed.'));
    await preview('Outside, changed.');
    expect((await kept(message.ts))?.text).toBe('Outside, changed again.');
    await erase(ben, message);
    await handle(await told('Outside, changed again.'));
    expect((await kept(message.ts))?.text).toBe('');
    expect(await t.desk.inbox.waiting(t.workspace)).toBe(0);
  });

  test('does not change what was read again from Slack as it is now', async () => {
    const ticket = await open();
    const message = await say(ana, 'Heard late.', thread(ticket));
    await edit(ana, message, 'Heard late, changed.');
    await edit(ana, message, 'Heard late, changed again.');
    const { workspace, _id: ticketId } = ticket;
    await t.desk.database.connection.collection('ticket_messages').deleteOne({ workspace, ticketId });
    await rereadConversations(t.desk, workspace, '2');
    await until('it is heard', async () => (await textsOf(ticket)).length === 1);
    await t.quiet();
    await handle(await told('Heard late, changed.'));
    expect(await textsOf(ticket)).toEqual(['Heard late, changed again.']);
  });
});

describe('a change to words outside any thread that comes before them', () => {
  /** Somebody's words to the app, not heard yet, and how they are heard. */
  async function unheard(text: string) {
    const place = await say(ben, text, { channel: await dmOf(t, ben) });
    const event = await told(text);
    await loose().deleteOne({ workspace: t.workspace, 'source.ts': place.ts });
    return { place, hear: () => handle(event) };
  }

  const isTriedAgain = () =>
    until('it will be tried again', () =>
      inboxModel(t.desk.database).exists({ workspace: t.workspace, state: 'waiting', attempts: 1 }),
    );

  test('is followed when they are there: an edit', async () => {
    const { place, hear } = await unheard('Not heard, changed.');
    await t.slack.act(ben, 'edit', { ...place, text: 'Changed before it was heard.' });
    await isTriedAgain();
    await hear();
    await handle(await told('Changed before it was heard.'));
    expect((await kept(place.ts))?.text).toBe('Changed before it was heard.');
    await t.quiet();
  });

  test('is followed when they are there: a deletion', async () => {
    const { place, hear } = await unheard('Not heard, deleted.');
    await t.slack.act(ben, 'delete', place);
    await isTriedAgain();
    await hear();
    await until('it is followed', async () => (await kept(place.ts))?.deletedAt);
    await t.quiet();
  });

  test('is not waited for when only a file came that another feature takes', async () => {
    const channel = await dmOf(t, manager);
    const files = [{ name: 'journey.yml', data: Buffer.from('no journey').toString('base64') }];
    const { message } = await t.slack.act(manager, 'message', { channel, text: '', files });
    const ts = String(message?.ts);
    await t.slack.message(manager, channel, ({ bot_id }) => bot_id !== undefined, ts);
    await t.quiet();
    expect(await kept(ts)).toBeNull();
    // Ends only when nothing is tried again.
    await erase(manager, { channel, ts });
  });
});
