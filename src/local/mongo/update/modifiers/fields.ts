import { badValue } from '../../errors.ts';
import { compareValues } from '../../values/compare.ts';
import { BsonType, elementsOf, type RawValue } from '../../values/raw.ts';
import { stringOf } from '../../values/text.ts';
import { timestampAt } from '../../values/timestamp.ts';
import { typeName } from '../../values/type-name.ts';
import { identical } from '../identical.ts';
import { type Modifier, type ModifierParser, REMOVE } from '../modifier.ts';

function setTo(value: RawValue): Modifier {
  return { change: (current) => (current && identical(current, value) ? undefined : value) };
}

export const set: ModifierParser = (argument) => setTo(argument);

export const setOnInsert: ModifierParser = (argument) => ({ ...setTo(argument), insertOnly: true });

export const unset: ModifierParser = () => ({
  change: (current) => (current ? REMOVE : undefined),
  toleratesAnyPath: true,
});

export const min: ModifierParser = (argument) => ({
  change: (current) => (!current || compareValues(argument, current) < 0 ? argument : undefined),
});

export const max: ModifierParser = (argument) => ({
  change: (current) => (!current || compareValues(argument, current) > 0 ? argument : undefined),
});

/** Whether `$currentDate` sets a date (and not a timestamp). */
function wantsDate(argument: RawValue): boolean {
  if (argument.type === BsonType.boolean) return true;
  if (argument.type !== BsonType.object) {
    throw badValue(
      `${typeName(argument.type)} is not valid type for $currentDate. Please use a boolean ('true') or a $type expression ({$type: 'timestamp/date'}).`,
    );
  }
  let wanted: string | undefined;
  for (const { name, value } of elementsOf(argument)) {
    if (name !== '$type') throw badValue(`Unrecognized $currentDate option: ${name}`);
    wanted = stringOf(value);
  }
  if (wanted !== 'date' && wanted !== 'timestamp') {
    throw badValue(
      "The '$type' string field is required to be 'date' or 'timestamp': {$currentDate: {field : {$type: 'date'}}}",
    );
  }
  return wanted === 'date';
}

function dateAt(milliseconds: number): RawValue {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(milliseconds));
  return { type: BsonType.date, bytes, start: 0, end: 8 };
}

export const currentDate: ModifierParser = (argument, _path, { now }) => {
  const date = wantsDate(argument);
  return { change: () => (date ? dateAt(now()) : timestampAt(now())) };
};
