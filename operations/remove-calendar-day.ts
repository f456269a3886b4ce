import { and, eq } from 'drizzle-orm';
import { calendarDays } from '#db/schema/escalation.ts';
import { allow, refuse } from '#domain/result.ts';
import { writeShift } from '#domain/shift-text.ts';
import { lockSiteOfCalendar } from './change-calendar.ts';
import type { Command, OperationContext } from './context.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';

/** Lets a day be again what its weekday is. */
export function removeCalendarDay(
  context: OperationContext,
  command: Command<{ site: string; date: string }>,
): Promise<Answer<null>> {
  const { caller, input } = command;
  return runCommand(context, 'remove-calendar-day', command, async (tx) => {
    const site = await lockSiteOfCalendar(tx, caller, input.site);
    if (!site.ok) return site;
    const siteId = site.value.id;
    const [removed] = await tx
      .delete(calendarDays)
      .where(and(eq(calendarDays.siteId, siteId), eq(calendarDays.date, input.date)))
      .returning();
    if (!removed) return refuse('calendar.day-unknown', `${input.date} is a day like any other at ${input.site}`);
    const { date, name, shifts } = removed;
    await writeAudit(tx, context, command, [
      {
        action: 'calendar.day_removed',
        subjectKind: 'site',
        subjectId: siteId,
        siteId,
        before: { date, name, shifts: shifts.map(writeShift) },
      },
    ]);
    return allow(null);
  });
}
