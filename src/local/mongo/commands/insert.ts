import { newDocument } from '../storage/new-document.ts';
import type { Command } from './context.ts';
import { statementsOf, writeBatch } from './write-batch.ts';

/** `insert`: each document with its index entries is one write. */
export const insert: Command = {
  fields: ['documents', 'ordered', 'bypassDocumentValidation'],
  run(context) {
    const { server, database, args } = context;
    const { transactions, catalog } = server.store;
    const name = args.required('insert', args.string('insert'));
    const documents = statementsOf(context, 'documents');
    let inserted = 0;
    const write = (index: number) => {
      const document = newDocument(documents[index] as Uint8Array);
      const collection =
        catalog.find(database, name) ?? transactions.run(() => catalog.obtain(database, name));
      transactions.run(() => collection.insert(document));
      inserted += 1;
    };
    return writeBatch(context, documents.length, write, () => ({ n: inserted }));
  },
};
