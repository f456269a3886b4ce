import { and, asc, eq, gte } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { calendarDays, siteCalendars } from '#db/schema/escalation.ts';
import type { Shift } from '#domain/business-calendar.ts';
import { dateInZone } from '#domain/calendar-date.ts';
import type { FoundSite } from './by-code.ts';

export type CalendarPage = {
  weekly: readonly (readonly Shift[])[] | null;
  version: number;
  days: { date: string; name: string; shifts: readonly Shift[] }[];
};

/** The calendar of a site as it was set, with the days from today on that differ. */
export async function readCalendarPage(db: DbOrTx, { id, timeZone }: FoundSite, now: Date): Promise<CalendarPage> {
  const [calendar] = await db.select().from(siteCalendars).where(eq(siteCalendars.siteId, id));
  const days = await db
    .select({ date: calendarDays.date, name: calendarDays.name, shifts: calendarDays.shifts })
    .from(calendarDays)
    .where(and(eq(calendarDays.siteId, id), gte(calendarDays.date, dateInZone(now, timeZone))))
    .orderBy(asc(calendarDays.date));
  return { weekly: calendar?.weekly ?? null, version: calendar?.version ?? 0, days };
}
