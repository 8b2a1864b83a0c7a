import { homeContent } from '../../src/features/home/service/content.ts';
import { addDays, computeKpis, daysOf, findFacts, kpiTrends } from '../../src/features/kpis/index.ts';
import { personModel } from '../../src/features/people/model.ts';
import type { Desk } from '../../src/platform/desk.ts';
import { startBareDesk, workspace } from '../support/bare-desk.ts';
import { makeFacts } from '../support/facts.ts';
import { median, type Row, timed } from '../support/row.ts';

const SMALL = 10_000;
const LARGE = 1_000_000;
/** Few enough that the smaller file holds all that Home reads: the 90 days, and the 90 before. */
const AGENTS = 50;
const ROUNDS = 5;
const lead = 'U0LEAD';

/** KPIs of 90 days and a lead's Home over them, with few and with many rows on file. */
export const kpiQueries: Row = {
  name: 'kpis',
  budget: 'Home and KPI queries, 90 days, 10,000 against 1,000,000 rows on file: ≤ 2 ×',
  measure: async () => {
    const small = await queries(SMALL);
    const large = await queries(LARGE);
    const kpis = large.kpis / small.kpis;
    const home = large.home / small.home;
    return {
      measured: `KPIs ×${kpis.toFixed(2)} (${large.kpis.toFixed(0)} ms), Home ×${home.toFixed(2)} (${large.home.toFixed(0)} ms)`,
      held: kpis <= 2 && home <= 2,
    };
  },
};

async function queries(rows: number): Promise<{ kpis: number; home: number }> {
  const { desk, stop } = await startBareDesk();
  const to = desk.clock.now().toISOString().slice(0, 10);
  const span = { from: addDays(to, -89), to };
  await makeFacts(desk, rows, AGENTS, to);
  await personModel(desk.database).create({
    workspace,
    userId: lead,
    name: 'Lee',
    roles: ['lead'],
    availabilitySince: new Date(),
  });
  const kpis = await typical(() => computed(desk, span));
  const home = await typical(() => homeContent(desk, { workspace, userId: lead, filters: span, page: 0 }));
  await stop();
  return { kpis, home };
}

async function computed(desk: Desk, span: { from: string; to: string }): Promise<void> {
  const facts = await findFacts(desk, { workspace, ...span });
  computeKpis(facts);
  kpiTrends(facts, daysOf(span));
}

/** The middle one of some rounds, after one that warms up. */
async function typical(work: () => Promise<unknown>): Promise<number> {
  await work();
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await timed(work));
  return median(rounds);
}
