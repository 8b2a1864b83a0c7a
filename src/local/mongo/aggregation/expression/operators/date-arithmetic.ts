import { DateTime, type Zone } from 'luxon';
import { failedToParse, MongoError } from '../../../errors.ts';
import { isNumeric } from '../../../values/arithmetic.ts';
import { longValue, toInteger } from '../../../values/number.ts';
import { BsonType, NULL_VALUE, type RawValue } from '../../../values/raw.ts';
import { type NamedValues, namedOperator, type Operator, type OperatorTable } from '../operator.ts';
import { date, isNullish, textOf, typeName } from '../values.ts';
import { instantOf, wallClock, zoneOf } from './date-argument.ts';

const UNITS = ['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second', 'millisecond'] as const;
type Unit = (typeof UNITS)[number];

const DAY = 86_400_000;
/** Lengths in milliseconds of the units that always have the same one. */
const LENGTH: Partial<Record<Unit, number>> = {
  hour: 3_600_000,
  minute: 60_000,
  second: 1000,
  millisecond: 1,
};
const MONTHS: Partial<Record<Unit, number>> = { year: 12, quarter: 3, month: 1 };

function unitOf(value: RawValue, name: string): Unit {
  if (value.type !== BsonType.string) {
    throw new MongoError(5439013, `${name} requires 'unit' to be a string, but got ${typeName(value)}`);
  }
  const unit = UNITS.find((known) => known === textOf(value));
  if (!unit)
    throw failedToParse(
      `${name} parameter 'unit' value cannot be recognized as a time unit: ${textOf(value)}`,
    );
  return unit;
}

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** Monday 1 to Sunday 7; Sunday unless given. */
function startOfWeek(value: RawValue | undefined, name: string): number {
  if (value === undefined) return 7;
  const text = value.type === BsonType.string ? textOf(value).toLowerCase() : '';
  const index = DAYS.findIndex((day) => day === text || day.slice(0, 3) === text);
  if (index < 0)
    throw failedToParse(
      `${name} parameter 'startOfWeek' value cannot be recognized as a day of a week: ${text}`,
    );
  return index + 1;
}

function whole(value: RawValue, code: number, message: string): number {
  const n = isNumeric(value) ? toInteger(value) : undefined;
  if (n === undefined) throw new MongoError(code, message);
  return Number(n);
}

/** Reads arguments; undefined as soon as one that was given is null, for then the answer is null. */
function present(
  read: NamedValues,
  given: (name: string) => boolean,
  names: readonly string[],
): RawValue[] | undefined {
  const values: RawValue[] = [];
  for (const name of names) {
    const value = read(name);
    if (given(name) && isNullish(value)) return undefined;
    values.push(value as RawValue);
  }
  return values;
}

const move = (sign: 1 | -1): Operator =>
  namedOperator(['startDate', 'unit', 'amount'], ['timezone'], (read, given, name) => {
    const values = present(read, given, ['startDate', 'unit', 'amount', 'timezone']);
    const zone = zoneOf(read('timezone'), given('timezone'));
    if (!values || !zone) return NULL_VALUE;
    const [start, unit, amount] = values as [RawValue, RawValue, RawValue];
    const by = sign * whole(amount, 5166405, `${name} expects integer amount of time units`);
    const moved = wallClock(instantOf(start), zone).plus({ [unitOf(unit, name)]: by });
    if (!moved.isValid) throw new MongoError(5166406, `${name} overflowed`);
    return date(moved.toMillis());
  });

/** The local day as a number of days since 1970. */
const dayNumber = (at: DateTime) => Math.floor((at.toMillis() + at.offset * 60_000) / DAY);
const monthNumber = (at: DateTime) => at.year * 12 + at.month - 1;

/** How many days ago its week began. */
const daysIntoWeek = (at: DateTime, first: number) => (at.weekday - first + 7) % 7;

/** Boundaries of the unit between two moments. */
function boundaries(start: DateTime, end: DateTime, unit: Unit, first: number): number {
  const months = MONTHS[unit];
  if (months) return Math.floor(monthNumber(end) / months) - Math.floor(monthNumber(start) / months);
  if (unit === 'week') {
    return (dayNumber(end) - daysIntoWeek(end, first) - dayNumber(start) + daysIntoWeek(start, first)) / 7;
  }
  if (unit === 'day') return dayNumber(end) - dayNumber(start);
  const length = LENGTH[unit] as number;
  // offsets that are no whole hours move the hours' boundaries
  const shift = unit === 'hour' ? (start.offset % 60) * 60_000 : 0;
  return Math.floor((end.toMillis() + shift) / length) - Math.floor((start.toMillis() + shift) / length);
}

const difference: Operator = namedOperator(
  ['startDate', 'endDate', 'unit'],
  ['timezone', 'startOfWeek'],
  (read, given, name) => {
    const values = present(read, given, ['startDate', 'endDate', 'unit', 'timezone', 'startOfWeek']);
    const zone = zoneOf(read('timezone'), given('timezone'));
    if (!values || !zone) return NULL_VALUE;
    const [start, end, unit] = values as [RawValue, RawValue, RawValue];
    const count = boundaries(
      wallClock(instantOf(start), zone),
      wallClock(instantOf(end), zone),
      unitOf(unit, name),
      startOfWeek(read('startOfWeek'), name),
    );
    return longValue(BigInt(count));
  },
);

const floorTo = (n: number, size: number) => Math.floor(n / size) * size;

/** The start of the bin; bins are counted from the start of 2000 in the zone, weeks from the first one that begins in it. */
function binStart(at: DateTime, unit: Unit, size: number, first: number, zone: Zone): number {
  const origin = DateTime.fromObject({ year: 2000 }, { zone });
  const length = LENGTH[unit];
  if (length) return origin.toMillis() + floorTo(at.toMillis() - origin.toMillis(), length * size);
  const months = MONTHS[unit];
  if (months) {
    const since = floorTo(monthNumber(at) - monthNumber(origin), months * size);
    return origin.plus({ months: since }).toMillis();
  }
  const days = unit === 'week' ? 7 * size : size;
  const from = unit === 'week' ? origin.plus({ days: (7 - daysIntoWeek(origin, first)) % 7 }) : origin;
  return from.plus({ days: floorTo(dayNumber(at) - dayNumber(from), days) }).toMillis();
}

const truncate: Operator = namedOperator(
  ['date', 'unit'],
  ['binSize', 'timezone', 'startOfWeek'],
  (read, given, name) => {
    const values = present(read, given, ['date', 'unit', 'binSize', 'timezone', 'startOfWeek']);
    const zone = zoneOf(read('timezone'), given('timezone'));
    if (!values || !zone) return NULL_VALUE;
    const [when, unit, binSize] = values as [RawValue, RawValue, RawValue?];
    const size = binSize ? whole(binSize, 5439017, `${name} requires 'binSize' to be a 64-bit integer`) : 1;
    if (size <= 0)
      throw new MongoError(5439018, `${name} requires 'binSize' to be greater than 0, but got value ${size}`);
    const at = wallClock(instantOf(when), zone);
    return date(binStart(at, unitOf(unit, name), size, startOfWeek(read('startOfWeek'), name), zone));
  },
);

export const dateArithmeticOperators: OperatorTable = {
  $dateAdd: move(1),
  $dateSubtract: move(-1),
  $dateDiff: difference,
  $dateTrunc: truncate,
};
