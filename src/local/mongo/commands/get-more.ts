import { Long } from 'bson';
import { badValue, typeMismatch } from '../errors.ts';
import { deadlineIn } from '../execute/slices.ts';
import type { Cursor } from '../server/cursors.ts';
import { BsonType } from '../values/raw.ts';
import { okAnswer } from '../wire/answer.ts';
import { cursorAnswer } from '../wire/batch.ts';
import type { Command } from './context.ts';

/** `getMore`: the next batch of a cursor. */
export const getMore: Command = {
  fields: ['collection', 'batchSize', 'term', 'lastKnownCommittedOpTime'],
  async run({ server, database, args, maxTimeMs }) {
    const id = args.required('getMore', args.long('getMore'));
    const namespace = `${database}.${args.required('collection', args.string('collection'))}`;
    if (maxTimeMs) throw badValue('cannot set maxTimeMS on getMore command for a non-awaitData cursor');
    const cursor = server.cursors.get(id, namespace);
    cursor.busy = true;
    try {
      const size = args.count('batchSize') || Number.POSITIVE_INFINITY;
      const { documents, ended } = await cursor.reader.read(size, deadlineIn(cursor.maxTimeMs));
      if (ended) server.cursors.kill(id);
      return cursorAnswer('nextBatch', documents, ended ? 0n : id, namespace);
    } catch (error) {
      server.cursors.kill(id);
      throw error;
    } finally {
      release(cursor);
    }
  },
};

function release(cursor: Cursor): void {
  cursor.busy = false;
  cursor.lastUsed = Date.now();
}

/** `killCursors`. */
export const killCursors: Command = {
  fields: ['cursors'],
  run({ server, args }) {
    const cursorsKilled: Long[] = [];
    const cursorsNotFound: Long[] = [];
    for (const value of args.required('cursors', args.array('cursors'))) {
      if (value.type !== BsonType.long)
        throw typeMismatch("BSON field 'killCursors.cursors' must hold longs");
      const id = new DataView(value.bytes.buffer, value.bytes.byteOffset + value.start).getBigInt64(0, true);
      (server.cursors.kill(id) ? cursorsKilled : cursorsNotFound).push(Long.fromBigInt(id));
    }
    return okAnswer({ cursorsKilled, cursorsNotFound, cursorsAlive: [], cursorsUnknown: [] });
  },
};
