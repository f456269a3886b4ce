import { addDays, type CalendarDate, dateInZone } from './calendar-date.ts';
import { millisecondsOfMinutes } from './policy-values.ts';
import { instantOfWallTime } from './zoned-time.ts';

const millisecondsPerMinute = 60_000;
const minutesPerDay = 1_440;
/** How many days without any shift may follow each other: a calendar closed for longer never opens. */
const longestClosure = 1_100;

/** Open time of one day by the site's wall clock, in minutes since midnight. One that ends on the next day closes after 1440. */
export type Shift = { opens: number; closes: number };

/** When a site works. `weekly` is Monday to Sunday; a day that is named (holiday, exception) has its own shifts, or none. */
export type BusinessCalendar = {
  timeZone: string;
  weekly: readonly (readonly Shift[])[];
  days: ReadonlyMap<CalendarDate, readonly Shift[]>;
};

/** A stretch of time in which a site works without a break. */
type OpenInterval = { opens: Date; closes: Date };

/**
 * The instant at which the site will have worked so many minutes since another one. Working time is time that passes: the night
 * the clocks go back has an hour more of it. Ending with a shift answers its end, not the next opening.
 */
export function addWorkingTime(calendar: BusinessCalendar, from: Date, minutes: string): Date {
  let left = millisecondsOfMinutes(minutes);
  for (const { opens, closes } of openIntervals(calendar, from)) {
    const length = closes.getTime() - opens.getTime();
    if (left <= length) return new Date(opens.getTime() + left);
    left -= length;
  }
  throw new Error('A calendar that never opens went past the check');
}

/** How long the site works between two instants, in milliseconds; none where the second is not later. */
export function workingTimeBetween(calendar: BusinessCalendar, from: Date, until: Date): number {
  let worked = 0;
  if (until <= from) return worked;
  for (const { opens, closes } of openIntervals(calendar, from)) {
    if (opens >= until) break;
    worked += Math.min(closes.getTime(), until.getTime()) - opens.getTime();
  }
  return worked;
}

/** When the site is open next: now where it is open, else the next opening. */
export function nextOpening(calendar: BusinessCalendar, from: Date): Date {
  for (const { opens } of openIntervals(calendar, from)) return opens;
  throw new Error('A calendar that never opens went past the check');
}

export const isOpenAt = (calendar: BusinessCalendar, at: Date): boolean =>
  nextOpening(calendar, at).getTime() === at.getTime();

/** When a site begins to work on a day; null where it is closed. */
export function openingOn(calendar: BusinessCalendar, date: CalendarDate): Date | null {
  const [first] = shiftsOn(calendar, date);
  return first ? wallInstant(calendar, date, first.opens, 'first') : null;
}

/** The stretches of open time from an instant on, in order and without overlap; the first may have begun before, and is cut. */
function* openIntervals(calendar: BusinessCalendar, from: Date): Generator<OpenInterval> {
  let reached = from;
  let closedDays = 0;
  // A shift of the day before may reach into the day.
  for (
    let date = addDays(dateInZone(from, calendar.timeZone), -1);
    closedDays < longestClosure;
    date = addDays(date, 1)
  ) {
    const shifts = shiftsOn(calendar, date);
    closedDays = shifts.length === 0 ? closedDays + 1 : 0;
    for (const shift of shifts) {
      const opens = wallInstant(calendar, date, shift.opens, 'first');
      const closes = wallInstant(calendar, date, shift.closes, 'last');
      if (closes <= reached) continue;
      yield { opens: opens < reached ? reached : opens, closes };
      reached = closes;
    }
  }
}

const shiftsOn = ({ weekly, days }: BusinessCalendar, date: CalendarDate): readonly Shift[] =>
  days.get(date) ?? weekly[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7] ?? [];

function wallInstant(
  { timeZone }: BusinessCalendar,
  date: CalendarDate,
  minutes: number,
  which: 'first' | 'last',
): Date {
  const milliseconds = (minutes % minutesPerDay) * millisecondsPerMinute;
  return instantOfWallTime({ date: addDays(date, Math.floor(minutes / minutesPerDay)), milliseconds }, timeZone, which);
}
