import { desc, eq } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { callerById } from '#db/queries/caller-by-id.ts';
import { digestTasks } from '#db/queries/digest-tasks.ts';
import { peopleAtSite } from '#db/queries/people-at-site.ts';
import { absencesAt } from '#db/queries/recipients.ts';
import { readCalendars } from '#db/queries/site-calendars.ts';
import { type SiteDay, sitesAwaitingDigest } from '#db/queries/sites-awaiting-digest.ts';
import { digests } from '#db/schema/escalation.ts';
import { type BusinessCalendar, openingOn } from '#domain/business-calendar.ts';
import { addDays } from '#domain/calendar-date.ts';
import { scopesWith } from '#domain/caller.ts';
import { workOf } from '#domain/inbox.ts';
import type { NotificationContent } from '#domain/notifications.ts';
import { allow } from '#domain/result.ts';
import { instantOfWallTime } from '#domain/zoned-time.ts';
import { type Cause, type Command, type OperationContext, systemCaller } from './context.ts';
import { runCommand } from './run-command.ts';
import { type NewNotification, writeNotifications } from './write-notifications.ts';

const millisecondsPerDay = 86_400_000;
/** Where a site works around the clock, the day begins for its digest at eight. */
const withoutOpening = 8 * 3_600_000;

/** Writes the digests of every site that has opened today and has none yet, each in a transaction of its own. */
export async function writeDigests(context: OperationContext, cause: Cause = {}): Promise<{ sites: number }> {
  const now = context.clock.now();
  const days = await sitesAwaitingDigest(context.db, now);
  const calendars = await readCalendars(
    context.db,
    days.map(({ siteId }) => siteId),
    now,
  );
  const open = days.filter((day) => {
    const opening = openingOf(day, calendars.get(day.siteId));
    return opening !== null && opening <= now;
  });
  for (const day of open) {
    const commandId = `digest:${day.siteId}:${day.date}`;
    await writeDigest(context, { commandId, caller: systemCaller, cause, input: day });
  }
  return { sites: open.length };
}

const openingOf = ({ date, timeZone }: SiteDay, calendar: BusinessCalendar | undefined): Date | null =>
  calendar ? openingOn(calendar, date) : instantOfWallTime({ date, milliseconds: withoutOpening }, timeZone, 'first');

const writeDigest = (context: OperationContext, command: Command<SiteDay>) =>
  runCommand(context, 'write-digest', command, async (tx) => {
    const { siteId, date } = command.input;
    const now = context.clock.now();
    const [last] = await tx
      .select({ at: digests.writtenAt })
      .from(digests)
      .where(eq(digests.siteId, siteId))
      .orderBy(desc(digests.date))
      .limit(1);
    // Of a site that never had one, or was closed for weeks, what is new is what came since yesterday.
    const newSince = last && last.at > new Date(now.getTime() - 7 * millisecondsPerDay) ? last.at : dayBefore(now);
    const news = await newsOf(tx, command.input, now, newSince);
    const people = await writeNotifications(tx, context, command, news);
    await tx.insert(digests).values({ siteId, date, writtenAt: now, people: people.length });
    return allow({ people: people.length });
  });

const dayBefore = (now: Date): Date => new Date(now.getTime() - millisecondsPerDay);

/** One message for each person who is there and for whom something waits. */
async function newsOf(tx: Tx, day: SiteDay, now: Date, newSince: Date): Promise<NewNotification[]> {
  const { siteId, site, timeZone, date } = day;
  const away = new Set((await absencesAt(tx, now)).map(({ userId }) => userId));
  const dueBefore = instantOfWallTime({ date: addDays(date, 1), milliseconds: 0 }, timeZone, 'first');
  const news: NewNotification[] = [];
  for (const userId of await peopleAtSite(tx, siteId, now)) {
    const caller = away.has(userId) ? undefined : await callerById(tx, { kind: 'person', id: userId }, now);
    if (!caller) continue;
    const scopes = scopesWith(caller, 'task.read');
    const waiting = await digestTasks(tx, { userId, work: workOf(caller), scopes, now, dueBefore, newSince });
    const { overdue, due, fresh } = waiting.counts;
    if (overdue + due + fresh === 0) continue;
    const content: NotificationContent = { kind: 'daily_digest', date, site, timeZone, ...waiting };
    news.push({ userId, eventKey: `digest:${date}`, content, subject: { kind: 'person', id: userId } });
  }
  return news;
}
