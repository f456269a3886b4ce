import { eq } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { findSite } from '#db/queries/by-code.ts';
import { siteCalendars } from '#db/schema/escalation.ts';
import { sites } from '#db/schema/master-data.ts';
import type { Shift } from '#domain/business-calendar.ts';
import { authorize, type Caller } from '#domain/caller.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { parseShifts, type WrittenShift, writeShift } from '#domain/shift-text.ts';
import type { Command, OperationContext } from './context.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';

/** `weekly` is Monday to Sunday; `version` the one that was read, 0 where the site had no calendar. */
export type ChangeCalendar = { site: string; weekly: readonly (readonly WrittenShift[])[]; version: number };
export type ChangedCalendar = { site: string; timeZone: string; weekly: WrittenShift[][]; version: number };

/** Sets when a site works. What was timed before keeps its time; what is written or changes hands from now on goes by it. */
export function changeCalendar(
  context: OperationContext,
  command: Command<ChangeCalendar>,
): Promise<Answer<ChangedCalendar>> {
  const { caller, input } = command;
  return runCommand<ChangeCalendar, ChangedCalendar>(context, 'change-calendar', command, async (tx) => {
    const site = await lockSiteOfCalendar(tx, caller, input.site);
    if (!site.ok) return site;
    const weekly = parseWeekly(input.weekly);
    if (!weekly.ok) return weekly;
    const { id: siteId, timeZone } = site.value;
    const [before] = await tx.select().from(siteCalendars).where(eq(siteCalendars.siteId, siteId));
    if ((before?.version ?? 0) !== input.version)
      return refuse('request.precondition-failed', 'The calendar was changed since you read it: read it again');
    const version = input.version + 1;
    const row = { weekly: weekly.value, version, changedAt: context.clock.now(), changedBy: caller.id };
    await tx
      .insert(siteCalendars)
      .values({ siteId, ...row })
      .onConflictDoUpdate({ target: siteCalendars.siteId, set: row });
    const after = weekly.value.map((day) => day.map(writeShift));
    await writeAudit(tx, context, command, [
      {
        action: 'calendar.changed',
        subjectKind: 'site',
        subjectId: siteId,
        siteId,
        before: { weekly: before?.weekly.map((day) => day.map(writeShift)) ?? null },
        after: { weekly: after },
      },
    ]);
    return allow({ site: input.site, timeZone, weekly: after, version });
  });
}

/** The site whose calendar somebody changes, locked so that changes come one after the other, where they may. */
export async function lockSiteOfCalendar(
  tx: Tx,
  caller: Caller,
  code: string,
): Promise<Result<typeof sites.$inferSelect>> {
  const site = await findSite(tx, code);
  if (!site) return refuse('site.unknown', `There is no site ${code}`);
  const entitled = authorize(caller, 'calendar.edit', { siteId: site.id });
  if (!entitled.ok) return entitled;
  await tx.select({ id: sites.id }).from(sites).where(eq(sites.id, site.id)).for('update');
  return allow(site);
}

function parseWeekly(weekly: ChangeCalendar['weekly']): Result<Shift[][]> {
  const days: Shift[][] = [];
  for (const [index, shifts] of weekly.entries()) {
    const parsed = parseShifts(shifts, `/weekly/${index}`);
    if (!parsed.ok) return parsed;
    const [first] = parsed.value;
    if (first && first.opens < (days.at(-1)?.at(-1)?.closes ?? 0) - 1_440)
      return refuse('calendar.shifts-overlap', 'The night before is not over yet', `/weekly/${index}/0`);
    days.push(parsed.value);
  }
  return days.some((day) => day.length > 0)
    ? allow(days)
    : refuse('calendar.never-open', 'A calendar without any shift would let every time stand still', '/weekly');
}
