import { customerKey, type SessionRecord } from './record.ts';

/** Records and sessions of one value, such as a region. */
export interface Group {
  name: string;
  records: number;
  sessions: number;
}

/** What the records of a span say. Times are minutes, over the records that have one; null when none has. */
export interface Insights {
  records: number;
  sessions: number;
  byRegion: Group[];
  bySource: Group[];
  byDestination: Group[];
  minutes: { sum: number; mean: number | null; median: number | null; records: number };
  repeatCustomers: { customer: string; records: number }[];
}

/** Totals, groups (most sessions first), time, and customers with more than one record. */
export function insightsOf(records: readonly SessionRecord[]): Insights {
  const minutes = records.flatMap((record) => (record.minutes === null ? [] : [record.minutes]));
  const sum = total(minutes);
  return {
    records: records.length,
    sessions: total(records.map(({ sessions }) => sessions)),
    byRegion: grouped(records, ({ region }) => region),
    bySource: grouped(records, ({ source }) => source),
    byDestination: grouped(records, ({ destination }) => destination),
    minutes: {
      sum,
      mean: minutes.length > 0 ? sum / minutes.length : null,
      median: medianOf(minutes),
      records: minutes.length,
    },
    repeatCustomers: [...Map.groupBy(records, ({ customer }) => customerKey(customer)).values()]
      .filter((each) => each.length > 1)
      .map((each) => ({ customer: each.at(-1)?.customer ?? '', records: each.length }))
      .toSorted(
        (one, other) => other.records - one.records || one.customer.localeCompare(other.customer, 'en'),
      ),
  };
}

/** Groups are told apart without regard to case; the first spelling is shown. */
function grouped(records: readonly SessionRecord[], of: (record: SessionRecord) => string): Group[] {
  return [...Map.groupBy(records, (record) => of(record).trim().toLowerCase()).values()]
    .map((each) => ({
      name: each[0] ? of(each[0]) : '',
      records: each.length,
      sessions: total(each.map(({ sessions }) => sessions)),
    }))
    .toSorted((one, other) => other.sessions - one.sessions || one.name.localeCompare(other.name, 'en'));
}

function medianOf(values: readonly number[]): number | null {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  if (upper === undefined) return null;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
