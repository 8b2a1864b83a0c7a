export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/**
 * Wall-clock times `HH:mm`, start included, end not. An end at or before the start lies on the next day;
 * `24:00` is the end of the day.
 */
export type HoursInterval = { from: string; to: string };

/** Intervals by weekday; a weekday that is absent has none. */
export type WeeklyHours = Partial<Record<Weekday, HoursInterval[]>>;

/** Days (`yyyy-MM-dd`, both included) on which someone is off, or on at other hours than usual. */
export type ShiftOverride =
  | { kind: 'off'; from: string; to: string }
  | { kind: 'on'; from: string; to: string; hours: HoursInterval[] };

/** Working time of a team. */
export type Calendar = {
  key: string;
  name: string;
  /** IANA zone whose wall clock the hours follow. */
  zone: string;
  hours: WeeklyHours | '24x7';
  /** Dates `yyyy-MM-dd` on which nothing starts. */
  holidays: { date: string; name: string }[];
};
