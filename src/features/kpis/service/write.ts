import type { Desk } from '../../../platform/desk.ts';
import { isDuplicateKey } from '../../../platform/errors.ts';
import { type ColumnKey, columns, type Figures } from '../domain/columns.ts';
import { figuresFrom } from '../domain/fact.ts';
import type { Performance } from '../domain/fold.ts';
import { type FactFields, factModel } from '../model.ts';

/** Whose day a row is, with the leaders of that day. */
interface FactOwner {
  agent: string;
  agentName: string;
  teamLeader: string | null;
  supervisor: string | null;
}

/**
 * An agent's day that is about to change. Leaders are those of the day, so they count for a new row only; `rev` is the
 * revision it was read at, null when there was no row.
 */
interface FactTarget extends FactOwner {
  workspace: string;
  day: string;
  rev: number | null;
}

/**
 * Replaces the logged figures of a day as a whole; earlier ones are kept. Null figures take the log away.
 * @returns false when the row changed since it was read; read it again and decide again.
 */
export async function writeLogged(
  desk: Desk,
  target: FactTarget,
  change: { figures: Figures | null; by: string; at: Date; before: FactFields | null },
): Promise<boolean> {
  const { figures, by, at, before } = change;
  const earlier = before?.log ? [{ figures: figuresFrom(before, 'logged'), ...before.log }] : [];
  return write(desk, target, {
    set: { log: figures ? { by, at } : null },
    cells: cellsOf('logged', figures ?? {}),
    earlier,
  });
}

/** Replaces the figures that the desk itself observed on a day; the rest of the row stays. */
export async function writeObserved(
  desk: Desk,
  target: FactTarget,
  { figures, performance }: { figures: Figures; performance: Performance },
): Promise<boolean> {
  return write(desk, target, { set: { performance }, cells: cellsOf('observed', figures), earlier: [] });
}

/** Opens a locked day again, also one of which nothing is known. */
export async function unlockFact(
  desk: Desk,
  { workspace, day, agent, ...owner }: FactOwner & { workspace: string; day: string },
): Promise<void> {
  const run = () =>
    factModel(desk.database).updateOne(
      { workspace, day, agent },
      { $set: { unlocked: true }, $inc: { rev: 1 }, $setOnInsert: { ...owner, cells: {} } },
      { upsert: true },
    );
  await run().catch((error: unknown) => {
    if (!isDuplicateKey(error)) throw error;
    return run();
  });
}

interface Write {
  set: Record<string, unknown>;
  cells: Record<string, number | undefined>;
  earlier: object[];
}

async function write(desk: Desk, target: FactTarget, { set, cells, earlier }: Write): Promise<boolean> {
  const Facts = factModel(desk.database);
  const { rev, workspace, day, agent, agentName } = target;
  if (rev === null) return insert(desk, target, set, cells);
  const given = Object.entries(cells).filter(([, value]) => value !== undefined);
  const missing = Object.entries(cells).filter(([, value]) => value === undefined);
  const { modifiedCount } = await Facts.updateOne({ workspace, day, agent, rev }, {
    $set: { agentName, ...set, ...Object.fromEntries(given) },
    ...(missing.length > 0 ? { $unset: Object.fromEntries(missing.map(([path]) => [path, 1])) } : {}),
    ...(earlier.length > 0 ? { $push: { earlier: { $each: earlier } } } : {}),
    $inc: { rev: 1 },
  } as never);
  return modifiedCount === 1;
}

async function insert(
  desk: Desk,
  { rev: _, ...row }: FactTarget,
  set: Record<string, unknown>,
  cells: Write['cells'],
): Promise<boolean> {
  const nested: Partial<Record<ColumnKey, Record<string, number>>> = {};
  for (const [path, value] of Object.entries(cells)) {
    const [, column, source] = path.split('.') as [string, ColumnKey, string];
    if (value !== undefined) nested[column] = { [source]: value };
  }
  try {
    await factModel(desk.database).create({
      ...row,
      ...set,
      cells: nested,
      rev: 1,
    } as never);
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

function cellsOf(source: 'logged' | 'observed', figures: Figures): Record<string, number | undefined> {
  return Object.fromEntries(columns.map(({ key }) => [`cells.${key}.${source}`, figures[key]]));
}
