import { trusted } from '../../../platform/database/index.ts';
import type { Desk } from '../../../platform/desk.ts';
import { type FactFields, factsOf } from '../../kpis/index.ts';
import type { BadRow } from '../domain/preview.ts';
import type { ReadRow } from '../domain/rows.ts';
import type { Matched } from './names.ts';
import type { FileRow, OpenedFile } from './reader.ts';

/** A good row with whom it means and what stands there. */
export interface Planned {
  line: number;
  row: ReadRow;
  who: Matched;
  before: FactFields | null;
}

/** Rows looked up and written in one go. */
const batchSize = 1_000;

/** The good rows of a file in batches, with what stands in their place; bad ones go to `onBad`. */
export async function* batchesOf(
  desk: Desk,
  workspace: string,
  {
    file,
    fixed,
    match,
    onBad,
  }: {
    file: OpenedFile;
    fixed: Parameters<OpenedFile['rows']>[0];
    match: (name: string) => Matched;
    onBad: (bad: BadRow) => void;
  },
): AsyncGenerator<Planned[]> {
  const seen = new Set<string>();
  let batch: Omit<Planned, 'before'>[] = [];
  for await (const rows of file.rows(fixed)) {
    for (const read of rows) {
      const planned = plan(read, match, seen);
      if ('reason' in planned) onBad(planned);
      else batch.push(planned);
    }
    if (batch.length < batchSize) continue;
    yield await withFacts(desk, workspace, batch);
    batch = [];
  }
  if (batch.length > 0) yield await withFacts(desk, workspace, batch);
}

function plan(
  read: FileRow,
  match: (name: string) => Matched,
  seen: Set<string>,
): Omit<Planned, 'before'> | BadRow {
  if ('reason' in read) return { line: read.line, reason: read.reason };
  const { line, day, agent } = read;
  const who = match(agent);
  const key = `${day} ${who.agent}`;
  if (seen.has(key)) return { line, reason: `repeats ${day} of ${agent.slice(0, 60)}` };
  seen.add(key);
  return { line, row: read, who };
}

async function withFacts(
  desk: Desk,
  workspace: string,
  batch: Omit<Planned, 'before'>[],
): Promise<Planned[]> {
  const keys = batch.map(({ row, who }) => ({ day: row.day, agent: who.agent }));
  const facts = await factsOfRows(desk, workspace, keys);
  return batch.map((planned, index) => {
    const key = keys[index];
    return { ...planned, before: (key && facts.get(`${key.day} ${key.agent}`)) ?? null };
  });
}

/** What stands in the rows named, by `day agent`; read by ranges of an index, which may bring more rows than asked. */
export async function factsOfRows(
  desk: Desk,
  workspace: string,
  keys: readonly { day: string; agent: string }[],
): Promise<Map<string, FactFields>> {
  const days = [...new Set(keys.map(({ day }) => day))].sort();
  const agents = [...new Set(keys.map(({ agent }) => agent))];
  const filter =
    days.length <= agents.length
      ? { workspace, day: trusted({ $in: days }) }
      : { workspace, agent: trusted({ $in: agents }), day: trusted({ $gte: days[0], $lte: days.at(-1) }) };
  const facts = await factsOf(desk, filter);
  return new Map(facts.map((fact) => [`${fact.day} ${fact.agent}`, fact]));
}

/** Whether a row adds values where none were imported, changes some, or says what is there. */
export function outcomeOf({ row, before }: Planned): 'fresh' | 'changed' | 'same' {
  const imported = Object.values(before?.cells ?? {}).some((cell) => cell?.imported !== undefined);
  if (!imported) return 'fresh';
  const figures = Object.entries(row.figures) as [keyof ReadRow['figures'], number | null][];
  const same =
    figures.every(([key, value]) => (before?.cells[key]?.imported ?? null) === value) &&
    (row.teamLeader === null || row.teamLeader === before?.teamLeader) &&
    (row.supervisor === null || row.supervisor === before?.supervisor);
  return same ? 'same' : 'changed';
}
