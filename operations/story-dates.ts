import { addDays } from '#domain/calendar-date.ts';

const millisecondsPerDay = 86_400_000;
const date = /^\d{4}-\d{2}-\d{2}$/;
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

/**
 * Plays the story around today: all instants and dates move by the same whole number of days, the largest that keeps the
 * recall instant not later than now (story/README.md, "Dates"). Shelf lives and hours of the day stay as they are.
 */
export function shiftStory<S extends { recall: { as_of: string } }>(
  story: S,
  now: Date,
): S & { shiftedByDays: number } {
  const shiftedByDays = Math.floor((now.getTime() - Date.parse(story.recall.as_of)) / millisecondsPerDay);
  // Dates are moved within strings only, so the shape stays the one that came in.
  return { ...(shift(story, shiftedByDays) as S), shiftedByDays };
}

function shift(value: unknown, days: number): unknown {
  if (typeof value === 'string') {
    if (date.test(value)) return addDays(value, days);
    return instant.test(value) ? addDays(value.slice(0, 10), days) + value.slice(10) : value;
  }
  if (Array.isArray(value)) return value.map((entry) => shift(entry, days));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, shift(entry, days)]));
}
