import { EJSON } from 'bson';
import {
  type AggregationSource,
  compilePipeline,
  type FindRequest,
} from '../../../../src/local/mongo/aggregation/pipeline.ts';
import { MongoError } from '../../../../src/local/mongo/errors.ts';
import { compileFilter } from '../../../../src/local/mongo/query/filter.ts';
import { compileSort } from '../../../../src/local/mongo/sort/sort.ts';
import { groupKey } from '../../../../src/local/mongo/values/key.ts';
import {
  documentFromJs,
  documentToJs,
  fromJs,
  getField,
  NULL_VALUE,
  type RawDocument,
  toJs,
} from '../../../../src/local/mongo/values/raw.ts';

/** Collections in memory, as a pipeline sees them; every request is kept so that tests can look at it. */
export class MemoryDatabase {
  readonly collections = new Map<string, RawDocument[]>();
  readonly requests: FindRequest[] = [];

  constructor(collections: Record<string, Array<Record<string, unknown>>> = {}) {
    for (const [name, docs] of Object.entries(collections)) {
      this.collections.set(
        name,
        docs.map((doc) => documentFromJs(doc)),
      );
    }
  }

  #answer(name: string, request: FindRequest): RawDocument[] {
    this.requests.push(request);
    const { filter, sort, skip = 0, limit, variables } = request;
    let docs = [...(this.collections.get(name) ?? [])];
    if (filter) {
      const compiled = compileFilter(filter, variables ? { variables } : {});
      docs = docs.filter((doc) => compiled.matches(doc));
    }
    if (sort) docs.sort(compileSort(sort).compare);
    return docs.slice(skip, limit === undefined ? undefined : skip + limit);
  }

  source(name: string): AggregationSource {
    const answer = (request: FindRequest) => this.#answer(name, request);
    return {
      async *find(request) {
        const docs = answer(request);
        // small batches, so that stages meet several
        for (let at = 0; at < docs.length; at += 3) yield docs.slice(at, at + 3);
      },
      count: async (request) => answer(request).length,
      other: (other) => this.source(other),
      target: () => ({
        replaceAll: async (batches) => {
          const all: RawDocument[] = [];
          for await (const batch of batches) all.push(...batch);
          this.collections.set(name, all);
        },
        insert: async (doc) => {
          const id = groupKey(getField(doc, '_id') ?? NULL_VALUE);
          const docs = this.collections.get(name) ?? [];
          if (docs.some((other) => groupKey(getField(other, '_id') ?? NULL_VALUE) === id)) {
            throw new MongoError(11000, 'E11000 duplicate key error');
          }
          this.collections.set(name, [...docs, doc]);
        },
        update: async () => {
          throw new Error('updates are tested against the server');
        },
        hasUniqueIndex: () => true,
      }),
    };
  }

  /** Runs a pipeline to its end and answers the documents in relaxed extended JSON. */
  async aggregate(
    name: string,
    pipeline: unknown[],
    variables?: Record<string, unknown>,
  ): Promise<unknown[]> {
    const compiled = compilePipeline(fromJs(pipeline), variables && documentFromJs(variables));
    const found: unknown[] = [];
    for await (const batch of compiled.run(this.source(name))) {
      for (const doc of batch) found.push(EJSON.serialize(documentToJs(doc), { relaxed: true }));
    }
    return found;
  }
}

/** The code of the error a pipeline ends with. */
export async function codeOf(run: () => Promise<unknown>): Promise<number | undefined> {
  try {
    await run();
  } catch (error) {
    if (error instanceof MongoError) return error.code;
    throw error;
  }
  return undefined;
}

/** A value in canonical extended JSON, which tells Int32, Long, Double and Decimal128 apart. */
export function canonical(value: Parameters<typeof toJs>[0] | undefined): unknown {
  return value === undefined ? 'missing' : EJSON.serialize({ v: toJs(value) }, { relaxed: false }).v;
}
