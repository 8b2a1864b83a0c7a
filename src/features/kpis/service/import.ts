import type { Desk } from '../../../platform/desk.ts';
import { isDuplicateKey } from '../../../platform/errors.ts';
import { type ColumnKey, columns } from '../domain/columns.ts';
import { type FactFields, factModel } from '../model.ts';

/** Imported values for a day of an agent; null takes a value out, what is not named stays. */
export interface FactWrite {
  day: string;
  agent: string;
  agentName?: string;
  teamLeader?: string | null;
  supervisor?: string | null;
  /** Which of the two are written over what stands there, rather than only into a new row. */
  leadersKnown?: { teamLeader: boolean; supervisor: boolean };
  imported: Partial<Record<ColumnKey, number | null>>;
}

/** Rows by a filter made of our own values, for what compares many at once. */
export function factsOf(desk: Desk, filter: Record<string, unknown>): Promise<FactFields[]> {
  return factModel(desk.database)
    .collection.find<FactFields>(filter)
    .project<FactFields>({ _id: 0, earlier: 0, performance: 0 })
    .toArray();
}

/** Writes imported values in one go; safe to repeat. Logged and observed values stay. */
export async function writeFacts(desk: Desk, workspace: string, writes: readonly FactWrite[]): Promise<void> {
  if (writes.length === 0) return;
  const operations = writes.map((write) => operation(workspace, write));
  const run = () => factModel(desk.database).collection.bulkWrite(operations as never, { ordered: false });
  await run().catch((error: unknown) => {
    if (!isDuplicateKey(error)) throw error;
    return run();
  });
}

/** Takes out rows in which no value is left and that nobody logged or the desk observed. */
export async function dropEmptyFacts(
  desk: Desk,
  workspace: string,
  keys: readonly { day: string; agent: string }[],
): Promise<void> {
  if (keys.length === 0) return;
  const empty = Object.fromEntries(columns.map(({ key }) => [`cells.${key}.imported`, { $exists: false }]));
  await factModel(desk.database).collection.bulkWrite(
    keys.map(({ day, agent }) => ({
      deleteOne: {
        filter: { workspace, day, agent, log: null, performance: null, unlocked: { $ne: true }, ...empty },
      },
    })) as never,
    { ordered: false },
  );
}

function operation(workspace: string, write: FactWrite) {
  const { day, agent, agentName, teamLeader = null, supervisor = null, leadersKnown } = write;
  const set: Record<string, unknown> = {};
  const unset: Record<string, 1> = {};
  for (const [key, value] of Object.entries(write.imported)) {
    if (value === null) unset[`cells.${key}.imported`] = 1;
    else set[`cells.${key}.imported`] = value;
  }
  const insert: Record<string, unknown> = { log: null, earlier: [], performance: null, unlocked: false };
  for (const [name, value] of Object.entries({ teamLeader, supervisor })) {
    (leadersKnown?.[name as 'teamLeader'] ? set : insert)[name] = value;
  }
  return {
    updateOne: {
      filter: { workspace, day, agent },
      update: {
        ...(Object.keys(set).length > 0 ? { $set: set } : {}),
        ...(Object.keys(unset).length > 0 ? { $unset: unset } : {}),
        ...(agentName === undefined ? {} : { $setOnInsert: { ...insert, agentName } }),
        $inc: { rev: 1 },
      },
      upsert: agentName !== undefined,
    },
  };
}
