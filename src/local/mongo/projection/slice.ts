import { MongoError } from '../errors.ts';
import { toNumber } from '../values/number.ts';
import { asValue, BsonType, buildArray, buildDocument, elementsOf, type RawValue } from '../values/raw.ts';

/** `$slice: limit` or `$slice: [skip, limit]`; negative numbers count from the end. */
export interface Slice {
  readonly skip: number | undefined;
  readonly limit: number;
}

const asInt32 = (value: RawValue): number =>
  Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, Math.trunc(toNumber(value) ?? 0)));

/** Parses the numbers of `$slice`. Errors 31272 and 31259 as in MongoDB. */
export function parseSlice(value: RawValue): Slice {
  if (value.type !== BsonType.array) return { skip: undefined, limit: asInt32(value) };
  const [skip, limit, ...more] = elementsOf(value).map((element) => asInt32(element.value));
  if (skip === undefined || limit === undefined || more.length > 0) {
    throw new MongoError(31272, '$slice array argument should be of form [skip, limit]');
  }
  if (limit <= 0) throw new MongoError(31259, `$slice limit must be positive, got ${limit}`);
  return { skip, limit };
}

function cut<T>(members: T[], { skip, limit }: Slice): T[] {
  if (skip === undefined) {
    if (limit === 0) return [];
    return limit > 0 ? members.slice(0, limit) : members.slice(limit);
  }
  const from = skip < 0 ? Math.max(members.length + skip, 0) : skip;
  return members.slice(from, from + limit);
}

/** Replaces the value at the end of a path; arrays on the way are entered, and what is not there stays so. */
export function mapAt(
  value: RawValue,
  steps: readonly string[],
  change: (value: RawValue) => RawValue,
): RawValue {
  const [step, ...rest] = steps;
  if (step === undefined) return change(value);
  if (value.type === BsonType.array) {
    return buildArray(elementsOf(value).map((element) => mapAt(element.value, steps, change)));
  }
  if (value.type !== BsonType.object) return value;
  return asValue(
    buildDocument(
      elementsOf(value).map(({ name, value: inner }) => [
        name,
        name === step ? mapAt(inner, rest, change) : inner,
      ]),
    ),
  );
}

/** The array with only the elements of the slice; other values as they are. */
export function sliceOf(value: RawValue, slice: Slice): RawValue {
  if (value.type !== BsonType.array) return value;
  return buildArray(cut(elementsOf(value), slice).map((element) => element.value));
}
