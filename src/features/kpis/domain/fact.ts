import type { ColumnKey, Figures } from './columns.ts';

/** Where a figure comes from. What counts is the imported, else the logged, else the observed (docs/rules/kpis.md). */
export type Source = 'imported' | 'logged' | 'observed';

/** One figure of one agent's day, with each value that is known for it. */
export type Cell = Partial<Record<Source, number>>;

/** An agent's day: the row of the one table that every report reads. */
export interface Fact {
  /** The agent's working day, `2026-11-20`. */
  day: string;
  /** The person's id, or for a name nobody was matched to, `name:` and the name in lower case. */
  agent: string;
  agentName: string;
  /** Of that day, not of today's profile. */
  teamLeader: string | null;
  supervisor: string | null;
  cells: Partial<Record<ColumnKey, Cell>>;
}

const precedence: readonly Source[] = ['imported', 'logged', 'observed'];

/** The value that counts and where it comes from, or null when there is no data. */
export function countingValue(cell: Cell | undefined): { value: number; source: Source } | null {
  for (const source of precedence) {
    const value = cell?.[source];
    if (typeof value === 'number' && Number.isFinite(value)) return { value, source };
  }
  return null;
}

/** The figure that counts in `fact`, or null. */
export function figureOf(fact: Pick<Fact, 'cells'>, column: ColumnKey): number | null {
  return countingValue(fact.cells[column])?.value ?? null;
}

/** All figures of one source, as they stand in a row. */
export function figuresFrom(fact: Pick<Fact, 'cells'>, source: Source): Figures {
  const figures: Figures = {};
  for (const [key, cell] of Object.entries(fact.cells)) {
    const value = cell?.[source];
    if (typeof value === 'number') figures[key as ColumnKey] = value;
  }
  return figures;
}
