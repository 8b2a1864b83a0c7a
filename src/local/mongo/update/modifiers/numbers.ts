import { badValue, typeMismatch } from '../../errors.ts';
import { add, asInteger, isNumeric, multiply } from '../../values/arithmetic.ts';
import { intValue, longValue, toInteger } from '../../values/number.ts';
import { BsonType, elementsOf, type RawValue } from '../../values/raw.ts';
import { show } from '../../values/show.ts';
import { typeName } from '../../values/type-name.ts';
import { identical } from '../identical.ts';
import type { ModifierParser } from '../modifier.ts';

function isWhole(type: number): boolean {
  return type === BsonType.int || type === BsonType.long;
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

function arithmetic(
  operator: string,
  verb: string,
  apply: (a: RawValue, b: RawValue) => RawValue,
  start: RawValue,
): ModifierParser {
  return (argument, path) => {
    if (!isNumeric(argument))
      throw typeMismatch(`Cannot ${verb} with non-numeric argument: {${path}: ${show(argument)}}`);
    return {
      change: (current, target) => {
        const before = current ?? start;
        if (!isNumeric(before)) {
          throw typeMismatch(
            `Cannot apply ${operator} to a value of non-numeric type. ${target.document()} has the field '${lastName(target.path)}' of non-numeric type ${typeName(before.type)}`,
          );
        }
        const after = apply(before, argument);
        const overflows = isWhole(before.type) && isWhole(argument.type) && !isWhole(after.type);
        if (overflows) {
          throw badValue(
            `Failed to apply ${operator} operations to current value (${shownNumber(before)}) for document ${target.document()}`,
          );
        }
        return current && identical(current, after) ? undefined : after;
      },
    };
  };
}

function shownNumber(value: RawValue): string {
  return value.type === BsonType.long ? `(NumberLong)${show(value)}` : `(NumberInt)${show(value)}`;
}

/** `$inc`: a missing field becomes the amount; a Long never overflows into a Double. */
export const inc: ModifierParser = arithmetic('$inc', 'increment', add, intValue(0));

/** `$mul`: a missing field becomes 0 of the factor's type. */
export const mul: ModifierParser = arithmetic('$mul', 'multiply', multiply, intValue(0));

type BitOperation = (a: bigint, b: bigint) => bigint;

const BIT_OPERATIONS: Readonly<Record<string, BitOperation>> = {
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
};

function bitSteps(argument: RawValue): Array<{ operation: BitOperation; operand: RawValue }> {
  if (argument.type !== BsonType.object) {
    throw badValue(
      `The $bit modifier is not compatible with a ${typeName(argument.type)}. You must pass in an embedded document: {$bit: {field: {and/or/xor: #}}`,
    );
  }
  const steps = elementsOf(argument).map(({ name, value }) => {
    const operation = Object.hasOwn(BIT_OPERATIONS, name) ? BIT_OPERATIONS[name] : undefined;
    if (!operation) {
      throw badValue(
        `The $bit modifier only supports 'and', 'or', and 'xor', not '${name}' which is an unknown operator: {${name}: ${show(value)}}`,
      );
    }
    if (!isWhole(value.type)) {
      throw badValue(
        `The $bit modifier field must be an Integer(32/64 bit); a '${typeName(value.type)}' is not supported here: {${name}: ${show(value)}}`,
      );
    }
    return { operation, operand: value };
  });
  if (steps.length === 0) {
    throw badValue(
      'You must pass in at least one bitwise operation. The format is: {$bit: {field: {and/or/xor: #}}',
    );
  }
  return steps;
}

/** `$bit`: whole numbers only; a missing field counts as 0. */
export const bit: ModifierParser = (argument) => {
  const steps = bitSteps(argument);
  return {
    change: (current, target) => {
      if (current && !isWhole(current.type)) {
        throw badValue(
          `Cannot apply $bit to a value of non-integral type.${target.document()} has the field ${lastName(target.path)} of non-integer type ${typeName(current.type)}`,
        );
      }
      let value = current ?? intValue(0);
      for (const { operation, operand } of steps) {
        const result = operation(asInteger(value), asInteger(operand));
        const wide = value.type === BsonType.long || operand.type === BsonType.long;
        value = wide ? longValue(result) : intValue(Number(result));
      }
      return current && identical(current, value) ? undefined : value;
    },
  };
};

/** A whole number that is given as any numeric type; undefined for others. */
export function wholeArgument(value: RawValue): number | undefined {
  const integer = toInteger(value);
  return integer === undefined ? undefined : Number(integer);
}
