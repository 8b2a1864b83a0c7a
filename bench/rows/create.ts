import { openTicket } from '../../src/features/tickets/index.ts';
import { counterModel, ticketModel } from '../../src/features/tickets/model.ts';
import type { Desk } from '../../src/platform/desk.ts';
import { startBareDesk, workspace } from '../support/bare-desk.ts';
import { ticketOf } from '../support/documents.ts';
import { eachOf, median, type Row, timed } from '../support/row.ts';

const TICKETS = 1_000;
const WIDTH = 10;
const ROUNDS = 3;

/** Opening tickets, against the bare driver doing the same reads and writes; the rounds alternate. */
export const create: Row = {
  name: 'create',
  budget: '≥ 60 % of the bare driver doing the same reads and writes',
  measure: async () => {
    const { desk, stop } = await startBareDesk();
    const shares: number[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const keys = Array.from({ length: TICKETS }, (_, index) => `${round} ${index}`);
      const bare = await timed(() => eachOf(keys, WIDTH, (key) => bareOpen(desk, key)));
      const ours = await timed(() => eachOf(keys, WIDTH, (key) => open(desk, key)));
      // The first round warms both.
      if (round > 0) shares.push(bare / ours);
    }
    await stop();
    const share = median(shares);
    return { measured: `${(share * 100).toFixed(0)} %`, held: share >= 0.6 };
  },
};

function open(desk: Desk, key: string): Promise<unknown> {
  return openTicket(desk, {
    workspace,
    requester: 'U0ANA',
    origin: { kind: 'rest', key },
    subject: 'Parcel arrived broken',
    text: 'The box was open and the cup is in two pieces. '.repeat(6),
  });
}

/** Is it open already, which number, and the ticket. */
async function bareOpen(desk: Desk, key: string): Promise<void> {
  const tickets = ticketModel(desk.database).collection;
  const origin = { kind: 'rest', key: `bare ${key}` };
  await tickets.findOne({ workspace, 'origin.kind': origin.kind, 'origin.key': origin.key });
  const counter = await counterModel(desk.database).collection.findOneAndUpdate(
    { workspace, name: 'bare' },
    { $inc: { value: 1 } },
    { upsert: true, returnDocument: 'after' },
  );
  await tickets.insertOne({
    ...ticketOf(workspace, 1_000_000 + Number(counter?.value), new Date()),
    origin,
  } as never);
}
