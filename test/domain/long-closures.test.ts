import { expect, test } from 'vitest';
import { addWorkingTime, type BusinessCalendar, nextOpening, openingOn } from '#domain/business-calendar.ts';

const at = (text: string) => new Date(text);
/** A site that works from eight to four each day, and on none of the first days of 2027. */
const closedFor = (count: number): BusinessCalendar => ({
  timeZone: 'UTC',
  weekly: Array.from({ length: 7 }, () => [{ opens: 8 * 60, closes: 16 * 60 }]),
  days: new Map(
    Array.from({ length: count }, (_, day): [string, []] => [
      new Date(Date.UTC(2027, 0, day + 1)).toISOString().slice(0, 10),
      [],
    ]),
  ),
});

test('working time stands still in a closure of a month, and passes in a longer one, wherever in it one looks', () => {
  expect(addWorkingTime(closedFor(31), at('2027-01-01T12:00:00Z'), '60')).toEqual(at('2027-02-01T09:00:00Z'));
  const season = closedFor(32);
  expect(addWorkingTime(season, at('2026-12-31T16:00:00Z'), '960')).toEqual(at('2027-01-01T16:00:00Z'));
  expect(addWorkingTime(season, at('2027-02-01T12:00:00Z'), '60')).toEqual(at('2027-02-01T13:00:00Z'));
  expect(openingOn(season, '2027-01-05')).toBeNull();
});

test('working time of a calendar that has no shift any more is time, not looked for for ever', () => {
  const never = { ...closedFor(0), weekly: [[], [], [], [], [], [], []] };
  expect(nextOpening(never, at('2026-01-01T00:00:00Z'))).toEqual(at('2026-01-01T00:00:00Z'));
  expect(addWorkingTime(never, at('2026-01-01T00:00:00Z'), '525600')).toEqual(at('2027-01-01T00:00:00Z'));
});
