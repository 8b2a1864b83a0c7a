import { parseSearch } from '../../src/features/tickets/domain/search.ts';
import { historyOf, messagesOf, waitingTickets } from '../../src/features/tickets/index.ts';
import { ticketModel } from '../../src/features/tickets/model.ts';
import { searchTickets } from '../../src/features/tickets/service/search.ts';
import type { Desk } from '../../src/platform/desk.ts';
import { startBareDesk, workspace } from '../support/bare-desk.ts';
import { makeMessages, makeTickets } from '../support/documents.ts';
import { median, type Row, timed } from '../support/row.ts';

const ROUNDS = 9;
/** So many calls make one measurement, which is then well above the clock's grain. */
const CALLS = 10;

type Look = (desk: Desk) => Promise<unknown>;

const find = (input: string): Look => {
  const search = parseSearch(input);
  return (desk) => searchTickets(desk, { workspace, search, limit: 21 });
};

/** What people look at, and how much more it may cost where there is much. */
const LOOKS: { name: string; look: Look; most: number }[] = [
  { name: 'ticket view', look: view, most: 1.5 },
  { name: 'queue', look: (desk) => waitingTickets(desk, { workspace, limit: 11 }), most: 1.5 },
  { name: 'a rare word', look: find('seldom parc'), most: 2 },
  { name: 'status', look: find('status:new'), most: 1.5 },
];

/** Words that are in every ticket: what is read is bounded, so the time is. */
const COMMON = find('parc brok');
const COMMON_MILLISECONDS = 500;

/** Lists and searches among many tickets, against the same among few; the rounds alternate. */
export const lists: Row = {
  name: 'lists',
  budget: `ticket view with 1,000 messages, queue of 10,000, search over 100,000: ≤ 1.5 × (a rare word ≤ 2 ×) the same with 10, 100 and 1,000; common words ≤ ${COMMON_MILLISECONDS} ms`,
  measure: async () => {
    const small = await fill({ messages: 10, waiting: 100, tickets: 1_000 });
    const large = await fill({ messages: 1_000, waiting: 10_000, tickets: 100_000 });
    const measured: string[] = [];
    let held = true;
    for (const { name, look, most } of LOOKS) {
      const few: number[] = [];
      const many: number[] = [];
      for (let round = 0; round <= ROUNDS; round += 1) {
        few.push(await repeat(look, small.desk));
        many.push(await repeat(look, large.desk));
      }
      const growth = median(many) / median(few);
      held &&= growth <= most;
      measured.push(`${name} ×${growth.toFixed(2)} (${(median(many) / CALLS).toFixed(1)} ms)`);
    }
    const common = median(await Promise.all([1, 2, 3].map(() => timed(() => COMMON(large.desk)))));
    held &&= common <= COMMON_MILLISECONDS;
    await small.stop();
    await large.stop();
    return { measured: `${measured.join(', ')}, common words ${common.toFixed(0)} ms`, held };
  },
};

const repeat = (look: Look, desk: Desk): Promise<number> =>
  timed(async () => {
    for (let call = 0; call < CALLS; call += 1) await look(desk);
  });

/** What the ticket view reads: the ticket, its history, the newest page of its conversation. */
async function view(desk: Desk): Promise<void> {
  const ticket = await ticketModel(desk.database).findOne({ workspace, number: 1 }).lean();
  if (!ticket) throw new Error('there is no ticket to look at');
  await historyOf(desk, ticket);
  await messagesOf(desk, { workspace, ticketId: String(ticket._id), limit: 21 });
}

async function fill(size: { messages: number; waiting: number; tickets: number }) {
  const bare = await startBareDesk();
  const start = Date.now() - size.tickets;
  const createdAt = (index: number) => new Date(start + index);
  const [first] = await makeTickets(bare.desk, size.waiting, { createdAt });
  await makeTickets(bare.desk, size.tickets - size.waiting, {
    createdAt,
    first: size.waiting + 1,
    change: { status: 'in_progress', assignee: 'U0001', pending: [] },
  });
  await makeMessages(bare.desk, String(first), size.messages);
  return bare;
}
