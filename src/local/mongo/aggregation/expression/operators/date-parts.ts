import type { DateTime } from 'luxon';
import { MongoError } from '../../../errors.ts';
import { isNumeric } from '../../../values/arithmetic.ts';
import { intValue, longValue, toInteger } from '../../../values/number.ts';
import {
  asValue,
  BsonType,
  buildDocument,
  elementsOf,
  NULL_VALUE,
  type RawValue,
} from '../../../values/raw.ts';
import {
  compileList,
  namedArguments,
  namedOperator,
  type Operator,
  type OperatorTable,
} from '../operator.ts';
import type { Evaluator } from '../scope.ts';
import { date, isNullish, truthy, typeName } from '../values.ts';
import { instantOf, wallClock, weekdayFromSunday, weekFromSunday, zoneOf } from './date-argument.ts';

/** An operator such as $year: its argument is a date, a list of one, or `{ date, timezone }`. */
function part(read: (at: DateTime) => RawValue): Operator {
  return (argument, context, name) => {
    let when: Evaluator;
    let timezone: Evaluator | undefined;
    const [first] = argument.type === BsonType.object ? elementsOf(argument) : [];
    if (first && !first.name.startsWith('$')) {
      const given = namedArguments(argument, name, ['date'], ['timezone']);
      when = context.compile(given.get('date') as RawValue);
      const zone = given.get('timezone');
      timezone = zone && context.compile(zone);
    } else [when] = compileList(argument, context, name, 1, 1) as [Evaluator];
    return (scope) => {
      const zone = zoneOf(timezone?.(scope), timezone !== undefined);
      const value = when(scope);
      return zone && !isNullish(value) ? read(wallClock(instantOf(value), zone)) : NULL_VALUE;
    };
  };
}

const number = (read: (at: DateTime) => number) => part((at) => intValue(read(at)));

const toParts: Operator = namedOperator(['date'], ['timezone', 'iso8601'], (read, given) => {
  const zone = zoneOf(read('timezone'), given('timezone'));
  const value = read('date');
  if (!zone || isNullish(value)) return NULL_VALUE;
  const at = wallClock(instantOf(value), zone);
  const days: Array<[string, number]> = truthy(read('iso8601'))
    ? [
        ['isoWeekYear', at.weekYear],
        ['isoWeek', at.weekNumber],
        ['isoDayOfWeek', at.weekday],
      ]
    : [
        ['year', at.year],
        ['month', at.month],
        ['day', at.day],
      ];
  const all: Array<[string, number]> = [
    ...days,
    ['hour', at.hour],
    ['minute', at.minute],
    ['second', at.second],
    ['millisecond', at.millisecond],
  ];
  return asValue(buildDocument(all.map(([name, n]): [string, RawValue] => [name, intValue(n)])));
});

const PARTS = ['month', 'day', 'hour', 'minute', 'second', 'millisecond', 'timezone'];

/** Parts beyond their range carry over: month 14 is February of the next year. */
const fromParts: Operator = namedOperator(
  [],
  ['year', 'isoWeekYear', 'isoWeek', 'isoDayOfWeek', ...PARTS],
  (read, given) => {
    const iso = given('isoWeekYear');
    if (given('year') === iso) {
      throw new MongoError(40516, `$dateFromParts requires either 'year' or 'isoWeekYear' to be present`);
    }
    let missing = false;
    const n = (name: string, fallback: number): number => {
      if (!given(name)) return fallback;
      const value = read(name);
      if (isNullish(value)) {
        missing = true;
        return fallback;
      }
      const whole = isNumeric(value) ? toInteger(value) : undefined;
      if (whole === undefined) {
        throw new MongoError(40515, `'${name}' must evaluate to an integer, found ${typeName(value)}`);
      }
      return Number(whole);
    };
    const year = n(iso ? 'isoWeekYear' : 'year', 1970);
    if (year < 1 || year > 9999) {
      throw new MongoError(
        40523,
        `'${iso ? 'isoWeekYear' : 'year'}' must evaluate to an integer in the range 1 to 9999, found ${year}`,
      );
    }
    const zone = zoneOf(read('timezone'), given('timezone'));
    const midnight = new Date(0);
    if (iso) {
      // January 4th lies in the first ISO week
      midnight.setUTCFullYear(year, 0, 4);
      const monday = 4 - (midnight.getUTCDay() || 7) + 1;
      midnight.setUTCFullYear(year, 0, monday + (n('isoWeek', 1) - 1) * 7 + n('isoDayOfWeek', 1) - 1);
    } else midnight.setUTCFullYear(year, n('month', 1) - 1, n('day', 1));
    midnight.setUTCHours(n('hour', 0), n('minute', 0), n('second', 0), n('millisecond', 0));
    if (!zone || missing) return NULL_VALUE;
    return date(
      wallClock(midnight.getTime(), zoneOf(undefined, false) ?? zone)
        .setZone(zone, { keepLocalTime: true })
        .toMillis(),
    );
  },
);

export const datePartOperators: OperatorTable = {
  $year: number((at) => at.year),
  $month: number((at) => at.month),
  $dayOfMonth: number((at) => at.day),
  $dayOfYear: number((at) => at.ordinal),
  $dayOfWeek: number((at) => weekdayFromSunday(at) + 1),
  $hour: number((at) => at.hour),
  $minute: number((at) => at.minute),
  $second: number((at) => at.second),
  $millisecond: number((at) => at.millisecond),
  $week: number(weekFromSunday),
  $isoWeek: number((at) => at.weekNumber),
  $isoWeekYear: part((at) => longValue(BigInt(at.weekYear))),
  $isoDayOfWeek: number((at) => at.weekday),
  $dateToParts: toParts,
  $dateFromParts: fromParts,
};
