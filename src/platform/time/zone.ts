import { IANAZone } from 'luxon';

const minute = 60_000;
const day = 1_440 * minute;

/** A period in which a zone's offset does not change; `offset` in milliseconds east of UTC. */
type OffsetPeriod = { start: number; end: number; offset: number };

const yearsByZone = new Map<string, Map<number, OffsetPeriod[]>>();

/** The periods of equal offset of an IANA zone that cover `from` to `to` (milliseconds), in order. */
export function offsetPeriods(zone: string, from: number, to: number): OffsetPeriod[] {
  const periods: OffsetPeriod[] = [];
  const lastYear = new Date(to).getUTCFullYear();
  for (let year = new Date(from).getUTCFullYear(); year <= lastYear; year += 1) {
    for (const period of periodsOfYear(zone, year)) {
      const last = periods.at(-1);
      if (period.end <= from || period.start >= to) continue;
      if (last && last.offset === period.offset) periods[periods.length - 1] = { ...last, end: period.end };
      else periods.push(period);
    }
  }
  return periods;
}

function periodsOfYear(zone: string, year: number): OffsetPeriod[] {
  const years = yearsByZone.get(zone) ?? new Map<number, OffsetPeriod[]>();
  yearsByZone.set(zone, years);
  const known = years.get(year);
  if (known) return known;
  const periods = findPeriods(IANAZone.create(zone), Date.UTC(year, 0), Date.UTC(year + 1, 0));
  years.set(year, periods);
  return periods;
}

/** Looks at each day and halves the days at whose ends the offset differs, to the second. */
function findPeriods(zone: IANAZone, from: number, to: number): OffsetPeriod[] {
  const periods: OffsetPeriod[] = [];
  let start = from;
  let offset = zone.offset(from);
  for (let at = from; at < to; at += day) {
    const next = Math.min(at + day, to);
    const nextOffset = zone.offset(next);
    if (nextOffset === offset) continue;
    const change = findChange(zone, at, next);
    periods.push({ start, end: change, offset: offset * minute });
    start = change;
    offset = nextOffset;
  }
  if (start < to) periods.push({ start, end: to, offset: offset * minute });
  return periods;
}

function findChange(zone: IANAZone, before: number, after: number): number {
  const old = zone.offset(before);
  let low = before;
  let high = after;
  while (high - low > 1_000) {
    const middle = low + Math.floor((high - low) / 2_000) * 1_000;
    if (zone.offset(middle) === old) low = middle;
    else high = middle;
  }
  return high;
}

/** To ask costs a formatter each time, and every reading of settings asks. */
const knownZones = new Set<string>();

/** Whether the name is an IANA zone that this Node knows. */
export function isZone(name: string): boolean {
  if (knownZones.has(name)) return true;
  const known = /^[A-Za-z]/.test(name) && IANAZone.isValidZone(name);
  if (known) knownZones.add(name);
  return known;
}
