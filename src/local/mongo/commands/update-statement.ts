import { compilePipelineUpdate } from '../aggregation/pipeline-update.ts';
import { failedToParse, MongoError } from '../errors.ts';
import type { Filter } from '../query/filter.ts';
import { seedOf } from '../update/equalities.ts';
import { checkStorable } from '../update/storable.ts';
import { compileUpdate, type Update } from '../update/update.ts';
import { compareValues } from '../values/compare.ts';
import {
  BsonType,
  buildDocument,
  elements,
  getField,
  type RawDocument,
  type RawElement,
  type RawValue,
  subdocument,
} from '../values/raw.ts';

/** What changes documents: operators, a replacement or a pipeline. */
export interface Change extends Pick<Update, 'apply' | 'upsert'> {
  readonly isReplacement: boolean;
}

interface ChangeOptions {
  readonly filter: Filter;
  readonly arrayFilters: RawDocument[] | undefined;
  /** The values of `let`. */
  readonly variables: RawDocument;
  /** The `c` of an update by a pipeline: more variables. */
  readonly constants: RawDocument | undefined;
}

/** Compiles the `u` of an update, or the `update` of a findAndModify. */
export function compileChange(update: RawValue, options: ChangeOptions): Change {
  const { filter, arrayFilters, constants } = options;
  if (update.type === BsonType.array) {
    if (arrayFilters) throw failedToParse('arrayFilters may not be specified for pipeline-syle updates');
    return pipelineChange(update, options);
  }
  if (constants) throw new MongoError(51198, 'Constant values may only be specified for pipeline updates');
  if (update.type !== BsonType.object) {
    throw failedToParse('Update argument must be either an object or an array');
  }
  const compiled = compileUpdate(subdocument(update), { filter, ...(arrayFilters && { arrayFilters }) });
  const isReplacement = compiled.kind === 'replacement';
  if (isReplacement && arrayFilters) {
    throw failedToParse('arrayFilters may not be specified for replacement-style updates');
  }
  return { isReplacement, apply: (doc) => compiled.apply(doc), upsert: () => compiled.upsert() };
}

function pipelineChange(pipeline: RawValue, { filter, variables, constants }: ChangeOptions): Change {
  const all = constants
    ? buildDocument([...elements(variables), ...elements(constants)].map(entryOf))
    : variables;
  const change = compilePipelineUpdate(pipeline, all);
  return {
    isReplacement: false,
    apply: (doc) => {
      const document = withSameId(doc, change(doc));
      if (Buffer.compare(document, doc) === 0) return { document: doc, changed: false };
      checkStorable(document);
      return { document, changed: true };
    },
    upsert: () => {
      const seed = seedOf(filter.root).toDocument();
      return withSameId(seed, change(seed));
    },
  };
}

const entryOf = ({ name, value }: RawElement): [string, RawValue] => [name, value];

/** A pipeline that drops `_id` leaves it as it was; one that changes it is refused (66). */
function withSameId(before: RawDocument, after: RawDocument): RawDocument {
  const [had, has] = [getField(before, '_id'), getField(after, '_id')];
  if (!had) return after;
  if (!has) return buildDocument([['_id', had], ...elements(after).map(entryOf)]);
  if (compareValues(had, has) === 0) return after;
  throw new MongoError(66, "Performing an update on the path '_id' would modify the immutable field '_id'");
}
