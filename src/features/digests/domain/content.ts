import { type Change, changeOf, type KpiKey, type KpiValues, kpis } from '../../kpis/index.ts';

/** What a digest says. The picture, the text table and the alt text are all made from this, so they cannot differ. */
export interface DigestContent {
  /** Such as `Support`. */
  name: string;
  /** The days covered, in words: `Thursday 19 November 2026`. */
  span: string;
  /** IANA zone of the digest's time and dates. */
  timeZone: string;
  /** When the figures were read, in words: `Fri 09:00`. */
  asOf: string;
  /** What is compared with, in words: `vs last Thu`; null when nothing is. */
  comparedWith: string | null;
  locale: string;
  figures: DigestFigure[];
  /** The last days before and in the span, oldest first. */
  days: { key: string; label: string }[];
  /** By day. Nobody creates a ticket for an agent, so a digest narrowed to some counts what was assigned to them. */
  flow: {
    intake: 'created' | 'assigned';
    opened: (number | null)[];
    resolved: (number | null)[];
    breached: (number | null)[];
  };
  /** Share of clocks met by day, per kind of clock. */
  sla: { firstResponse: (number | null)[]; resolution: (number | null)[]; target: number };
  /** Tickets resolved by each agent, most first. */
  agents: { id: string; name: string; handled: number }[];
}

/** One KPI with its change and the days before it. */
export interface DigestFigure {
  key: KpiKey;
  value: number | null;
  change: Change | null;
  trend: (number | null)[];
}

/** The ten figures with their changes against `before`; `before` is null when nothing is compared. */
export function digestFigures(
  now: KpiValues,
  before: KpiValues | null,
  trends: Record<KpiKey, (number | null)[]>,
): DigestFigure[] {
  return kpis.map(({ key, unit }) => ({
    key,
    value: now[key],
    change: before ? changeOf(now[key], before[key], unit) : null,
    trend: trends[key],
  }));
}
