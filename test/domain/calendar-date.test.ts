import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, dateInZone, daysBetween, parseCalendarDate } from '#domain/calendar-date.ts';
import { codeOf } from './refusal.ts';

describe('calendar dates', () => {
  test.each(['2026-02-30', '2026-13-01', '2026-00-10', '2026-01-00', '2025-02-29', '0026-10-16', '1899-12-31'])(
    'a day that does not exist is refused, not moved: %s',
    (text) => expect(codeOf(parseCalendarDate(text))).toBe('date.impossible'),
  );

  test.each(['', '2026-1-2', '16.10.2026', '20261016', '2026-10-16T00:00:00Z', ' 2026-10-16'])(
    'another way of writing is refused: "%s"',
    (text) => expect(codeOf(parseCalendarDate(text))).toBe('date.malformed'),
  );

  test('a leap day is a day', () => {
    expect(parseCalendarDate('2028-02-29')).toEqual({ ok: true, value: '2028-02-29' });
    expect(addDays('2028-02-28', 2)).toBe('2028-03-01');
  });

  test('days are counted across months, years and clock changes', () => {
    expect(daysBetween('2026-07-20', '2028-01-11')).toBe(540);
    expect(daysBetween('2026-11-02', '2026-10-31')).toBe(-2);
  });

  test('adding the days between two dates leads from one to the other', () => {
    const dates = fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(dates, dates, (one, other) => {
        const [from, to] = [one.toISOString().slice(0, 10), other.toISOString().slice(0, 10)];
        expect(addDays(from, daysBetween(from, to))).toBe(to);
        expect(codeOf(parseCalendarDate(from))).toBe('allowed');
      }),
    );
  });

  test("the day is the site's, up to its midnight and not the server's", () => {
    expect(dateInZone(new Date('2026-10-17T06:59:59Z'), 'America/Los_Angeles')).toBe('2026-10-16');
    expect(dateInZone(new Date('2026-10-17T07:00:00Z'), 'America/Los_Angeles')).toBe('2026-10-17');
    expect(dateInZone(new Date('2026-10-16T23:30:00Z'), 'Europe/Madrid')).toBe('2026-10-17');
  });
});
