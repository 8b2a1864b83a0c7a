import type { RawDocument, RawValue } from '../../values/raw.ts';

/** Documents a few hundred at a time, because a turn of the event loop for every one costs more than most stages. */
export type Batch = readonly RawDocument[];
export type Batches = AsyncIterable<Batch>;

/** What the front of a pipeline asks of a collection, so that the planner can use its indexes. */
export interface FindRequest {
  readonly filter?: RawDocument;
  readonly sort?: RawDocument;
  readonly skip?: number;
  readonly limit?: number;
  readonly hint?: RawValue;
  /** The values of `let`, for `$expr` in the filter. */
  readonly variables?: RawDocument;
}

/** Where `$out` and `$merge` write. Duplicate keys are errors 11000, as for any write. */
export interface WriteTarget {
  /** Makes these documents the whole content, all at once, keeping the collection's indexes. */
  replaceAll(documents: Batches): Promise<void>;
  insert(document: RawDocument): Promise<void>;
  /** One update without upsert: `update` is a replacement, operators, or a pipeline (an array). Answers whether one matched. */
  update(filter: RawDocument, update: RawValue, variables: RawDocument): Promise<boolean>;
  /** True when a unique index covers exactly these fields, or they are `_id` alone. */
  hasUniqueIndex(fields: readonly string[]): boolean;
}

/** A collection as a pipeline sees it. One that does not exist is empty. */
export interface AggregationSource {
  find(request: FindRequest): Batches;
  /** How many documents `find` would answer; from an index where it can. */
  count(request: FindRequest): Promise<number>;
  /** Another collection, of the same database unless one is named. */
  other(collection: string, database?: string): AggregationSource;
  target(): WriteTarget;
}
