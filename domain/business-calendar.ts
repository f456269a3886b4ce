import { addDays, type CalendarDate, dateInZone } from './calendar-date.ts';
import { millisecondsOfMinutes } from './policy-values.ts';
import { instantOfWallTime } from './zoned-time.ts';

const millisecondsPerMinute = 60_000;
const minutesPerDay = 1_440;
/** How many days without any shift let the clock stand still. In a longer closure time passes: nobody waits for a season to be told. */
export const longestClosure = 31;
const wholeDay: readonly Shift[] = [{ opens: 0, closes: minutesPerDay }];

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
  throw new Error('Every calendar opens again');
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
  throw new Error('Every calendar opens again');
}

export const isOpenAt = (calendar: BusinessCalendar, at: Date): boolean =>
  nextOpening(calendar, at).getTime() === at.getTime();

/** When a site begins to work on a day; null where it is closed. */
export function openingOn(calendar: BusinessCalendar, date: CalendarDate): Date | null {
  const [first] = shiftsOn(calendar, date);
  return first ? wallInstant(calendar, date, first.opens, 'first') : null;
}

/** The stretches of open time from an instant on, without end, in order and without overlap; the first may have begun before, and is cut. */
function* openIntervals(calendar: BusinessCalendar, from: Date): Generator<OpenInterval> {
  let reached = from;
  // A shift of the day before may reach into the day.
  for (let date = addDays(dateInZone(from, calendar.timeZone), -1); ; date = addDays(date, 1)) {
    for (const shift of countedOn(calendar, date)) {
      const opens = wallInstant(calendar, date, shift.opens, 'first');
      const closes = wallInstant(calendar, date, shift.closes, 'last');
      if (closes <= reached) continue;
      yield { opens: opens < reached ? reached : opens, closes };
      reached = closes;
    }
  }
}

/** What of a day counts: its shifts, and all of it amid a closure that is too long to be waited for. */
function countedOn(calendar: BusinessCalendar, date: CalendarDate): readonly Shift[] {
  const shifts = shiftsOn(calendar, date);
  return shifts.length === 0 && isClosedForLong(calendar, date) ? wholeDay : shifts;
}

/** Whether a closed day is one of more than may be waited for, looked at from both its sides. */
function isClosedForLong(calendar: BusinessCalendar, date: CalendarDate): boolean {
  let days = 1;
  for (const step of [-1, 1]) {
    let next = addDays(date, step);
    while (days <= longestClosure && shiftsOn(calendar, next).length === 0) {
      days += 1;
      next = addDays(next, step);
    }
  }
  return days > longestClosure;
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
