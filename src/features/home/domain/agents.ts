import { type Fact, figureOf, type Performance } from '../../kpis/index.ts';

/** An agent's line of the table; null is no data. */
export interface AgentLine {
  name: string;
  handled: number;
  firstResponseSeconds: number | null;
  resolutionMinutes: number | null;
  /** Clocks met ÷ (met + breached), each kind apart. */
  firstResponseSla: number | null;
  resolutionSla: number | null;
  csat: number | null;
}

type Row = Pick<Fact, 'agent' | 'agentName' | 'cells'> & { performance: Performance | null };

/** One line per agent over the days given, who handled most first. */
export function agentLines(rows: readonly Row[]): AgentLine[] {
  return [...Map.groupBy(rows, ({ agent }) => agent).values()]
    .map(lineOf)
    .toSorted((one, other) => other.handled - one.handled || one.name.localeCompare(other.name, 'en'));
}

/** The line of one agent. */
export function lineOf(rows: readonly Row[]): AgentLine {
  const total = (pick: (performance: Performance) => number): number =>
    rows.reduce((sum, { performance }) => sum + (performance ? pick(performance) : 0), 0);
  const met = (clock: 'firstResponse' | 'resolution'): number | null => {
    const kept = total((performance) => performance[`${clock}Met`]);
    return share(100 * kept, kept + total((performance) => performance[`${clock}Breached`]));
  };
  return {
    name: rows.at(-1)?.agentName ?? '',
    handled: rows.reduce((sum, row) => sum + (figureOf(row, 'resolved') ?? 0), 0),
    firstResponseSeconds: share(
      total(({ firstResponseSeconds }) => firstResponseSeconds),
      total(({ firstResponses }) => firstResponses),
    ),
    resolutionMinutes: share(
      total(({ resolutionMinutes }) => resolutionMinutes),
      total(({ resolutions }) => resolutions),
    ),
    firstResponseSla: met('firstResponse'),
    resolutionSla: met('resolution'),
    csat: mean(rows.map((row) => figureOf(row, 'csat'))),
  };
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return share(
    known.reduce((sum, value) => sum + value, 0),
    known.length,
  );
}
