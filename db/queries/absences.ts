import { type SQL, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { isoText } from './iso-text.ts';
import { takePage } from './take-page.ts';
import { allOf } from './within-scopes.ts';

export type ListedAbsence = {
  absenceId: string;
  username: string;
  name: string;
  standIn: string | null;
  standInName: string | null;
  from: string;
  until: string;
  endedAt: string | null;
};

export type AbsenceFilter = {
  /** Who is away at this instant; left out: also who was or will be. */
  at?: Date | undefined;
  user?: string | undefined;
  limit: number;
  after?: readonly string[] | undefined;
};

/** Absences, the latest recorded first. */
export async function listAbsences(db: DbOrTx, { at, user, limit, after }: AbsenceFilter) {
  const rows = await db.execute<ListedAbsence>(sql`
    select away.id as "absenceId", person.username, person.name, stand_in.username as "standIn", stand_in.name as "standInName",
           ${isoText(sql`away.from_at`)} as "from", ${isoText(sql`away.until_at`)} as "until", ${isoText(sql`away.ended_at`)} as "endedAt"
      from absences away join users person on person.id = away.user_id left join users stand_in on stand_in.id = away.stand_in_id
     where ${allOf([
       at && isAwayAt(sql`away`, at),
       user === undefined ? undefined : sql`person.username = ${user}`,
       after?.[0] === undefined ? undefined : sql`away.id < ${after[0]}::uuid`,
     ])}
     order by away.id desc limit ${limit + 1}`);
  return takePage(rows, limit, ({ absenceId }) => [absenceId]);
}

export type Away = { until: string; standIn: string | null; standInId: string | null };

/** Whether somebody is away at an instant, until when, and who is asked meanwhile. */
export async function awayAt(db: DbOrTx, userId: string, now: Date): Promise<Away | null> {
  const [row] = await db.execute<Away>(sql`
    select ${isoText(sql`away.until_at`)} as until, stand_in.name as "standIn", stand_in.id as "standInId"
      from absences away left join users stand_in on stand_in.id = away.stand_in_id
     where away.user_id::text = ${userId} and ${isAwayAt(sql`away`, now)} limit 1`);
  return row ?? null;
}

const isAwayAt = (
  away: SQL,
  at: Date,
): SQL => sql`(${away}.ended_at is null and ${away}.from_at <= ${at.toISOString()}::timestamptz
  and ${away}.until_at > ${at.toISOString()}::timestamptz)`;

/** The same for a list, as an expression: `assigneeId` is text, and null or a system's where nobody can be away. */
export const awayNow = (assigneeId: SQL, now: Date): SQL => sql`(
  select jsonb_build_object('until', ${isoText(sql`away.until_at`)}, 'standIn', stand_in.name)
    from absences away left join users stand_in on stand_in.id = away.stand_in_id
   where away.user_id::text = ${assigneeId} and ${isAwayAt(sql`away`, now)} limit 1)`;

/** The time zone that a person's times are told in: that of the first site they have a role at, UTC where they have none. */
export async function timeZoneOfPerson(db: DbOrTx, userId: string): Promise<string> {
  const [row] = await db.execute<{ zone: string }>(sql`
    select site.time_zone as zone from role_grants granted join sites site on site.id = granted.site_id
     where granted.user_id = ${userId}::uuid order by granted.id limit 1`);
  return row?.zone ?? 'UTC';
}
