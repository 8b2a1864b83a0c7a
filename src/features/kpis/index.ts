import type { Desk } from '../../platform/desk.ts';
import { followTickets } from '../tickets/index.ts';
import { addUpObserved } from './service/add-up.ts';
import { observeSweep, observeTickets } from './service/observe.ts';
import { isOutdated, renewFigures } from './service/renew.ts';

export { type Change, changeOf } from './domain/change.ts';
export { type ColumnKey, columns, type Figures } from './domain/columns.ts';
export { addDays, type DaySpan, daysOf, lengthOf, spanBefore } from './domain/days.ts';
export { countingValue, type Fact, figureOf, figuresFrom, type Source } from './domain/fact.ts';
export { type DayFlow, flowOfAgents, flowOfTeam } from './domain/flow.ts';
export type { DayTotals, Performance } from './domain/fold.ts';
export { formatChange, formatFigure, formatSpan, noData } from './domain/format.ts';
export { computeKpis, type KpiKey, type KpiValues, kpis, kpiTrends } from './domain/kpis.ts';
export { workingDay } from './domain/working-day.ts';
export type { FactFields } from './model.ts';
export { eachFactBatch, type FactLine, findDayTotals, findFacts, getFact } from './service/find.ts';
export { dropEmptyFacts, type FactWrite, factsOf, writeFacts } from './service/import.ts';
export { lateTickets, nextBreaches } from './service/observe.ts';
export { rebuildFigures } from './service/rebuild.ts';
export { seedFigures } from './service/seed.ts';
export { unlockFact, writeLogged } from './service/write.ts';

/** Keeps the observed figures in step with the tickets. */
export function register(desk: Desk): void {
  followTickets(desk, ({ workspace, ticketId }) => observeTickets(desk, workspace, [ticketId]));
  desk.jobs.sweep(
    'kpis.renew',
    { everySeconds: 10, isDue: (workspace) => isOutdated(desk, workspace) },
    (workspace) => renewFigures(desk, workspace),
  );
  desk.jobs.sweep(observeSweep, { everySeconds: 10 }, (workspace) => addUpObserved(desk, workspace));
}
