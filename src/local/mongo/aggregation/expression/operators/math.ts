import { MongoError, notSupported } from '../../../errors.ts';
import { asDouble, isNumeric } from '../../../values/arithmetic.ts';
import { doubleValue } from '../../../values/number.ts';
import { BsonType, type RawValue } from '../../../values/raw.ts';
import {
  listOperator,
  type Operator,
  type OperatorTable,
  strictOperator,
  unaryOperator,
} from '../operator.ts';
import { typeName } from '../values.ts';

/** The Double of an argument; Decimal128 functions beyond the four basic ones are not here. */
function argument(value: RawValue, name: string, code = 28765): number {
  if (!isNumeric(value))
    throw new MongoError(code, `${name} only supports numeric types, not ${typeName(value)}`);
  if (value.type === BsonType.decimal) throw notSupported(`a Decimal128 in ${name}`);
  return asDouble(value);
}

/** A function of one Double, with the bounds its argument must keep (error 50989 as in expression_trigonometric.h). */
function real(compute: (n: number) => number, low?: number, high = Number.POSITIVE_INFINITY): Operator {
  return unaryOperator((value, name) => {
    const n = argument(value, name);
    if (low !== undefined && (n < low || n > high)) {
      throw new MongoError(50989, `cannot apply ${name} to ${n}, value must be in [${low},${high}]`);
    }
    return doubleValue(compute(n));
  });
}

/** Sine, cosine and tangent: no value at infinity. */
function circular(compute: (n: number) => number): Operator {
  return unaryOperator((value, name) => {
    const n = argument(value, name);
    if (Math.abs(n) === Number.POSITIVE_INFINITY) {
      throw new MongoError(50989, `cannot apply ${name} to ${n}, value must be in (-inf,inf)`);
    }
    return doubleValue(compute(n));
  });
}

/** A function that wants a positive number, or none below zero. */
function positive(compute: (n: number) => number, code: number, zero: boolean, message: string): Operator {
  return unaryOperator((value, name) => {
    const n = argument(value, name);
    if (n < 0 || (n === 0 && !zero)) throw new MongoError(code, `${message}${n}`);
    return doubleValue(compute(n));
  });
}

function logarithm(value: RawValue, base: RawValue): RawValue {
  const n = argument(value, '$log', 28756);
  const by = argument(base, '$log', 28757);
  if (n <= 0) throw new MongoError(28758, `$log's argument must be a positive number, but is ${n}`);
  if (by <= 0 || by === 1)
    throw new MongoError(28759, `$log's base must be a positive number not equal to 1, but is ${by}`);
  return doubleValue(Math.log(n) / Math.log(by));
}

export const mathOperators: OperatorTable = {
  $exp: real(Math.exp),
  $ln: positive(Math.log, 28766, false, "$ln's argument must be a positive number, but is "),
  $log: strictOperator(2, 2, ([value, base]) => logarithm(value as RawValue, base as RawValue)),
  $log10: positive(Math.log10, 28761, false, "$log10's argument must be a positive number, but is "),
  $sqrt: positive(Math.sqrt, 28714, true, "$sqrt's argument must be greater than or equal to 0, but is "),
  $sin: circular(Math.sin),
  $cos: circular(Math.cos),
  $tan: circular(Math.tan),
  $asin: real(Math.asin, -1, 1),
  $acos: real(Math.acos, -1, 1),
  $atan: real(Math.atan),
  $atan2: strictOperator(2, 2, ([y, x], name) =>
    doubleValue(Math.atan2(argument(y as RawValue, name), argument(x as RawValue, name))),
  ),
  $sinh: real(Math.sinh),
  $cosh: real(Math.cosh),
  $tanh: real(Math.tanh),
  $asinh: real(Math.asinh),
  $acosh: real(Math.acosh, 1),
  $atanh: real(Math.atanh, -1, 1),
  $degreesToRadians: real((n) => n * (Math.PI / 180)),
  $radiansToDegrees: real((n) => n * (180 / Math.PI)),
  $rand: listOperator(0, 0, () => doubleValue(Math.random())),
};
