import { insertNew } from '../execute/write.ts';
import type { RawDocument } from '../values/raw.ts';
import type { Command } from './context.ts';
import { statementsOf, writeBatch } from './write-batch.ts';

/** `insert`: each document with its index entries is one write. */
export const insert: Command = {
  fields: ['documents', 'ordered', 'bypassDocumentValidation'],
  writes: true,
  run(context) {
    const { server, database, args } = context;
    const name = args.collection();
    const place = { store: server.store, database, name };
    const documents = statementsOf(context, 'documents');
    let inserted = 0;
    const write = (index: number) => {
      insertNew(place, documents[index] as RawDocument);
      inserted += 1;
    };
    return writeBatch(context, documents.length, write, () => ({ n: inserted }));
  },
};
