import mongoose, {
  type Connection,
  type IndexDefinition,
  type IndexOptions,
  type Model,
  Schema,
  type SchemaDefinition,
} from 'mongoose';

/** The desk's connection; models are made on it, so two desks in one process never share one. */
export interface Database {
  readonly connection: Connection;
}

/** One index and the query it serves; `serves` is what a reader wants to know before removing it. */
export interface IndexPlan {
  keys: IndexDefinition;
  serves: string;
  unique?: true;
  partialFilterExpression?: IndexOptions['partialFilterExpression'];
  expireAfterSeconds?: number;
}

/** A collection of the desk: its name, schema and indexes. */
export interface DefinedModel {
  readonly name: string;
  readonly schema: Schema;
  readonly indexes: readonly IndexPlan[];
}

const defined = new Map<string, DefinedModel>();

/** All collections that code loaded so far has defined, for `migrate` and the index tests. */
export function definedModels(): DefinedModel[] {
  return [...defined.values()];
}

/** Marks query operators written by us as safe; anything else that looks like an operator is compared as a plain value. */
export const trusted = mongoose.trusted.bind(mongoose);

/** Whether a guarded write found its document as it was expected to be. */
export async function matched(write: PromiseLike<{ matchedCount: number }>): Promise<boolean> {
  const { matchedCount } = await write;
  return matchedCount > 0;
}

/**
 * Defines a collection whose documents belong to a workspace. `workspace` is added to every schema and is the shard key,
 * so each filter and each unique index begins with it. Unknown fields are errors, in documents and in filters.
 */
export function defineModel<Fields>(
  name: string,
  definition: SchemaDefinition,
  indexes: readonly IndexPlan[],
): (database: Database) => Model<Fields & { workspace: string }> {
  const schema = new Schema(
    { ...definition, workspace: { type: String, required: true } },
    {
      collection: name,
      strict: 'throw',
      strictQuery: 'throw',
      versionKey: false,
      minimize: false,
      autoIndex: false,
      autoCreate: false,
      shardKey: { workspace: 1 },
    },
  );
  defined.set(name, { name, schema, indexes });
  return (database) =>
    (database.connection.models[name] ?? database.connection.model(name, schema)) as unknown as Model<
      Fields & { workspace: string }
    >;
}
