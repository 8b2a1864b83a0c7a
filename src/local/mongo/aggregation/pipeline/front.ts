import { toNumber } from '../../values/number.ts';
import {
  asValue,
  BsonType,
  buildArray,
  buildDocument,
  elementsOf,
  fieldAt,
  type RawDocument,
  type RawValue,
  subdocument,
} from '../../values/raw.ts';
import { countField, countValue, limitOf, skipOf } from '../stages/paging.ts';
import type { CompiledStage } from './reorder.ts';
import type { FindRequest } from './source.ts';

/** The stages at the front that a collection can answer itself, as one request, and those that are left. */
export interface Front {
  readonly request: FindRequest;
  readonly rest: readonly CompiledStage[];
}

/** Takes `$match`es, a `$sort`, then `$skip` and `$limit` off the front. */
export function splitFront(stages: readonly CompiledStage[]): Front {
  const left = [...stages];
  const filters: RawDocument[] = [];
  while (left[0]?.written.name === '$match') filters.push(subdocument(take(left)));
  const sort = left[0]?.written.name === '$sort' ? subdocument(take(left)) : undefined;
  let skip = 0;
  let limit: number | undefined;
  for (
    let name = left[0]?.written.name;
    name === '$skip' || name === '$limit';
    name = left[0]?.written.name
  ) {
    if (name === '$limit') limit = Math.min(limit ?? Number.POSITIVE_INFINITY, limitOf(take(left)));
    else {
      const more = skipOf(nextSpec(left));
      if (limit !== undefined && limit <= more) break;
      take(left);
      skip += more;
      if (limit !== undefined) limit -= more;
    }
  }
  const filter = allOf(filters);
  return {
    request: {
      ...(filter && { filter }),
      ...(sort && { sort }),
      ...(skip > 0 && { skip }),
      ...(limit !== undefined && { limit }),
    },
    rest: left,
  };
}

const nextSpec = (stages: readonly CompiledStage[]): RawValue => (stages[0] as CompiledStage).written.spec;

function take(stages: CompiledStage[]): RawValue {
  const spec = nextSpec(stages);
  stages.shift();
  return spec;
}

/** One filter that asks for all of these; undefined for none. */
export function allOf(filters: ReadonlyArray<RawDocument | undefined>): RawDocument | undefined {
  const given = filters.filter((filter) => filter !== undefined);
  if (given.length < 2) return given[0];
  return buildDocument([['$and', buildArray(given.map((filter) => asValue(filter)))]]);
}

/**
 * The document that a number of documents becomes when the stage only counts them: a `$count`, or the
 * `{ _id: 1, n: { $sum: 1 } }` of the drivers' countDocuments. Undefined for every other stage.
 */
export function countingStage({
  written: { name, spec },
}: CompiledStage): ((n: number) => RawDocument) | undefined {
  if (name === '$count') {
    const field = countField(spec);
    return (n) => buildDocument([[field, countValue(n)]]);
  }
  if (name !== '$group') return undefined;
  const [id, sum, ...others] = elementsOf(spec);
  if (id?.name !== '_id' || !isConstant(id.value) || !sum || others.length > 0) return undefined;
  const one =
    sum.value.type === BsonType.object ? fieldAt(sum.value.bytes, sum.value.start, '$sum') : undefined;
  if (one?.type !== BsonType.int || toNumber(one) !== 1 || elementsOf(sum.value).length !== 1)
    return undefined;
  return (n) =>
    buildDocument([
      ['_id', id.value],
      [sum.name, countValue(n)],
    ]);
}

const isConstant = ({ type }: RawValue) =>
  type === BsonType.null || type === BsonType.int || type === BsonType.double || type === BsonType.boolean;
