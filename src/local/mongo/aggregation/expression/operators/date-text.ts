import { DateTime, type Zone } from 'luxon';
import { MongoError } from '../../../errors.ts';
import { BsonType, NULL_VALUE, type RawValue } from '../../../values/raw.ts';
import { namedOperator, type OperatorTable } from '../operator.ts';
import { date, isNullish, string, textOf, typeName } from '../values.ts';
import { instantOf, wallClock, weekdayFromSunday, weekFromSunday, zoneOf } from './date-argument.ts';

const padded = (n: number, digits: number) => String(n).padStart(digits, '0');

/** `+0530`, or in minutes `+330`. */
function offset(at: DateTime, inMinutes: boolean): string {
  const size = Math.abs(at.offset);
  const sign = at.offset < 0 ? '-' : '+';
  return sign + (inMinutes ? padded(size, 3) : padded(Math.floor(size / 60), 2) + padded(size % 60, 2));
}

/** What each format specifier prints (manual, "$dateToString / Format Specifiers"). */
const PRINT: Readonly<Record<string, (at: DateTime) => string>> = {
  '%': () => '%',
  Y: (at) => padded(at.year, 4),
  m: (at) => padded(at.month, 2),
  d: (at) => padded(at.day, 2),
  H: (at) => padded(at.hour, 2),
  M: (at) => padded(at.minute, 2),
  S: (at) => padded(at.second, 2),
  L: (at) => padded(at.millisecond, 3),
  j: (at) => padded(at.ordinal, 3),
  b: (at) => at.setLocale('en').monthShort ?? '',
  B: (at) => at.setLocale('en').monthLong ?? '',
  G: (at) => padded(at.weekYear, 4),
  V: (at) => padded(at.weekNumber, 2),
  u: (at) => String(at.weekday),
  U: (at) => padded(weekFromSunday(at), 2),
  w: (at) => String(weekdayFromSunday(at) + 1),
  z: (at) => offset(at, false),
  Z: (at) => offset(at, true),
};

function formatText(value: RawValue | undefined, code: number, name: string): string {
  if (value?.type !== BsonType.string) {
    throw new MongoError(code, `${name} requires that 'format' be a string, found: ${typeName(value)}`);
  }
  return textOf(value);
}

function print(at: DateTime, format: string): string {
  return format.replace(/%(.?)/gs, (_, specifier: string) => {
    const show = Object.hasOwn(PRINT, specifier) ? PRINT[specifier] : undefined;
    if (!show) throw new MongoError(18536, `Invalid format character '%${specifier}' in format string`);
    return show(at);
  });
}

/** The tokens of luxon for the specifiers a date can be read with. */
const READ: Readonly<Record<string, string>> = {
  '%': "'%'",
  Y: 'yyyy',
  m: 'L',
  d: 'd',
  H: 'H',
  M: 'm',
  S: 's',
  L: 'u',
  j: 'o',
  b: 'LLL',
  B: 'LLLL',
  G: 'kkkk',
  V: 'W',
  u: 'E',
  z: 'ZZZ',
};

function luxonFormat(format: string): string {
  return format.replace(/%(.?)|[^%]+/gs, (text, specifier?: string) => {
    if (specifier === undefined) return `'${text.replaceAll("'", "''")}'`;
    const token = Object.hasOwn(READ, specifier) ? READ[specifier] : undefined;
    if (!token) throw new MongoError(18536, `Invalid format character '%${specifier}' in format string`);
    return token;
  });
}

function parse(text: string, format: string | undefined, zone: Zone): DateTime {
  const options = { zone, locale: 'en' };
  if (format !== undefined) return DateTime.fromFormat(text, luxonFormat(format), options);
  return DateTime.fromISO(text.trim().replace(/^(\d{4}-\d\d-\d\d) +(?=\d)/, '$1T'), options);
}

export const dateTextOperators: OperatorTable = {
  $dateToString: namedOperator(['date'], ['format', 'timezone', 'onNull'], (read, given, name) => {
    const zone = zoneOf(read('timezone'), given('timezone'));
    const value = read('date');
    if (isNullish(value)) return given('onNull') ? read('onNull') : NULL_VALUE;
    const formatGiven = given('format') ? read('format') : undefined;
    if (!zone || (given('format') && isNullish(formatGiven))) return NULL_VALUE;
    const at = wallClock(instantOf(value), zone);
    const utc = at.zone.isUniversal && at.offset === 0;
    const format = given('format')
      ? formatText(formatGiven, 18533, name)
      : `%Y-%m-%dT%H:%M:%S.%L${utc ? 'Z' : ''}`;
    return string(print(at, format));
  }),
  $dateFromString: namedOperator(
    ['dateString'],
    ['format', 'timezone', 'onError', 'onNull'],
    (read, given, name) => {
      const value = read('dateString');
      const zone = zoneOf(read('timezone'), given('timezone'));
      if (isNullish(value)) return given('onNull') ? read('onNull') : NULL_VALUE;
      const formatGiven = given('format') ? read('format') : undefined;
      if (!zone || (given('format') && isNullish(formatGiven))) return NULL_VALUE;
      const format = given('format') ? formatText(formatGiven, 40684, name) : undefined;
      if (value.type === BsonType.string) {
        const parsed = parse(textOf(value), format, zone);
        if (parsed.isValid) return date(parsed.toMillis());
        if (given('onError')) return read('onError');
        throw new MongoError(241, `Error parsing date string '${textOf(value)}'`);
      }
      if (given('onError')) return read('onError');
      throw new MongoError(241, `${name} requires that 'dateString' be a string, found: ${typeName(value)}`);
    },
  ),
};
