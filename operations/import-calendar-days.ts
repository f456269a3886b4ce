import { and, eq, inArray, sql } from 'drizzle-orm';
import { calendarDays, siteCalendars } from '#db/schema/escalation.ts';
import { parseCalendarDate } from '#domain/calendar-date.ts';
import { allow, refuse } from '#domain/result.ts';
import { parseShifts, type WrittenShift } from '#domain/shift-text.ts';
import { lockSiteOfCalendar } from './change-calendar.ts';
import type { Command, OperationContext } from './context.ts';
import { insertRows } from './insert-rows.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';

/** A holiday has no shifts, an exception has others than its weekday. */
export type StatedDay = { date: string; name: string; shifts?: readonly WrittenShift[] | undefined };
export type ImportCalendarDays = { site: string; days: readonly StatedDay[] };
export type ImportedCalendarDays = { site: string; added: number; replaced: number };

const mostDays = 1_000;

/** Adds holidays and exceptions from a list, all or none; a day that is there already is replaced. */
export function importCalendarDays(
  context: OperationContext,
  command: Command<ImportCalendarDays>,
): Promise<Answer<ImportedCalendarDays>> {
  const { caller, input } = command;
  return runCommand(context, 'import-calendar-days', command, async (tx) => {
    const site = await lockSiteOfCalendar(tx, caller, input.site);
    if (!site.ok) return site;
    const siteId = site.value.id;
    const [calendar] = await tx.select().from(siteCalendars).where(eq(siteCalendars.siteId, siteId));
    if (!calendar) return refuse('calendar.unknown', `${input.site} works around the clock: it has no calendar`);

    const rows: (typeof calendarDays.$inferInsert)[] = [];
    for (const [index, { date, name, shifts = [] }] of input.days.entries()) {
      const day = parseCalendarDate(date, `/days/${index}/date`);
      if (!day.ok) return day;
      if (rows.some((row) => row.date === day.value))
        return refuse('request.malformed', `${date} is in the list twice`, `/days/${index}/date`);
      const parsed = parseShifts(shifts, `/days/${index}/shifts`);
      if (!parsed.ok) return parsed;
      const change = { changedAt: context.clock.now(), changedBy: caller.id };
      rows.push({ siteId, date: day.value, name: name.trim(), shifts: parsed.value, ...change });
    }
    const replaced = await tx
      .delete(calendarDays)
      .where(
        and(
          eq(calendarDays.siteId, siteId),
          inArray(
            calendarDays.date,
            rows.map(({ date }) => date),
          ),
        ),
      )
      .returning();
    await insertRows(tx, calendarDays, rows);
    const [count] = await tx
      .select({ days: sql<number>`count(*)::int` })
      .from(calendarDays)
      .where(eq(calendarDays.siteId, siteId));
    if ((count?.days ?? 0) > mostDays)
      return refuse('calendar.too-many-days', `A site has at most ${mostDays} days that differ`, '/days');
    await writeAudit(tx, context, command, [
      {
        action: 'calendar.days_imported',
        subjectKind: 'site',
        subjectId: siteId,
        siteId,
        before: replaced.map(({ date, name }) => ({ date, name })),
        after: input.days,
      },
    ]);
    return allow({ site: input.site, added: rows.length - replaced.length, replaced: replaced.length });
  });
}
