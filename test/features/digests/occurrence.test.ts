import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import {
  comparedSpan,
  dueOccurrence,
  type Progress,
  type Schedule,
} from '../../../src/features/digests/domain/occurrence.ts';
import { comparisonInWords, spanInWords } from '../../../src/features/digests/domain/words.ts';

const berlin = 'Europe/Berlin';
const at = (time: string, zone = berlin) => DateTime.fromISO(time, { zone }).toJSDate();
const daily: Schedule = { span: 'daily', time: '09:00', timeZone: berlin, weekStart: 'monday', holidays: [] };
const fresh: Progress = { lastOn: null, coveredTo: null, since: at('2026-11-18T12:00') };
const sent = (lastOn: string, coveredTo: string): Progress => ({ ...fresh, lastOn, coveredTo });

describe('a daily digest', () => {
  test('is due from its time on, covers yesterday, and is not due again', () => {
    expect(dueOccurrence(daily, fresh, at('2026-11-19T08:59:59'))).toBeNull();
    const due = { on: '2026-11-19', from: '2026-11-18', to: '2026-11-18', late: false };
    expect(dueOccurrence(daily, fresh, at('2026-11-19T09:00'))).toEqual(due);
    expect(dueOccurrence(daily, sent('2026-11-19', '2026-11-18'), at('2026-11-19T23:59'))).toBeNull();
  });

  test('is late from more than ten minutes after its time on', () => {
    expect(dueOccurrence(daily, fresh, at('2026-11-19T09:10'))?.late).toBe(false);
    expect(dueOccurrence(daily, fresh, at('2026-11-19T09:10:01'))?.late).toBe(true);
  });

  test('is not due for a time before it was set up', () => {
    expect(dueOccurrence(daily, fresh, at('2026-11-18T13:00'))).toBeNull();
  });

  test('after days of downtime is one, late, and covers them all', () => {
    expect(dueOccurrence(daily, sent('2026-11-19', '2026-11-18'), at('2026-11-23T10:00'))).toEqual({
      on: '2026-11-23',
      from: '2026-11-19',
      to: '2026-11-22',
      late: true,
    });
  });

  test('skips holidays, whose days appear in the next', () => {
    const withHoliday = { ...daily, holidays: ['2026-11-20'] };
    expect(dueOccurrence(withHoliday, sent('2026-11-19', '2026-11-18'), at('2026-11-20T12:00'))).toBeNull();
    expect(
      dueOccurrence(withHoliday, sent('2026-11-19', '2026-11-18'), at('2026-11-21T09:01')),
    ).toMatchObject({
      from: '2026-11-19',
      to: '2026-11-20',
      late: false,
    });
  });

  test('keeps its local time over both changes of the clock', () => {
    for (const day of ['2026-03-29', '2026-10-25']) {
      const before = sent(DateTime.fromISO(day).minus({ days: 1 }).toISODate() ?? '', '2026-01-01');
      expect(dueOccurrence(daily, { ...before, since: new Date(0) }, at(`${day}T08:59`))).toBeNull();
      expect(dueOccurrence(daily, { ...before, since: new Date(0) }, at(`${day}T09:00`))?.on).toBe(day);
    }
  });

  test('at a time that the clock skips is sent that day', () => {
    const early = { ...daily, time: '02:30' };
    expect(
      dueOccurrence(
        early,
        { ...sent('2026-03-28', '2026-03-27'), since: new Date(0) },
        at('2026-03-29T03:40'),
      )?.on,
    ).toBe('2026-03-29');
  });
});

describe('weekly, monthly and today', () => {
  test('a weekly one covers the last complete week, on its first working day', () => {
    const weekly: Schedule = { ...daily, span: 'weekly' };
    const due = { on: '2026-11-23', from: '2026-11-16', to: '2026-11-22' };
    expect(dueOccurrence(weekly, fresh, at('2026-11-22T12:00'))).toBeNull();
    expect(dueOccurrence(weekly, fresh, at('2026-11-23T09:00'))).toMatchObject(due);
    const monday = { ...weekly, holidays: ['2026-11-23'] };
    expect(dueOccurrence(monday, fresh, at('2026-11-23T09:00'))).toBeNull();
    expect(dueOccurrence(monday, fresh, at('2026-11-24T09:00'))).toMatchObject({ ...due, on: '2026-11-24' });
  });

  test('a week begins on the day that the workspace says', () => {
    const weekly: Schedule = { ...daily, span: 'weekly', weekStart: 'sunday' };
    expect(dueOccurrence(weekly, fresh, at('2026-11-22T09:00'))).toMatchObject({
      on: '2026-11-22',
      from: '2026-11-15',
      to: '2026-11-21',
    });
    expect(dueOccurrence(weekly, sent('2026-11-22', '2026-11-21'), at('2026-11-23T09:00'))).toBeNull();
  });

  test('a monthly one covers the last complete month, over the end of a year', () => {
    const monthly: Schedule = { ...daily, span: 'monthly' };
    expect(dueOccurrence(monthly, fresh, at('2027-01-01T09:00'))).toMatchObject({
      from: '2026-12-01',
      to: '2026-12-31',
    });
    expect(comparedSpan('monthly', { from: '2026-12-01', to: '2026-12-31' })).toEqual({
      from: '2026-11-01',
      to: '2026-11-30',
    });
  });

  test('today so far is compared with nothing, and days with the same days a week earlier', () => {
    const day = { from: '2026-11-19', to: '2026-11-19' };
    expect(comparedSpan('today', day)).toBeNull();
    expect(comparisonInWords('today', day, 'en-GB')).toBeNull();
    expect(comparedSpan('daily', day)).toEqual({ from: '2026-11-12', to: '2026-11-12' });
    expect(comparisonInWords('daily', day, 'en-GB')).toBe('vs last Thu');
  });

  test('spans in words', () => {
    const words = (from: string, to: string) => spanInWords({ from, to }, 'en-GB');
    expect(words('2026-11-19', '2026-11-19')).toBe('Thursday 19 November 2026');
    expect(words('2026-11-16', '2026-11-22')).toBe('16 – 22 November 2026');
    expect(words('2026-10-28', '2026-11-03')).toBe('28 October – 3 November 2026');
    expect(words('2026-12-30', '2027-01-02')).toBe('30 December 2026 – 2 January 2027');
  });
});
