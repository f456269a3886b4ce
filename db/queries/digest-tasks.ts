import { sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { Scopes } from '#domain/caller.ts';
import type { TeamWork } from '#domain/inbox.ts';
import type { DigestCounts, TaskMention } from '#domain/notifications.ts';
import { isoText } from './iso-text.ts';
import { allOf, anyOf, withinScopes } from './within-scopes.ts';

export type DigestFilter = {
  userId: string;
  work: readonly TeamWork[];
  /** Where the person may see tasks at all. */
  scopes: Scopes;
  now: Date;
  dueBefore: Date;
  newSince: Date;
};

export type DigestTasks = { counts: DigestCounts; overdue: TaskMention[]; due: TaskMention[]; fresh: TaskMention[] };

/** How many of each list a message names; the counts are of all. */
const named = 20;

/**
 * What waits for a person: tasks they have, and those of their teams that nobody has. Each is named once: overdue, due today,
 * or new since the last digest.
 */
export async function digestTasks(db: DbOrTx, filter: DigestFilter): Promise<DigestTasks> {
  const { userId, work, scopes, now, dueBefore, newSince } = filter;
  const at = (instant: Date) => sql`${instant.toISOString()}::timestamptz`;
  const ofTeam = anyOf([
    sql`false`,
    ...work.map((does) =>
      allOf([
        sql`task.team = ${does.team}`,
        withinScopes([does], sql`task.site_id`, sql`task.entity_id`, sql`task.lot_id`),
      ]),
    ),
  ]);
  const rows = await db.execute<TaskMention & { part: 'overdue' | 'due' | 'fresh'; count: number }>(sql`
    with waiting as (
      select task.*, case when task.due_at < ${at(now)} then 'overdue' when task.due_at < ${at(dueBefore)} then 'due' else 'fresh' end as part
        from tasks task
       where ((task.state = 'claimed' and task.assignee_id = ${userId}) or (task.state = 'open' and ${ofTeam})) and ${withinScopes(scopes, sql`task.site_id`, sql`task.entity_id`, sql`task.lot_id`)}
         and (task.due_at < ${at(dueBefore)} or task.created_at >= ${at(newSince)})
    ), ranked as (
      select waiting.*, count(*) over (partition by part)::int as count,
             row_number() over (partition by part order by due_at, id) as place
        from waiting)
    select ranked.id as "taskId", ranked.title, site.code as site, coalesce(site.time_zone, 'UTC') as "timeZone",
           ${isoText(sql`ranked.due_at`)} as "dueAt", ranked.part, ranked.count
      from ranked left join sites site on site.id = ranked.site_id
     where ranked.place <= ${named} order by ranked.part, ranked.place`);
  const of = (part: string) =>
    rows.filter((row) => row.part === part).map(({ part: _part, count: _count, ...mention }) => mention);
  const countOf = (part: string) => rows.find((row) => row.part === part)?.count ?? 0;
  return {
    counts: { overdue: countOf('overdue'), due: countOf('due'), fresh: countOf('fresh') },
    overdue: of('overdue'),
    due: of('due'),
    fresh: of('fresh'),
  };
}
