import { compileFilter } from '../query/filter.ts';
import { documentFromJs } from '../values/raw.ts';
import { okAnswer } from '../wire/answer.ts';
import type { Command } from './context.ts';
import { databaseBytes } from './sizes.ts';

/** `listDatabases`, with a filter over the documents it shows. */
export const listDatabases: Command = {
  fields: ['filter', 'nameOnly', 'authorizedDatabases'],
  adminOnly: true,
  run({ server, args }) {
    const filter = args.document('filter');
    const matches = filter && compileFilter(filter).matches;
    const nameOnly = args.boolean('nameOnly') ?? false;
    const shown = server.store.catalog
      .databases()
      .map((name) => {
        if (nameOnly) return { name, sizeOnDisk: undefined };
        const sizeOnDisk = databaseBytes(server.store, name);
        return { name, sizeOnDisk, empty: false };
      })
      .filter((database) => !matches || matches(documentFromJs(database)));
    if (nameOnly) return okAnswer({ databases: shown });
    const totalSize = shown.reduce((sum, database) => sum + (database.sizeOnDisk ?? 0), 0);
    return okAnswer({ databases: shown, totalSize, totalSizeMb: Math.round(totalSize / 1024 ** 2) });
  },
};
