import ICAL from 'ical.js';

/** A recurring event is followed this often at most, whatever its file says. */
const MAX_OCCURRENCES = 2_000;

/**
 * The all-day events of an iCalendar file (RFC 5545) that fall in the given years, day by day: recurring ones by their
 * rule, several-day ones with each of their days (DTEND is not included).
 */
export function holidaysFromICalendar(
  text: string,
  years: readonly number[],
): { date: string; name: string }[] {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const last = Math.max(...years);
  const holidays = new Map<string, string>();
  for (const component of calendar.getAllSubcomponents('vevent')) {
    const event = new ICAL.Event(component);
    if (!event.startDate.isDate) continue;
    const days = Math.max(1, event.endDate.subtractDateTz(event.startDate).toSeconds() / 86_400);
    for (const start of occurrencesOf(event, last)) {
      for (let offset = 0; offset < days; offset += 1) {
        const day = start.clone();
        day.adjust(offset, 0, 0, 0);
        if (years.includes(day.year)) holidays.set(day.toString().slice(0, 10), event.summary ?? 'Holiday');
      }
    }
  }
  return [...holidays].map(([date, name]) => ({ date, name })).sort((a, b) => (a.date < b.date ? -1 : 1));
}

function occurrencesOf(event: ICAL.Event, lastYear: number): ICAL.Time[] {
  if (!event.isRecurring()) return [event.startDate];
  const occurrences: ICAL.Time[] = [];
  const iterator = event.iterator();
  for (let next = iterator.next(); next && next.year <= lastYear; next = iterator.next()) {
    occurrences.push(next);
    if (occurrences.length >= MAX_OCCURRENCES) break;
  }
  return occurrences;
}
