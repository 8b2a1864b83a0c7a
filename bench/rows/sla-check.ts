import { checkDue } from '../../src/features/sla/check.ts';
import { firingModel, timerModel } from '../../src/features/sla/model.ts';
import { ticketModel } from '../../src/features/tickets/model.ts';
import { trusted } from '../../src/platform/database/index.ts';
import type { Desk } from '../../src/platform/desk.ts';
import { startBareDesk, workspace } from '../support/bare-desk.ts';
import { makeTickets } from '../support/documents.ts';
import { median, type Row, timed } from '../support/row.ts';

const DUE = 1_000;
const hour = 3_600_000;
const SMALL = 10_000;
const ROUNDS = 5;
const LARGE = Number(process.env.BENCH_TICKETS ?? 1_000_000);

/** The check with 1,000 tickets due costs the same among few and among many that are open; the rounds alternate. */
export const slaCheck: Row = {
  name: 'sla-check',
  budget: `1,000 due of ${LARGE.toLocaleString('en')} open: ≤ 1.5 × the same of 10,000`,
  measure: async () => {
    const small = await fill(SMALL);
    const large = await fill(LARGE);
    // The first round warms both, so that neither is slower for being first.
    const growths: number[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const few = await checkAnew(small.desk);
      const many = await checkAnew(large.desk);
      if (round > 0) growths.push(many / few);
    }
    await small.stop();
    await large.stop();
    const growth = median(growths);
    return { measured: `×${growth.toFixed(2)}`, held: growth <= 1.5 };
  },
};

async function fill(open: number): Promise<Awaited<ReturnType<typeof startBareDesk>>> {
  const bare = await startBareDesk();
  const now = Date.now();
  // First response is due after two hours: the first thousand passed it, the others were opened just now.
  const createdAt = (index: number) => new Date(index < DUE ? now - 3 * hour : now);
  const ids = await makeTickets(bare.desk, open, { createdAt });
  await makeTimers(bare.desk, ids, now);
  return bare;
}

/** Makes the same thousand due again, as if nobody had looked, and checks. */
async function checkAnew(desk: Desk): Promise<number> {
  const before = new Date(Date.now() - hour);
  const late = await ticketModel(desk.database)
    .find({ workspace, createdAt: trusted({ $lt: before }) }, { _id: 1 })
    .lean<{ _id: string }[]>();
  await firingModel(desk.database).collection.deleteMany({ workspace });
  await timerModel(desk.database).collection.updateMany(
    { workspace, ticketId: { $in: late.map(({ _id }) => _id) } },
    { $set: { nextAt: before } },
  );
  return timed(() => checkDue(desk, workspace));
}

async function makeTimers(desk: Desk, ids: readonly string[], now: number): Promise<void> {
  const timers = timerModel(desk.database).collection;
  for (let start = 0; start < ids.length; start += 10_000) {
    await timers.insertMany(
      ids.slice(start, start + 10_000).map((ticketId, offset) => ({
        workspace,
        ticketId,
        rev: 1,
        version: 1,
        nextAt: new Date(start + offset < DUE ? now - hour : now + hour),
      })),
      { ordered: false },
    );
  }
}
