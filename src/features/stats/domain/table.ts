import { type ColumnKey, type Fact, figureOf } from '../../kpis/index.ts';

/** The figures shown by `/stats day` and `/stats week`. */
export const tableColumns = ['resolved', 'totalChats', 'csat'] as const satisfies readonly ColumnKey[];

/** A line of the table: figures in the order of the columns, null for no data. */
export interface TableLine {
  day: string;
  values: (number | null)[];
}

/** One line a day: for a team the sum of the day, and the mean of what is a percentage. */
export function dayLines(facts: readonly Fact[], days: readonly string[]): TableLine[] {
  const byDay = Map.groupBy(facts, (fact) => fact.day);
  return days.map((day) => ({
    day,
    values: tableColumns.map((column) => combine(column, byDay.get(day) ?? [])),
  }));
}

/** The averages over the lines that have data, per column. */
export function averages(lines: readonly TableLine[]): (number | null)[] {
  return tableColumns.map((_, index) => mean(lines.map((line) => line.values[index] ?? null)));
}

function combine(column: ColumnKey, facts: readonly Fact[]): number | null {
  const values = facts.map((fact) => figureOf(fact, column));
  if (column === 'csat') return mean(values);
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
