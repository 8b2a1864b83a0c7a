import type { Connection } from 'mongoose';

type Document = Record<string, unknown>;

/** A query as the driver got it, kept once per shape. */
interface Query {
  collection: string;
  method: string;
  filter: Document;
  sort?: Document;
  pipeline?: Document[];
  upsert: boolean;
}

/** Collections that do not belong to one workspace: the lease of the migration. */
const ofNoWorkspace = new Set(['leases']);

const filtered = new Set([
  'find',
  'findOne',
  'findOneAndUpdate',
  'findOneAndDelete',
  'findOneAndReplace',
  'updateOne',
  'updateMany',
  'replaceOne',
  'deleteOne',
  'deleteMany',
  'countDocuments',
  'distinct',
]);

/**
 * Listens to every query a desk makes, so that each test that uses one also proves that no query scans a collection,
 * that each begins with its workspace, and that each upsert is covered by a unique index.
 */
export class QueryWatch {
  readonly #connection: Connection;
  readonly #seen = new Map<string, Query>();

  constructor(connection: Connection) {
    this.#connection = connection;
    connection.set('debug', (collection: string, method: string, ...parts: unknown[]) =>
      this.#note(collection, method, parts),
    );
  }

  /** Explains what was seen. One line for each fault. */
  async faults(): Promise<string[]> {
    this.#connection.set('debug', false);
    const faults: string[] = [];
    for (const query of this.#seen.values()) {
      const told = `${query.collection}.${query.method} ${JSON.stringify(query.pipeline ?? query.filter)} sort ${JSON.stringify(query.sort ?? {})}`;
      if (!this.#beginsWithWorkspace(query)) faults.push(`does not begin with its workspace: ${told}`);
      if (await this.#scans(query)) faults.push(`scans the collection: ${told}`);
      if (query.upsert && !(await this.#isCovered(query)))
        faults.push(`upsert without a unique index: ${told}`);
    }
    return faults;
  }

  #note(collection: string, method: string, parts: unknown[]): void {
    if (method === 'bulkWrite') {
      for (const operation of parts[0] as Record<string, { filter?: Document; upsert?: boolean }>[]) {
        for (const [name, { filter, upsert }] of Object.entries(operation)) {
          if (filter) this.#keep({ collection, method: name, filter, upsert: upsert === true });
        }
      }
    } else if (method === 'aggregate') {
      const pipeline = parts[0] as Document[];
      this.#keep({
        collection,
        method,
        filter: (pipeline[0]?.$match ?? {}) as Document,
        pipeline,
        upsert: false,
      });
    } else if (filtered.has(method)) {
      const options = (parts.at(-1) ?? {}) as { sort?: Document; upsert?: boolean };
      const filter = (method === 'distinct' ? parts[1] : parts[0]) as Document;
      const sort = options.sort && Object.keys(options.sort).length > 0 ? { sort: options.sort } : {};
      this.#keep({ collection, method, filter, ...sort, upsert: options.upsert === true });
    }
  }

  #keep(query: Query): void {
    const shape = `${query.collection} ${query.method} ${shapeOf(query.pipeline ?? query.filter)} ${JSON.stringify(query.sort)} ${query.upsert}`;
    if (!this.#seen.has(shape)) this.#seen.set(shape, query);
  }

  #beginsWithWorkspace({ collection, filter }: Query): boolean {
    return ofNoWorkspace.has(collection) || Object.keys(filter)[0] === 'workspace';
  }

  async #scans(query: Query): Promise<boolean> {
    const { collection, filter, sort, pipeline } = query;
    const command = pipeline
      ? { aggregate: collection, pipeline, cursor: {} }
      : { find: collection, filter, ...(sort ? { sort: sortNumbers(sort) } : {}) };
    const plan = await this.#connection.db?.command({ explain: command, verbosity: 'queryPlanner' });
    return JSON.stringify(plan).includes('COLLSCAN') && (await this.#exists(collection));
  }

  async #exists(collection: string): Promise<boolean> {
    const found = await this.#connection.db?.listCollections({ name: collection }).toArray();
    return (found?.length ?? 0) > 0;
  }

  async #isCovered({ collection, filter }: Query): Promise<boolean> {
    const indexes = (await this.#connection.db?.collection(collection).indexes()) ?? [];
    const given = new Set(Object.keys(filter));
    return indexes.some(
      (index) =>
        (index.unique || index.name === '_id_') && Object.keys(index.key).every((key) => given.has(key)),
    );
  }
}

/** Field names and operators without values: two queries of one shape are served by the same index. */
function shapeOf(value: unknown): string {
  if (Array.isArray(value)) return `[${[...new Set(value.map(shapeOf))].join()}]`;
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype)
    return '?';
  return `{${Object.entries(value)
    .map(([key, inner]) => `${key}:${shapeOf(inner)}`)
    .join()}}`;
}

function sortNumbers(sort: Document): Document {
  return Object.fromEntries(Object.entries(sort).map(([key, direction]) => [key, Number(direction)]));
}
