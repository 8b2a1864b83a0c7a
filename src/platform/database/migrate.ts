import type { Connection } from 'mongoose';
import { StartRefused } from '../errors.ts';
import type { Logger } from '../logging.ts';
import { type Database, type DefinedModel, definedModels } from './model.ts';

const leaseMilliseconds = 30_000;

/**
 * Makes every index that the code names. Runs at each start, under a lease so that processes starting together do it
 * one after the other; making an index that exists is nothing.
 * @throws StartRefused when an index of the same name or keys exists with other options, naming it and the remedy.
 */
export async function migrate(database: Database, log: Logger): Promise<void> {
  const { connection } = database;
  await withLease(connection, async () => {
    const conflicts: string[] = [];
    for (const model of definedModels()) conflicts.push(...(await makeIndexes(connection, model)));
    if (conflicts.length > 0) throw new StartRefused(conflicts);
    await connection
      .collection('agendaJobs')
      .createIndex(
        { name: 1 },
        { name: 'one_recurring_job', unique: true, partialFilterExpression: { type: 'single' } },
      );
    // As GridFS makes it, so that each part of a file is there once.
    await connection.collection('files.chunks').createIndex({ files_id: 1, n: 1 }, { unique: true });
  });
  log.debug({ collections: definedModels().length }, 'indexes are in place');
}

async function makeIndexes(connection: Connection, model: DefinedModel): Promise<string[]> {
  const conflicts: string[] = [];
  for (const { keys, unique, partialFilterExpression, expireAfterSeconds } of model.indexes) {
    try {
      await connection.collection(model.name).createIndex(keys as Record<string, 1>, {
        ...(unique ? { unique } : {}),
        ...(partialFilterExpression ? { partialFilterExpression } : {}),
        ...(expireAfterSeconds === undefined ? {} : { expireAfterSeconds }),
      });
    } catch (error) {
      conflicts.push(
        `index ${JSON.stringify(keys)} of ${model.name}: ${(error as Error).message}. Drop the old index, or remove the double documents, and start again.`,
      );
    }
  }
  return conflicts;
}

/** One process at a time: a document in `leases` that another process may take over when its holder has died. */
async function withLease(connection: Connection, work: () => Promise<void>): Promise<void> {
  const leases = connection.collection<{ _id: string; until: Date }>('leases');
  for (;;) {
    const now = new Date();
    try {
      await leases.updateOne(
        { _id: 'migrate', until: { $lt: now } },
        { $set: { until: new Date(now.getTime() + leaseMilliseconds) } },
        { upsert: true },
      );
      break;
    } catch (error) {
      if ((error as { code?: number }).code !== 11000) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  try {
    await work();
  } finally {
    await leases.updateOne({ _id: 'migrate' }, { $set: { until: new Date(0) } });
  }
}
