import type { OperatorTable } from './operator.ts';
import { arithmeticOperators } from './operators/arithmetic.ts';
import { arrayOperators } from './operators/array.ts';
import { comparisonOperators } from './operators/comparison.ts';
import { controlOperators } from './operators/control.ts';
import { convertOperators } from './operators/convert.ts';
import { dateArithmeticOperators } from './operators/date-arithmetic.ts';
import { datePartOperators } from './operators/date-parts.ts';
import { dateTextOperators } from './operators/date-text.ts';
import { iterationOperators } from './operators/iteration.ts';
import { mathOperators } from './operators/math.ts';
import { objectOperators } from './operators/object.ts';
import { regexOperators } from './operators/regex.ts';
import { roundingOperators } from './operators/rounding.ts';
import { setOperators } from './operators/set.ts';
import { stringOperators } from './operators/string.ts';
import { summaryOperators } from './operators/summary.ts';

/** Every expression operator this server has; docs/embedded-mongodb.md lists the same names. */
export const OPERATORS: OperatorTable = {
  ...arithmeticOperators,
  ...roundingOperators,
  ...mathOperators,
  ...comparisonOperators,
  ...controlOperators,
  ...arrayOperators,
  ...iterationOperators,
  ...setOperators,
  ...stringOperators,
  ...regexOperators,
  ...objectOperators,
  ...convertOperators,
  ...datePartOperators,
  ...dateTextOperators,
  ...dateArithmeticOperators,
  ...summaryOperators,
};

/** Expression operators of MongoDB 7.0 that are refused with 238. */
export const REFUSED_OPERATORS: ReadonlySet<string> = new Set([
  '$accumulator',
  '$binarySize',
  '$bitAnd',
  '$bitNot',
  '$bitOr',
  '$bitXor',
  '$bsonSize',
  '$function',
  '$median',
  '$meta',
  '$percentile',
  '$sampleRate',
  '$toHashedIndexKey',
  '$tsIncrement',
  '$tsSecond',
]);
