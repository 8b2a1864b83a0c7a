import { ObjectId } from 'bson';
import { MongoError } from '../errors.ts';
import type { Filter } from '../query/filter.ts';
import { compareValues } from '../values/compare.ts';
import {
  asValue,
  buildDocument,
  elements,
  fromJs,
  getField,
  type RawDocument,
  type RawElement,
  type RawValue,
} from '../values/raw.ts';
import { show } from '../values/show.ts';
import { isEmptyTimestamp, timestampAt } from '../values/timestamp.ts';
import { seedOf } from './equalities.ts';
import { identical } from './identical.ts';
import { checkDocumentId, checkStorable } from './storable.ts';
import type { Update } from './update.ts';

/** A Timestamp of zero in a field at the top means now. */
function withTime({ name, value }: RawElement): [string, RawValue] {
  return [name, isEmptyTimestamp(value) ? timestampAt(Date.now()) : value];
}

function checkNames(fields: readonly RawElement[]): void {
  for (const { name } of fields) {
    if (name.startsWith('$')) {
      throw new MongoError(
        52,
        `The dollar ($) prefixed field '${name}' in '${name}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`,
      );
    }
  }
}

/** Compiles a replacement: all fields but `_id` are exchanged, and `_id` may not change (66). */
export function compileReplacement(replacement: RawDocument, filter: Filter): Update {
  const fields = elements(replacement);
  checkNames(fields);
  const id = getField(replacement, '_id');
  const others = fields.filter(({ name }) => name !== '_id').map(withTime);
  const withId = (existing: RawValue | undefined): RawDocument => {
    if (id && existing && compareValues(id, existing) !== 0) {
      throw new MongoError(
        66,
        `After applying the update, the (immutable) field '_id' was found to have been altered to _id: ${show(id)}`,
      );
    }
    const document = buildDocument([['_id', id ?? existing ?? fromJs(new ObjectId())], ...others]);
    checkDocumentId(document);
    checkStorable(document);
    return document;
  };
  return {
    kind: 'replacement',
    apply: (doc) => {
      const document = withId(getField(doc, '_id'));
      if (identical(asValue(doc), asValue(document))) return { document: doc, changed: false };
      return { document, changed: true };
    },
    upsert: () => withId(getField(seedOf(filter.root, '_id').toDocument(), '_id')),
  };
}
