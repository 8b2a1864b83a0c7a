import { afterAll, beforeAll, expect, test } from 'vitest';
import { setAvailability } from '../../../src/features/people/index.ts';
import { getTicket, messagesOf, type Ticket } from '../../../src/features/tickets/index.ts';
import { messageModel } from '../../../src/features/tickets/model.ts';
import { hear } from '../../../src/features/tickets/service/hear.ts';
import { mergeTicket } from '../../../src/features/tickets/service/join.ts';
import { openTicket } from '../../../src/features/tickets/service/open.ts';
import { rereadAll, rereadConversations } from '../../../src/features/tickets/service/reread-all.ts';
import { NotYet, priority } from '../../../src/platform/outbox/index.ts';
import { people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { until } from '../../support/until.ts';

const { ana, ben, bo, cy, lead } = people;

let t: TestDesk;
beforeAll(async () => {
  t = await startTestDesk();
  for (const userId of [bo, cy, lead])
    await setAvailability(t.desk, { workspace: t.workspace, userId, availability: 'away' });
});
afterAll(() => t.stop());

async function open(requester: string, subject: string): Promise<Ticket> {
  const { workspace } = t;
  const origin = { kind: 'rest', key: subject } as const;
  const { _id: ticketId } = await openTicket(t.desk, { workspace, requester, subject, origin });
  return until(`${subject} has its thread`, async () => {
    const ticket = await getTicket(t.desk, { workspace, ticketId });
    return ticket.talk && ticket.card ? ticket : null;
  });
}

/** Writes in a thread, and has the desk not know of it. */
async function unheard(as: string, ticket: Ticket, on: Ticket, text: string): Promise<void> {
  const { workspace } = t;
  const { channel, ts } = ticket.talk!;
  await t.slack.act(as, 'message', { channel, thread_ts: ts, text });
  await until('it is known', () =>
    messageModel(t.desk.database).exists({ workspace, ticketId: on._id, text }),
  );
  await t.quiet();
  await messageModel(t.desk.database).deleteOne({ workspace, ticketId: on._id, text });
}

const texts = async ({ _id: ticketId }: Ticket) =>
  (await messagesOf(t.desk, { workspace: t.workspace, ticketId })).map(({ text }) => text);

test('what is forwarded without a word is no message, and keeps none from being heard', async () => {
  const ticket = await open(ana, 'forwarded');
  const { channel, ts } = ticket.talk!;
  const forwarded = {
    channel,
    channel_type: 'im',
    user: ana,
    ts: '1795000000.000100',
    thread_ts: ts,
    text: '',
  };
  await hear(t.desk, t.workspace, forwarded);
  expect(await texts(ticket)).toEqual([]);
});

test('a reading that has not come to its end is begun anew from where it was to begin', async () => {
  const row = {
    key: 'reread',
    stream: 'reread',
    kind: 'ticket.rereadAll',
    priority: priority.home,
    latest: true,
  };
  const notBefore = new Date(Date.now() + 60_000);
  await t.desk.outbox.enqueue([
    { ...row, workspace: t.workspace, payload: { asked: 1, since: '5' }, notBefore },
  ]);
  await rereadConversations(t.desk, t.workspace, '9');
  expect((await t.desk.outbox.find(t.workspace, 'reread'))?.payload.since).toBe('5');
  await t.quiet();
  await rereadConversations(t.desk, t.workspace, '9');
  expect((await t.desk.outbox.find(t.workspace, 'reread'))?.payload.since).toBe('9');
  await t.quiet();
});

test('after fifty threads others have their turn, and it goes on where it was', async () => {
  await Promise.all(Array.from({ length: 26 }, (_, n) => open(ana, `one of many ${n}`)));
  await t.quiet();
  const read: string[] = [];
  const call = async (_method: string, args: Record<string, unknown>) => {
    read.push(`${args.channel} ${args.ts}`);
    return { messages: [] };
  };
  const out = { call } as unknown as Parameters<typeof rereadAll>[2];
  let progress: Record<string, unknown> = {};
  const saveProgress = async (now: Record<string, unknown>) => {
    progress = structuredClone(now);
  };
  const once = () =>
    rereadAll(
      t.desk,
      { workspace: t.workspace, payload: { asked: 1, since: '1' }, progress, saveProgress },
      out,
    );
  await expect(once()).rejects.toThrow(NotYet);
  expect(read).toHaveLength(50);
  await once();
  expect(new Set(read).size).toBe(read.length);
  expect(read.length).toBeGreaterThan(50);
  await t.quiet();
});

test('the thread of a requester is read whose ticket was merged into another', async () => {
  const [first, second] = [await open(ana, 'stays'), await open(ben, 'is merged')];
  await mergeTicket(t.desk, {
    workspace: t.workspace,
    ticketId: second._id,
    number: String(first.number),
    by: lead,
  });
  await t.quiet();
  await unheard(ben, second, first, 'Said in the thread of old.');
  await rereadConversations(t.desk, t.workspace, '8');
  await until('it is heard', async () => (await texts(first)).includes('Said in the thread of old.'));
  await t.quiet();
});
