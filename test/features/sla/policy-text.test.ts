import { describe, expect, it } from 'vitest';
import { holidaysFromICalendar } from '../../../src/features/sla/icalendar.ts';
import { readPolicyManifests } from '../../../src/features/sla/manifests.ts';
import { formatPolicies, parsePolicies } from '../../../src/features/sla/policy-text.ts';

const text = `calendars:
  - key: office
    name: Office
    zone: Europe/Berlin
    hours:
      monday: 9-12, 13-18
      tuesday: 9-17
    holidays:
      2026-12-25: Christmas Day
policies:
  - key: gold
    name: Gold
    match: { categories: [vip] }
    calendar: office
    targets:
      urgent: { first_response: 15, resolution: 120 }
  - key: standard
    name: Standard
`;

describe('policies as YAML', () => {
  it('are read with calendars, holidays and defaults', () => {
    const { value, faults } = parsePolicies(text);
    expect(faults).toEqual([]);
    expect(value?.calendars[0]).toMatchObject({
      hours: {
        monday: [
          { from: '09:00', to: '12:00' },
          { from: '13:00', to: '18:00' },
        ],
      },
      holidays: [{ date: '2026-12-25', name: 'Christmas Day' }],
    });
    expect(value?.policies[0]?.targets).toMatchObject({
      urgent: { first_response: 15, next_response: null, resolution: 120 },
      low: { first_response: 120, resolution: 1_440 },
    });
  });

  it('are the same after they were written and read again', () => {
    const { value } = parsePolicies(text);
    expect(parsePolicies(formatPolicies(value!)).value).toEqual(value);
  });

  it.each([
    [3, text.replace('name: Office', 'name: ""')],
    [6, text.replace('9-12, 13-18', 'nine to five')],
    [14, text.replace('calendar: office', 'calendar: home')],
    [16, text.replace('first_response: 15', 'first_response: -1')],
    [17, text.replace('key: standard', 'key: gold')],
    [2, 'policies:\n  - key: [unclosed'],
  ])('name line %i of a fault', (line, wrong) => {
    const { value, faults } = parsePolicies(wrong);
    expect(value).toBeNull();
    expect(faults.map((fault) => fault.line)).toContain(line);
  });

  it('in manifests/ are sound', () => {
    expect(readPolicyManifests([2026]).policies.map(({ key }) => key)).toContain('standard');
  });
});

describe('holidays of an iCalendar file', () => {
  const calendar = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'BEGIN:VEVENT',
    'SUMMARY:New Year',
    'DTSTART;VALUE=DATE:20200101',
    'DTEND;VALUE=DATE:20200102',
    'RRULE:FREQ=YEARLY',
    'END:VEVENT',
    'BEGIN:VEVENT',
    'SUMMARY:Winter break',
    'DTSTART;VALUE=DATE:20261230',
    'DTEND;VALUE=DATE:20270102',
    'END:VEVENT',
    'BEGIN:VEVENT',
    'SUMMARY:A meeting',
    'DTSTART:20261120T090000Z',
    'DTEND:20261120T100000Z',
    'END:VEVENT',
    'END:VCALENDAR',
  ].join('\r\n');

  it('are its all-day events, recurring ones in each year and long ones on each day', () => {
    expect(holidaysFromICalendar(calendar, [2026])).toEqual([
      { date: '2026-01-01', name: 'New Year' },
      { date: '2026-12-30', name: 'Winter break' },
      { date: '2026-12-31', name: 'Winter break' },
    ]);
    expect(holidaysFromICalendar(calendar, [2027]).map(({ date }) => date)).toEqual(['2027-01-01']);
  });
});
