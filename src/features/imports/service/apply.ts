import type { Desk } from '../../../platform/desk.ts';
import { isDuplicateKey } from '../../../platform/errors.ts';
import {
  type ColumnKey,
  columns,
  dropEmptyFacts,
  type FactFields,
  type FactWrite,
  writeFacts,
} from '../../kpis/index.ts';
import type { Fixed } from '../domain/rows.ts';
import { type UndoFields, type UndoRow, undoModel } from '../model.ts';
import { batchesOf, outcomeOf, type Planned } from './batches.ts';
import { leadersOf } from './leaders.ts';
import { nameMatcher } from './names.ts';
import type { OpenedFile } from './reader.ts';
import { findStanding } from './standing.ts';
import type { Import, Progress } from './work.ts';

/**
 * Writes the imported values of a file, batch by batch. What a batch replaces is kept before it is written, once, so that
 * an import that was interrupted goes on from the start without harm and can be taken back whole.
 */
export async function applyRows(
  desk: Desk,
  { workspace, _id: importId }: Import,
  file: OpenedFile,
  fixed: Fixed,
  progress: Progress,
): Promise<void> {
  const match = await nameMatcher(desk, workspace);
  let number = 0;
  let written = 0;
  for await (const batch of batchesOf(desk, workspace, { file, fixed, match, onBad: () => {} })) {
    for (const { row } of batch) leadersOf(row, match);
    const changing = batch.filter((planned) => outcomeOf(planned) !== 'same');
    await keepUndo(desk, { workspace, importId, batch: number, rows: changing.map(undoOf) });
    await writeFacts(desk, workspace, changing.map(writeOf));
    number += 1;
    written += batch.length;
    await progress(written);
  }
}

/**
 * Puts back what the import replaced, the last batch first. A value that a later import has changed since stays, and a
 * row that this import made goes when nothing else is in it.
 */
export async function undoRows(
  desk: Desk,
  { workspace, _id: importId }: Import,
  progress: Progress,
): Promise<void> {
  let undone = 0;
  const batches = undoModel(desk.database)
    .find({ workspace, importId })
    .sort({ batch: -1 })
    .lean<UndoFields>()
    .cursor({ batchSize: 2 });
  for await (const { rows } of batches) {
    const standing = await findStanding(desk, workspace, rows);
    await writeFacts(
      desk,
      workspace,
      rows.map((row) => undoWrite(row, standing(row.day, row.agent))),
    );
    const made = rows.filter(({ existed }) => !existed);
    await dropEmptyFacts(desk, workspace, made);
    undone += rows.length;
    await progress(undone);
  }
}

/**
 * What a batch kept before a stop is left as it is. Where the batch holds other rows by now, because a name was given to
 * a person meanwhile, those are added.
 */
async function keepUndo(desk: Desk, undo: UndoFields & { workspace: string }): Promise<void> {
  if (undo.rows.length === 0) return;
  const { collection } = undoModel(desk.database);
  const { workspace, importId, batch } = undo;
  try {
    await collection.insertOne(undo as never);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const kept = await collection.findOne<UndoFields>({ workspace, importId, batch });
    const known = new Set(kept?.rows.map(rowKey));
    const rows = undo.rows.filter((row) => !known.has(rowKey(row)));
    if (rows.length > 0)
      await collection.updateOne(
        { workspace, importId, batch },
        { $push: { rows: { $each: rows } } as never },
      );
  }
}

const rowKey = ({ day, agent }: UndoRow): string => `${day} ${agent}`;

/** Puts back what is still as the import left it. */
function undoWrite(undo: UndoRow, now: FactFields | null): FactWrite {
  const { day, agent, before, after, leaders } = undo;
  const unchanged = ([key]: [string, unknown]) =>
    (now?.cells[key as ColumnKey]?.imported ?? null) === after[key];
  return {
    day,
    agent,
    imported: Object.fromEntries(Object.entries(before).filter(unchanged)),
    teamLeader: leaders?.teamLeader?.before ?? null,
    supervisor: leaders?.supervisor?.before ?? null,
    leadersKnown: {
      teamLeader: leaders?.teamLeader !== undefined && leaders.teamLeader.after === now?.teamLeader,
      supervisor: leaders?.supervisor !== undefined && leaders.supervisor.after === now?.supervisor,
    },
  };
}

/** The leaders that the file replaces in a row that is there. */
function leadersReplaced({ row, before }: Planned): UndoRow['leaders'] {
  const replaced = (['teamLeader', 'supervisor'] as const).flatMap((key) =>
    before && row[key] !== null && row[key] !== before[key]
      ? [[key, { before: before[key], after: row[key] }] as const]
      : [],
  );
  return replaced.length > 0 ? Object.fromEntries(replaced) : null;
}

function undoOf(planned: Planned): UndoRow {
  const { row, who, before } = planned;
  const keys = Object.keys(row.figures) as (keyof typeof row.figures)[];
  const values = keys.map((key) => [key, before?.cells[key]?.imported ?? null] as const);
  return {
    day: row.day,
    agent: who.agent,
    existed: before !== null,
    before: Object.fromEntries(values),
    after: { ...row.figures } as Record<string, number | null>,
    leaders: leadersReplaced(planned),
  };
}

function writeOf({ row, who }: Planned): FactWrite {
  const known = columns.flatMap(({ key }) => {
    const value = row.figures[key];
    return value === undefined ? [] : [[key, value] as const];
  });
  return {
    day: row.day,
    agent: who.agent,
    agentName: who.agentName,
    teamLeader: row.teamLeader ?? who.person?.teamLeader ?? null,
    supervisor: row.supervisor ?? who.person?.supervisor ?? null,
    leadersKnown: { teamLeader: row.teamLeader !== null, supervisor: row.supervisor !== null },
    imported: Object.fromEntries(known),
  };
}
