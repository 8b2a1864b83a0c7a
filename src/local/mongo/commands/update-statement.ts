import { failedToParse, notSupported } from '../errors.ts';
import type { Filter } from '../query/filter.ts';
import { compileUpdate, type Update } from '../update/update.ts';
import { BsonType, type RawDocument, type RawValue, subdocument } from '../values/raw.ts';

/** What changes documents: operators, a replacement or a pipeline. */
export interface Change extends Pick<Update, 'apply' | 'upsert'> {
  readonly isReplacement: boolean;
}

/** Compiles the `u` of an update, or the `update` of a findAndModify. */
export function compileChange(
  update: RawValue,
  options: {
    filter: Filter;
    arrayFilters: RawDocument[] | undefined;
    variables: RawDocument | undefined;
    constants: RawDocument | undefined;
  },
): Change {
  const { filter, arrayFilters } = options;
  if (update.type === BsonType.array) {
    if (arrayFilters) throw failedToParse('arrayFilters may not be specified for pipeline-syle updates');
    throw notSupported('an update by a pipeline');
  }
  if (update.type !== BsonType.object) {
    throw failedToParse('Update argument must be either an object or an array');
  }
  const compiled = compileUpdate(subdocument(update), { filter, arrayFilters });
  const isReplacement = compiled.kind === 'replacement';
  if (isReplacement && arrayFilters)
    throw failedToParse('arrayFilters may not be specified for replacement-style updates');
  return { isReplacement, apply: (doc) => compiled.apply(doc), upsert: () => compiled.upsert() };
}
