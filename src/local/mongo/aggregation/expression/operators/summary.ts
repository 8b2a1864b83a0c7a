import { BsonType } from '../../../values/raw.ts';
import { average, deviation, sum } from '../../accumulators/numeric.ts';
import { max, min } from '../../accumulators/pick.ts';
import type { State } from '../../accumulators/state.ts';
import { listOperator, type Operator, type OperatorTable } from '../operator.ts';
import { members } from '../values.ts';

/** An accumulator used as an expression: over the members of one array, or over its arguments. */
function over(create: () => State): Operator {
  return listOperator(0, Number.POSITIVE_INFINITY, (values) => {
    const state = create();
    const [only] = values;
    const all = values.length === 1 && only?.type === BsonType.array ? members(only) : values;
    for (const value of all) state.add(value);
    return state.result();
  });
}

export const summaryOperators: OperatorTable = {
  $sum: over(sum),
  $avg: over(average),
  $min: over(min),
  $max: over(max),
  $stdDevPop: over(deviation(false)),
  $stdDevSamp: over(deviation(true)),
};
