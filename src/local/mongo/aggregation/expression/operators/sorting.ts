import { badValue, MongoError } from '../../../errors.ts';
import { compareValues } from '../../../values/compare.ts';
import { toInteger } from '../../../values/number.ts';
import { BsonType, elementsOf, NULL_VALUE, type RawValue } from '../../../values/raw.ts';
import { parsePath, readPath } from '../path.ts';

function direction(value: RawValue): 1 | -1 {
  const whole = toInteger(value);
  if (whole !== 1n && whole !== -1n)
    throw new MongoError(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
  return whole === 1n ? 1 : -1;
}

/** The order of `sortBy` in `$sortArray`, `$topN` and the like: 1 or -1 for whole values, or a document of paths. */
function compileOrder(sortBy: RawValue): (a: RawValue, b: RawValue) => number {
  if (sortBy.type !== BsonType.object) {
    const sign = direction(sortBy);
    return (a, b) => sign * compareValues(a, b);
  }
  const keys = elementsOf(sortBy).map(({ name, value }) => ({
    path: parsePath(name),
    sign: direction(value),
  }));
  if (keys.length === 0) throw badValue('sortBy must name at least one field');
  return (a, b) => {
    for (const { path, sign } of keys) {
      const order = compareValues(readPath(a, path) ?? NULL_VALUE, readPath(b, path) ?? NULL_VALUE);
      if (order !== 0) return sign * order;
    }
    return 0;
  };
}

/** Sorts the members of an array; equal ones stay in place. */
export function sortMembers(sortBy: RawValue): (members: RawValue[]) => RawValue[] {
  const compare = compileOrder(sortBy);
  return (members) => [...members].sort(compare);
}
