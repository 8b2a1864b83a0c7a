import { describe, expect, it } from 'vitest';
import { formatHours, formatWeek, parseHours } from '../../../src/platform/time/hours-text.ts';

describe('hours as people write them', () => {
  it.each([
    ['9-17', '09:00-17:00'],
    ['13:00 – 18:30, 9:15-12', '09:15-12:00, 13:00-18:30'],
    ['22:00-06:00', '22:00-06:00'],
    ['0-24', '00:00-24:00'],
    ['9 to 17', '09:00-17:00'],
    ['  ', ''],
  ])('reads %j as %j', (text, hours) => {
    expect(formatHours(parseHours(text))).toBe(hours);
  });

  it.each(['nine to five', '9-25', '9:75-10', '24-3', '9-17, 16-18', '22-06, 23-24'])(
    'refuses %j and says why',
    (text) => {
      expect(() => parseHours(text)).toThrow(/for example|overlap/);
    },
  );

  it('puts equal days together', () => {
    const office = parseHours('9-17');
    const week = { monday: office, tuesday: office, wednesday: office, friday: parseHours('9-15') };
    expect(formatWeek(week)).toBe('Mon–Wed 09:00-17:00; Fri 09:00-15:00');
  });
});
