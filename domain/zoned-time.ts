import type { CalendarDate } from './calendar-date.ts';

const millisecondsPerDay = 86_400_000;

/** A wall clock's reading: a day, and milliseconds since its midnight as the clock shows them (24:00 is the next day's 00:00). */
export type WallTime = { date: CalendarDate; milliseconds: number };

/** Whether this runtime knows the IANA time zone. */
export function isTimeZone(timeZone: string): boolean {
  try {
    formatOf(timeZone);
    return true;
  } catch {
    return false;
  }
}

/**
 * The instant at which clocks in a zone show this. Shown twice, because clocks go back, it is the first or the last of the
 * two, as asked; never shown, because they go forward, it is the moment at which they do.
 */
export function instantOfWallTime({ date, milliseconds }: WallTime, timeZone: string, which: 'first' | 'last'): Date {
  const shown = Date.parse(`${date}T00:00:00Z`) + milliseconds;
  const around = [shown - millisecondsPerDay, shown + millisecondsPerDay].map((instant) => offsetAt(instant, timeZone));
  const candidates = around.map((offset) => shown - offset).filter((instant) => shownAt(instant, timeZone) === shown);
  if (candidates.length === 0) return new Date(changeBefore(shown, timeZone));
  return new Date(which === 'first' ? Math.min(...candidates) : Math.max(...candidates));
}

/** The first instant at which clocks show more than `shown`, which they never show: found by halving, to the millisecond. */
function changeBefore(shown: number, timeZone: string): number {
  let before = shown - 2 * millisecondsPerDay;
  let after = shown + 2 * millisecondsPerDay;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (shownAt(middle, timeZone) > shown) after = middle;
    else before = middle;
  }
  return after;
}

const shownAt = (instant: number, timeZone: string): number => instant + offsetAt(instant, timeZone);

/** How far clocks in a zone are ahead of UTC at an instant, in milliseconds. */
function offsetAt(instant: number, timeZone: string): number {
  // Offsets have whole seconds, and the parts no smaller unit.
  const second = Math.floor(instant / 1_000) * 1_000;
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(second)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second: seconds = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, seconds) - second;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, made);
  return made;
}
