import { after } from '../execute/slices.ts';
import type { BatchReader } from '../server/cursors.ts';
import { cursorAnswer } from '../wire/batch.ts';
import type { Answer, CommandContext } from './context.ts';

/** Documents of a first batch when the client does not say (MongoDB's default). */
export const FIRST_BATCH = 101;

/** The first batch of a new cursor, which stays open when there is more. */
export function openCursor(
  context: CommandContext,
  namespace: string,
  reader: BatchReader,
  options: { batchSize: number; single?: boolean; noTimeout?: boolean },
): Answer {
  return after(reader.read(options.batchSize, context.deadline), ({ documents, ended }) => {
    if (ended || options.single) {
      reader.close();
      return cursorAnswer('firstBatch', documents, 0n, namespace);
    }
    const { session, maxTimeMs } = context;
    const { id } = context.server.cursors.add({
      namespace,
      reader,
      session,
      maxTimeMs,
      noTimeout: options.noTimeout ?? false,
    });
    return cursorAnswer('firstBatch', documents, id, namespace);
  });
}
