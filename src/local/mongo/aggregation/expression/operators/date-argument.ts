import { ObjectId } from 'bson';
import { DateTime, FixedOffsetZone, IANAZone, type Zone } from 'luxon';
import { MongoError } from '../../../errors.ts';
import { BsonType, type RawValue, readInt32 } from '../../../values/raw.ts';
import { isNullish, millisecondsOf, textOf, typeName } from '../values.ts';

const zones = new Map<string, Zone>();

/** `+05:30`, `+0530` or `+05` in minutes; undefined for anything else. */
function offsetMinutes(text: string): number | undefined {
  const match = /^([+-])(\d\d):?(\d\d)?$/.exec(text);
  if (!match) return undefined;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return match[1] === '-' ? -minutes : minutes;
}

/** A time zone by its Olson name or offset. Error 40485 as in MongoDB's date_time_support.cpp. */
function zoneNamed(name: string): Zone {
  let zone = zones.get(name);
  if (!zone) {
    const minutes = name === 'Z' || name === 'GMT' || name === 'UTC' ? 0 : offsetMinutes(name);
    zone = minutes === undefined ? IANAZone.create(name) : FixedOffsetZone.instance(minutes);
    if (!zone.isValid) throw new MongoError(40485, `unrecognized time zone identifier: "${name}"`);
    zones.set(name, zone);
  }
  return zone;
}

/** The zone of a `timezone` argument: UTC when it was not given, undefined when it is null. */
export function zoneOf(value: RawValue | undefined, given: boolean): Zone | undefined {
  if (!given) return FixedOffsetZone.utcInstance;
  if (isNullish(value)) return undefined;
  if (value.type !== BsonType.string) {
    throw new MongoError(40517, `timezone must evaluate to a string, found ${typeName(value)}`);
  }
  return zoneNamed(textOf(value));
}

/** The milliseconds of a date, of an ObjectId's or of a Timestamp's seconds. Error 16006 as `Value::coerceToDate`. */
export function instantOf(value: RawValue): number {
  switch (value.type) {
    case BsonType.date:
      return millisecondsOf(value);
    case BsonType.objectId:
      return new ObjectId(value.bytes.slice(value.start, value.end)).getTimestamp().getTime();
    case BsonType.timestamp:
      return (readInt32(value.bytes, value.start + 4) >>> 0) * 1000;
    default:
      throw new MongoError(16006, `can't convert from BSON type ${typeName(value)} to Date`);
  }
}

/** The instant as the zone's wall clock shows it. */
export function wallClock(milliseconds: number, zone: Zone): DateTime {
  return DateTime.fromMillis(milliseconds, { zone });
}

/** Sunday 0 to Saturday 6. */
export const weekdayFromSunday = (at: DateTime): number => at.weekday % 7;

/** Week of the year from 00, weeks beginning on Sunday (strftime's %U). */
export const weekFromSunday = (at: DateTime): number =>
  Math.floor((at.ordinal + 6 - weekdayFromSunday(at)) / 7);
