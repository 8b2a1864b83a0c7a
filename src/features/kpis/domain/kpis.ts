import type { ColumnKey, Unit } from './columns.ts';
import { type Fact, figureOf } from './fact.ts';

/** The ten figures that leads look at, in their order (docs/rules/kpis.md). */
export const kpis = [
  { key: 'totalChats', label: 'Total Chats', unit: 'count', rule: 'sum', riseIs: 'neutral' },
  { key: 'avgResponseTime', label: 'Avg Response Time', unit: 'seconds', rule: 'mean', riseIs: 'worse' },
  { key: 'csat', label: 'Avg CSAT', unit: 'percent', rule: 'mean', riseIs: 'better' },
  { key: 'activeAgents', label: 'Active Agents', unit: 'count', rule: 'agents', riseIs: 'neutral' },
  { key: 'escalations', label: 'Escalations', unit: 'count', rule: 'sum', riseIs: 'worse' },
  { key: 'resolvedPercent', label: 'Resolved %', unit: 'percent', rule: 'resolved', riseIs: 'better' },
  { key: 'pending', label: 'Pending', unit: 'count', rule: 'sum', riseIs: 'worse' },
  { key: 'avgChatDuration', label: 'Avg Chat Duration', unit: 'minutes', rule: 'mean', riseIs: 'worse' },
  { key: 'salesConversion', label: 'Sales Conversions', unit: 'percent', rule: 'mean', riseIs: 'better' },
  { key: 'avgQueueTime', label: 'Avg Queue Time', unit: 'seconds', rule: 'mean', riseIs: 'worse' },
] as const satisfies readonly Kpi[];

interface Kpi {
  key: string;
  label: string;
  unit: Unit;
  rule: 'sum' | 'mean' | 'agents' | 'resolved';
  /** What a higher value means for the desk. */
  riseIs: 'better' | 'worse' | 'neutral';
}

/** The name of one of the ten. */
export type KpiKey = (typeof kpis)[number]['key'];

/** The ten figures of a set of rows; `null` is no data. */
export type KpiValues = Record<KpiKey, number | null>;

type Row = Pick<Fact, 'agent' | 'cells'>;

/**
 * The ten KPIs of `facts`: volumes are sums, rates are means over the rows that have data, Active Agents is the number
 * of different agents with a row, Resolved % is Σresolved ÷ (Σresolved + Σpending). No data at all gives null.
 */
export function computeKpis(facts: readonly Row[]): KpiValues {
  return Object.fromEntries(kpis.map((kpi) => [kpi.key, compute(kpi, facts)])) as KpiValues;
}

/** One figure per day for each KPI, for exactly the days asked; a day without rows or without data is null, a gap. */
export function kpiTrends(
  facts: readonly (Row & { day: string })[],
  days: readonly string[],
): Record<KpiKey, (number | null)[]> {
  const byDay = Map.groupBy(facts, (fact) => fact.day);
  const perDay = days.map((day) => computeKpis(byDay.get(day) ?? []));
  return Object.fromEntries(kpis.map(({ key }) => [key, perDay.map((values) => values[key])])) as Record<
    KpiKey,
    (number | null)[]
  >;
}

function compute(kpi: (typeof kpis)[number], facts: readonly Row[]): number | null {
  if (kpi.rule === 'agents') return facts.length === 0 ? null : new Set(facts.map((fact) => fact.agent)).size;
  if (kpi.rule === 'resolved') return resolvedPercent(facts);
  const values = valuesOf(facts, kpi.key);
  if (values.length === 0) return null;
  return kpi.rule === 'sum' ? sum(values) : sum(values) / values.length;
}

function resolvedPercent(facts: readonly Row[]): number | null {
  const resolved = sum(valuesOf(facts, 'resolved'));
  const pending = sum(valuesOf(facts, 'pending'));
  return resolved + pending === 0 ? null : (100 * resolved) / (resolved + pending);
}

function valuesOf(facts: readonly Row[], column: ColumnKey): number[] {
  return facts.map((fact) => figureOf(fact, column)).filter((value) => value !== null);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
