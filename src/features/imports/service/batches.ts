import type { Desk } from '../../../platform/desk.ts';
import type { FactFields } from '../../kpis/index.ts';
import type { BadRow } from '../domain/preview.ts';
import type { FileRow, Fixed, ReadRow } from '../domain/rows.ts';
import type { Matched } from './names.ts';
import type { OpenedFile } from './reader.ts';
import { findStanding } from './standing.ts';

/** A good row with whom it means and what stands there. */
export interface Planned {
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
    fixed: Fixed;
    match: (name: string) => Matched;
    onBad: (bad: BadRow) => void;
  },
): AsyncGenerator<Planned[]> {
  const seen = new Map<string, Set<string>>();
  let batch: Planned[] = [];
  for await (const rows of file.rows(fixed)) {
    for (const read of rows) {
      const planned = plan(read, match, seen);
      if ('reason' in planned) {
        onBad(planned);
        continue;
      }
      batch.push(planned);
      if (batch.length < batchSize) continue;
      yield await withFacts(desk, workspace, batch);
      batch = [];
    }
  }
  if (batch.length > 0) yield await withFacts(desk, workspace, batch);
}

/** `seen` holds the agents of each day. A name is one string however often it comes, so a million rows stay small. */
function plan(
  read: FileRow,
  match: (name: string) => Matched,
  seen: Map<string, Set<string>>,
): Planned | BadRow {
  if ('reason' in read) return read;
  const who = match(read.agent);
  let ofDay = seen.get(read.day);
  if (!ofDay) {
    ofDay = new Set();
    seen.set(read.day, ofDay);
  }
  if (ofDay.has(who.agent))
    return { line: read.line, reason: `repeats ${read.day} of ${read.agent.slice(0, 60)}` };
  ofDay.add(who.agent);
  return { row: read, who, before: null };
}

async function withFacts(desk: Desk, workspace: string, batch: Planned[]): Promise<Planned[]> {
  const standing = await findStanding(
    desk,
    workspace,
    batch.map(({ row, who }) => ({ day: row.day, agent: who.agent })),
  );
  for (const planned of batch) planned.before = standing(planned.row.day, planned.who.agent);
  return batch;
}

/** Whether a row adds values where none were imported, changes some, or says what is there or nothing at all. */
export function outcomeOf({ row, before }: Planned): 'fresh' | 'changed' | 'same' {
  const known = Object.values(row.figures).some((value) => value !== null);
  if (before === null) return known ? 'fresh' : 'same';
  const imported = Object.values(before.cells).some((cell) => cell?.imported !== undefined);
  if (known && !imported) return 'fresh';
  const figures = Object.entries(row.figures) as [keyof ReadRow['figures'], number | null][];
  const same =
    figures.every(([key, value]) => (before.cells[key]?.imported ?? null) === value) &&
    (row.teamLeader === null || row.teamLeader === before.teamLeader) &&
    (row.supervisor === null || row.supervisor === before.supervisor);
  return same ? 'same' : 'changed';
}
