import type { Evaluator } from '../aggregation/expression/scope.ts';
import { MongoError } from '../errors.ts';
import { compileFilter } from '../query/filter.ts';
import { findElement } from '../values/path.ts';
import { BsonType, buildArray, buildDocument, elementsOf, getField, type RawValue } from '../values/raw.ts';
import { typeName } from '../values/type-name.ts';

/** `{ field: { $elemMatch: … } }`: the first element that matches, in a list of its own; no field when there is none. */
export function elemMatchEvaluator(field: string, condition: RawValue): Evaluator {
  const [argument] = elementsOf(condition);
  if (argument?.value.type !== BsonType.object) {
    const type = argument ? typeName(argument.value.type) : 'missing';
    throw new MongoError(31274, `elemMatch: Invalid argument, object required, but got ${type}`);
  }
  const filter = compileFilter(buildDocument([[field, condition]]));
  return ({ root }) => {
    const array = getField(root, field);
    if (array?.type !== BsonType.array) return undefined;
    let found: RawValue | undefined;
    findElement(array, (element) => {
      const alone = buildArray([element]);
      if (filter.matches(buildDocument([[field, alone]]))) found = alone;
      return found !== undefined;
    });
    return found;
  };
}
