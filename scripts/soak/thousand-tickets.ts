import { countByStatus, eachTicket, type Ticket } from '../../src/features/tickets/index.ts';
import { channels, people, startTestDesk, type TestDesk } from '../../test/support/desk.ts';
import { until } from '../../test/support/until.ts';

const TICKETS = 1_000;
const LONGEST_SECONDS = 8 * 60;
/** So many people react at the same moment. */
const HANDS = 20;

/**
 * A thousand messages become tickets by reactions at the same moment, through Slack and back.
 * @throws when a number is given twice, or a message, card or thread is missing or doubled.
 */
export async function soakThousandTickets(say: (line: string) => void): Promise<void> {
  const test = await startTestDesk();
  const { slack } = test;
  await slack.act(people.owner, 'invite', { channel: channels.general, user: 'U0SHIFTDESK' });
  const written = await each(TICKETS, async (index) => {
    const text = `Request ${index}`;
    const { message } = await slack.act(people.ana, 'message', { channel: channels.general, text });
    return String(message?.ts);
  });
  const began = performance.now();
  await each(TICKETS, (index) =>
    slack.act(people.bo, 'reaction', {
      channel: channels.general,
      ts: written[index] ?? '',
      name: 'ticket',
    }),
  );
  await until(`${TICKETS} tickets, and Slack told of all`, () => isDone(test), LONGEST_SECONDS);
  say(`${TICKETS} reactions became tickets in ${Math.round((performance.now() - began) / 1_000)} s`);
  const tickets = await allTickets(test);
  const numbers = new Set(tickets.map(({ number }) => number));
  if (numbers.size !== TICKETS || tickets.length !== TICKETS)
    throw new Error(`${tickets.length} tickets with ${numbers.size} numbers`);
  await everyThreadHasItsNumber(test, tickets);
  await everyTicketHasOneCard(test, tickets);
  say(`${TICKETS} numbers, none twice; one card each; each thread has its number once`);
  const faults = (await slack.failures()).filter(({ kind }) => kind !== 'late_ack');
  if (faults.length > 0) throw new Error(`Slack refused ${JSON.stringify(faults.slice(0, 5))}`);
  // Slack sends again what was acknowledged late in the rush; that it did nothing twice is what was looked at.
  await slack.forgetFailures();
  await test.stop();
}

async function allTickets({ desk, workspace }: TestDesk): Promise<Ticket[]> {
  const span = { workspace, from: new Date(0), to: new Date(8.64e15) };
  const all: Ticket[] = [];
  for await (const ticket of eachTicket(desk, span)) all.push(ticket);
  return all;
}

async function isDone({ desk, workspace }: TestDesk): Promise<boolean> {
  const counts = Object.values(await countByStatus(desk, workspace));
  const opened = counts.reduce((sum, count) => sum + count, 0);
  const waiting = (await desk.outbox.waiting(workspace)) + (await desk.inbox.waiting(workspace));
  return opened >= TICKETS && waiting === 0;
}

async function everyThreadHasItsNumber({ slack }: TestDesk, tickets: readonly Ticket[]): Promise<void> {
  for (const { number, origin } of tickets) {
    const replies = await slack.messages(people.bo, channels.general, origin.thread?.ts);
    const said = replies.flatMap(({ text }) => /This is (T-\d+) now/.exec(text)?.[1] ?? []);
    if (said.join() !== `T-${number}`) throw new Error(`the thread of T-${number} says ${said.join()}`);
  }
}

async function everyTicketHasOneCard(
  { desk, workspace }: TestDesk,
  tickets: readonly Ticket[],
): Promise<void> {
  const client = await desk.slack.client(workspace);
  const shown = new Map<string, number>();
  let cursor: string | undefined;
  do {
    const page = await client.conversations.history({
      channel: channels.triage,
      limit: 200,
      ...(cursor ? { cursor } : {}),
    });
    for (const { text = '' } of page.messages ?? []) {
      const number = /^T-\d+/.exec(text)?.[0];
      if (number) shown.set(number, (shown.get(number) ?? 0) + 1);
    }
    cursor = page.response_metadata?.next_cursor || undefined;
  } while (cursor);
  const wrong = tickets.filter(({ number }) => shown.get(`T-${number}`) !== 1);
  if (wrong.length > 0) throw new Error(`${wrong.length} tickets have no card, or more than one`);
}

/** Does something so many times, by many hands at once. */
async function each<Result>(count: number, work: (index: number) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const hand = async () => {
    for (let index = next++; index < count; index = next++) results[index] = await work(index);
  };
  await Promise.all(Array.from({ length: HANDS }, hand));
  return results;
}
