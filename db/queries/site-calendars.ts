import { and, eq, gte, inArray } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { calendarDays, siteCalendars } from '#db/schema/escalation.ts';
import { sites } from '#db/schema/master-data.ts';
import { type BusinessCalendar, longestClosure } from '#domain/business-calendar.ts';
import { addDays, dateInZone } from '#domain/calendar-date.ts';

/** The calendars of sites from an instant on, by site id. A site that works around the clock has none. */
export async function readCalendars(
  db: DbOrTx,
  siteIds: readonly (string | null | undefined)[],
  from: Date,
): Promise<Map<string, BusinessCalendar>> {
  const wanted = [...new Set(siteIds.filter((id) => typeof id === 'string'))];
  if (wanted.length === 0) return new Map();
  const rows = await db
    .select({ siteId: siteCalendars.siteId, weekly: siteCalendars.weekly, timeZone: sites.timeZone })
    .from(siteCalendars)
    .innerJoin(sites, eq(sites.id, siteCalendars.siteId))
    .where(inArray(siteCalendars.siteId, wanted));
  if (rows.length === 0) return new Map();
  // A shift of the day before may reach into the first, no zone is a day away from UTC, and how long a closure is begins with its first day.
  const since = addDays(dateInZone(from, 'UTC'), -2 - longestClosure);
  const days = await db
    .select({ siteId: calendarDays.siteId, date: calendarDays.date, shifts: calendarDays.shifts })
    .from(calendarDays)
    .where(and(inArray(calendarDays.siteId, wanted), gte(calendarDays.date, since)));
  return new Map(
    rows.map(({ siteId, ...row }) => [
      siteId,
      { ...row, days: new Map(days.filter((day) => day.siteId === siteId).map(({ date, shifts }) => [date, shifts])) },
    ]),
  );
}
