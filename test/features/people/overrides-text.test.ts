import { describe, expect, it } from 'vitest';
import {
  formatOverrides,
  offTomorrow,
  parseOverrides,
} from '../../../src/features/people/domain/overrides-text.ts';

describe('days off and extra days as people write them', () => {
  it('are read, and written the same', () => {
    const text = 'off 2026-12-24 to 2026-12-31\non 2026-12-05 09:00-13:00';
    expect(parseOverrides(`${text}\n\n`)).toEqual([
      { kind: 'off', from: '2026-12-24', to: '2026-12-31' },
      { kind: 'on', from: '2026-12-05', to: '2026-12-05', hours: [{ from: '09:00', to: '13:00' }] },
    ]);
    expect(formatOverrides(parseOverrides(text))).toBe(text);
  });

  it.each([
    ['holiday 2026-12-24', 'Line 1: this cannot be read'],
    ['off 24.12.2026', 'is not a date'],
    ['off 2026-12-01\noff 2026-12-31 to 2026-12-24', 'Line 2: the last day comes before the first'],
    ['on 2026-12-05', 'need hours'],
    ['on 2026-12-05 morning', 'is not a span of time'],
  ])('that cannot be read are refused with a reason: %j', (text, reason) => {
    expect(() => parseOverrides(text)).toThrow(reason);
  });

  it('are known the day before, in the zone of the person', () => {
    const overrides = parseOverrides('off 2026-11-21 to 2026-11-30');
    const late = new Date('2026-11-20T23:30:00Z');
    expect(offTomorrow({ timeZone: 'UTC', overrides }, late)).toBe('2026-11-21');
    expect(offTomorrow({ timeZone: 'Europe/Berlin', overrides }, late)).toBeNull();
  });
});
