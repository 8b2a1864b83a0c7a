export { type Change, changeOf } from './domain/change.ts';
export { type ColumnKey, columns, type Figures, type Unit } from './domain/columns.ts';
export { addDays, type DaySpan, daysOf, lengthOf, spanBefore } from './domain/days.ts';
export { type Cell, countingValue, type Fact, figureOf, figuresFrom, type Source } from './domain/fact.ts';
export { formatChange, formatFigure, noData } from './domain/format.ts';
export { computeKpis, type KpiKey, type KpiValues, kpis, kpiTrends } from './domain/kpis.ts';
