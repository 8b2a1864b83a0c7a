import { type ColumnKey, countingValue, type Fact, figureOf, type Source } from '../../kpis/index.ts';

/** The figures shown by `/stats day` and `/stats week`. */
export const tableColumns = ['resolved', 'totalChats', 'csat'] as const satisfies readonly ColumnKey[];

/** A line of the table: figures in the order of the columns, null for no data. */
export interface TableLine {
  day: string;
  values: (number | null)[];
  /** Where the figures come from, the strongest first. */
  sources: Source[];
}

/** One line a day: for a team the sum of the day, and the mean of what is a percentage. */
export function dayLines(facts: readonly Fact[], days: readonly string[]): TableLine[] {
  const byDay = Map.groupBy(facts, (fact) => fact.day);
  return days.map((day) => ({
    day,
    values: tableColumns.map((column) => combine(column, byDay.get(day) ?? [])),
    sources: sourcesOf(byDay.get(day) ?? []),
  }));
}

/** The averages over the lines that have data, per column. */
export function averages(lines: readonly TableLine[]): (number | null)[] {
  return tableColumns.map((_, index) => mean(lines.map((line) => line.values[index] ?? null)));
}

const sources: readonly Source[] = ['imported', 'logged', 'observed'];

function sourcesOf(facts: readonly Fact[]): Source[] {
  const found = new Set(
    facts.flatMap(({ cells }) => tableColumns.map((column) => countingValue(cells[column])?.source)),
  );
  return sources.filter((source) => found.has(source));
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
