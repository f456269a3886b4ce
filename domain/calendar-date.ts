import { allow, type Result, refuse } from './result.ts';

/** A day without time or zone, as `2026-10-16`. Strings of this form sort as the days do. */
export type CalendarDate = string;

const written = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
const millisecondsPerDay = 86_400_000;

/** A day that exists, from 1900 on: 30 February and the year 0026 are refused, not moved. */
export function parseCalendarDate(text: string, pointer?: string): Result<CalendarDate> {
  const parts = written.exec(text);
  if (!parts) return refuse('date.malformed', `A date is written as 2026-10-16: "${text}"`, pointer);
  const exists = textOf(Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]))) === text;
  return exists && text >= '1900-01-01' ? allow(text) : refuse('date.impossible', `There is no day ${text}`, pointer);
}

/** Days from one to the other, negative when `to` is earlier. */
export const daysBetween = (from: CalendarDate, to: CalendarDate): number =>
  (instantOf(to) - instantOf(from)) / millisecondsPerDay;

export const addDays = (date: CalendarDate, days: number): CalendarDate =>
  textOf(instantOf(date) + days * millisecondsPerDay);

/** The day it is at an instant in an IANA time zone: an expiry ends with the day of the site, not of the server. */
export const dateInZone = (instant: Date, timeZone: string): CalendarDate => formatOf(timeZone).format(instant);

const formats = new Map<string, Intl.DateTimeFormat>();

// Making a format takes about 30 µs and its zone never changes what it means, so each is made once.
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  // Of the locales every build of Node carries, en-CA is the one that writes year-month-day.
  const made = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formats.set(timeZone, made);
  return made;
}

const instantOf = (date: CalendarDate): number => Date.parse(`${date}T00:00:00Z`);
const textOf = (instant: number): CalendarDate => new Date(instant).toISOString().slice(0, 10);
