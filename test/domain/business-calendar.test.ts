import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addWorkingTime,
  type BusinessCalendar,
  isOpenAt,
  nextOpening,
  openingOn,
  type Shift,
  workingTimeBetween,
} from '#domain/business-calendar.ts';
import { instantOfWallTime, isTimeZone } from '#domain/zoned-time.ts';

const hours = (opens: number, closes: number): Shift => ({ opens: opens * 60, closes: closes * 60 });
const everyDay = (...shifts: Shift[]) => Array.from({ length: 7 }, () => shifts);
const weekdays = (...shifts: Shift[]) => [...Array.from({ length: 5 }, () => shifts), [], []];
const calendar = (timeZone: string, weekly: BusinessCalendar['weekly'], days = {}): BusinessCalendar => ({
  timeZone,
  weekly,
  days: new Map(Object.entries(days)),
});
const at = (text: string) => new Date(text);
const newark = calendar('America/New_York', weekdays(hours(8, 16.5)));

describe('working time', () => {
  test('passes while the site is open, and waits over the night and the weekend', () => {
    // Friday 15:30 in Newark; a half-hour shift is left of it and an hour belongs to Monday.
    expect(addWorkingTime(newark, at('2026-10-16T20:00:00Z'), '90').toISOString()).toBe('2026-10-19T13:00:00.000Z');
    expect(workingTimeBetween(newark, at('2026-10-16T20:00:00Z'), at('2026-10-19T13:00:00Z'))).toBe(90 * 60_000);
    expect(nextOpening(newark, at('2026-10-17T12:00:00Z')).toISOString()).toBe('2026-10-19T12:00:00.000Z');
    expect(isOpenAt(newark, at('2026-10-16T12:00:00Z'))).toBe(true);
    expect(isOpenAt(newark, at('2026-10-16T20:30:00Z'))).toBe(false);
  });

  test('that ends with a shift ends there, and what is left of it begins with the next', () => {
    expect(addWorkingTime(newark, at('2026-10-16T20:00:00Z'), '30').toISOString()).toBe('2026-10-16T20:30:00.000Z');
    expect(addWorkingTime(newark, at('2026-10-16T20:30:00Z'), '0.001').toISOString()).toBe('2026-10-19T12:00:00.060Z');
  });

  test('stands still on a holiday, and follows an exception of a day', () => {
    const thanksgiving = {
      ...newark,
      days: new Map([
        ['2026-11-26', []],
        ['2026-11-27', [hours(8, 12)]],
      ]),
    };
    expect(openingOn(thanksgiving, '2026-11-26')).toBeNull();
    expect(openingOn(thanksgiving, '2026-11-27')?.toISOString()).toBe('2026-11-27T13:00:00.000Z');
    // Wednesday 16:00: half an hour, then four hours on Friday, then Monday.
    expect(addWorkingTime(thanksgiving, at('2026-11-25T21:00:00Z'), '300').toISOString()).toBe(
      '2026-11-30T13:30:00.000Z',
    );
  });

  test('has an hour more in the night the clocks go back, and one less when they go forward', () => {
    const nights = calendar('America/New_York', everyDay(hours(22, 30)));
    const spent = (from: string, until: string) => workingTimeBetween(nights, at(from), at(until)) / 3_600_000;
    expect(spent('2026-10-31T16:00:00Z', '2026-11-01T16:00:00Z')).toBe(9);
    expect(spent('2027-03-13T16:00:00Z', '2027-03-14T16:00:00Z')).toBe(7);
    expect(spent('2026-10-30T16:00:00Z', '2026-10-31T16:00:00Z')).toBe(8);
  });

  test('opens at the first and closes at the last of two instants that the clock shows alike', () => {
    const late = calendar('America/New_York', everyDay(hours(22, 25.5)));
    const early = calendar('America/New_York', everyDay(hours(1.5, 4)));
    const night = [at('2026-10-31T16:00:00Z'), at('2026-11-01T16:00:00Z')] as const;
    expect(workingTimeBetween(late, ...night) / 3_600_000).toBe(4.5);
    expect(workingTimeBetween(early, ...night) / 3_600_000).toBe(3.5);
  });

  test('knows leap days', () => {
    const leap = calendar('UTC', everyDay(hours(0, 24)), { '2028-02-29': [] });
    expect(addWorkingTime(leap, at('2028-02-28T12:00:00Z'), '1440').toISOString()).toBe('2028-03-01T12:00:00.000Z');
    expect(addWorkingTime(leap, at('2027-02-28T12:00:00Z'), '1440').toISOString()).toBe('2027-03-01T12:00:00.000Z');
  });

  test('of a site that never closes is time, also where two nights meet at midnight', () => {
    const always = calendar('Australia/Lord_Howe', everyDay(hours(0, 24)));
    const from = at('2026-01-01T05:06:07.089Z');
    expect(addWorkingTime(always, from, '525600').getTime()).toBe(from.getTime() + 525_600 * 60_000);
  });
});

