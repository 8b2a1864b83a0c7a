import { checkDue } from '../../src/features/sla/check.ts';
import { timerModel } from '../../src/features/sla/model.ts';
import type { Desk } from '../../src/platform/desk.ts';
import { startBareDesk, workspace } from '../support/bare-desk.ts';
import { makeTickets } from '../support/documents.ts';
import { type Row, timed } from '../support/row.ts';

const DUE = 1_000;
const hour = 3_600_000;
const SMALL = 10_000;
const LARGE = Number(process.env.BENCH_TICKETS ?? 1_000_000);

/** The check with 1,000 tickets due costs the same among few and among many that are open. */
export const slaCheck: Row = {
  name: 'sla-check',
  budget: `1,000 due of ${LARGE.toLocaleString('en')} open: ≤ 1.5 × the same of 10,000`,
  measure: async () => {
    // Warm, so that the first is not slower for being the first.
    await checkAmong(2 * DUE);
    const small = await checkAmong(SMALL);
    const large = await checkAmong(LARGE);
    const growth = large / small;
    return {
      measured: `×${growth.toFixed(2)} (${(small / DUE).toFixed(2)} and ${(large / DUE).toFixed(2)} ms a ticket)`,
      held: growth <= 1.5,
    };
  },
};

async function checkAmong(open: number): Promise<number> {
  const { desk, stop } = await startBareDesk();
  const now = Date.now();
  // First response is due after two hours: the first thousand passed it, the others were opened just now.
  const ids = await makeTickets(desk, open, (index) => new Date(index < DUE ? now - 3 * hour : now));
  await makeTimers(desk, ids, now);
  const milliseconds = await timed(() => checkDue(desk, workspace));
  await stop();
  return milliseconds;
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