test.each([
  ['America/New_York', '2026-11-01', 90, 'first', '2026-11-01T05:30:00.000Z'],
  ['America/New_York', '2026-11-01', 90, 'last', '2026-11-01T06:30:00.000Z'],
  ['America/New_York', '2027-03-14', 150, 'first', '2027-03-14T07:00:00.000Z'],
  ['Australia/Lord_Howe', '2026-10-04', 135, 'last', '2026-10-03T15:30:00.000Z'],
  ['Pacific/Apia', '2011-12-30', 720, 'first', '2011-12-30T10:00:00.000Z'],
  ['Asia/Kolkata', '2026-06-01', 0, 'first', '2026-05-31T18:30:00.000Z'],
] as const)('in %s on %s, minute %i (%s) is %s', (zone, date, minutes, which, expected) => {
  expect(instantOfWallTime({ date, milliseconds: minutes * 60_000 }, zone, which).toISOString()).toBe(expected);
});

test('a zone that is none is known as none', () => {
  expect(isTimeZone('America/Chicago')).toBe(true);
  expect(isTimeZone('Mars/Olympus')).toBe(false);
});

describe('for every calendar and every instant,', () => {
  const zones = ['America/New_York', 'America/Chicago', 'Europe/London', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC'];
  const shifts = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 1_439 }), fc.integer({ min: 1, max: 1_440 })), { maxLength: 3 })
    .map((pairs) =>
      pairs
        .sort(([left], [right]) => left - right)
        .map(([opens, length]) => ({ opens, closes: opens + length }))
        .filter((shift, index, all) => index === 0 || shift.opens >= (all[index - 1]?.closes ?? 0)),
    );
  const calendars = fc
    .record({
      timeZone: fc.constantFrom(...zones),
      weekly: fc.array(shifts, { minLength: 7, maxLength: 7 }),
      days: fc
        .array(fc.tuple(fc.integer({ min: 0, max: 20 }), shifts), { maxLength: 4 })
        .map((days) => new Map(days.map(([day, of]) => [`2026-10-${String(day + 10).padStart(2, '0')}`, of]))),
    })
    .filter(({ weekly }) => weekly.some((day) => day.length > 0));
  // Around the changes of the clocks of 2026 and 2027.
  const instants = fc
    .tuple(
      fc.constantFrom('2026-10-04', '2026-10-25', '2026-11-01', '2027-03-14', '2027-03-28', '2028-02-29'),
      fc.integer({ min: -4 * 86_400_000, max: 4 * 86_400_000 }),
    )
    .map(([day, shift]) => new Date(Date.parse(`${day}T00:00:00Z`) + shift));
  const minutes = fc.integer({ min: 1, max: 30_000 });
  const add = (given: BusinessCalendar, from: Date, count: number) => addWorkingTime(given, from, String(count));

  test('the working time between now and now plus m minutes is m minutes', () => {
    fc.assert(
      fc.property(calendars, instants, minutes, (given, from, count) => {
        expect(workingTimeBetween(given, from, add(given, from, count))).toBe(count * 60_000);
      }),
    );
  });

  test('a minutes and then b minutes are a + b minutes', () => {
    fc.assert(
      fc.property(calendars, instants, minutes, minutes, (given, from, a, b) => {
        expect(add(given, add(given, from, a), b)).toEqual(add(given, from, a + b));
      }),
    );
  });

  test('what begins later ends no earlier, and nothing is worked before the next opening', () => {
    fc.assert(
      fc.property(calendars, instants, instants, minutes, (given, one, other, count) => {
        const [early, late] = one <= other ? [one, other] : [other, one];
        expect(add(given, early, count) <= add(given, late, count)).toBe(true);
        const opening = nextOpening(given, early);
        expect(isOpenAt(given, opening)).toBe(true);
        expect(workingTimeBetween(given, early, opening)).toBe(0);
      }),
    );
  });

  test('minute by minute the wall clock says the same', () => {
    // No property can be wrong together with this: it looks at the clock of each minute and at nothing else.
    const open = (given: BusinessCalendar, minute: Date): boolean => {
      const text = minute.toLocaleString('sv-SE', { timeZone: given.timeZone });
      const [date = '', time = ''] = text.split(' ');
      const [hour = 0, past = 0] = time.split(':').map(Number);
      const before = new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
      const of = (day: string) =>
        given.days.get(day) ?? given.weekly[(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7] ?? [];
      const now = hour * 60 + past;
      const within = (shown: number) => (shift: Shift) => shift.opens <= shown && shown < shift.closes;
      return of(date).some(within(now)) || of(before).some(within(now + 1_440));
    };
    fc.assert(
      fc.property(calendars, instants, fc.integer({ min: 1, max: 2_000 }), (given, instant, length) => {
        // Edges inside an hour that is shown twice or never are a convention, told in the tests above; shifts here end on the hour.
        const whole: BusinessCalendar = {
          ...given,
          weekly: given.weekly.map((day) => day.map(onTheHour)),
          days: new Map([...given.days].map(([date, day]) => [date, day.map(onTheHour)])),
        };
        const from = new Date(Math.floor(instant.getTime() / 60_000) * 60_000);
        let counted = 0;
        for (let step = 0; step < length; step += 1)
          if (open(whole, new Date(from.getTime() + step * 60_000))) counted += 1;
        const until = new Date(from.getTime() + length * 60_000);
        expect(workingTimeBetween(whole, from, until)).toBe(counted * 60_000);
      }),
      { numRuns: 40 },
    );
  });
  // 04:00 is shown once on every day in each of these zones.
  const onTheHour = (shift: Shift): Shift => ({
    opens: shift.opens < 720 ? 240 : 720,
    closes: shift.closes <= 720 ? 720 : shift.closes < 1_440 ? 1_440 : 1_440 + 240,
  });
});
