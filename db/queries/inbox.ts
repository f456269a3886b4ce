import { type SQL, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { Scopes } from '#domain/caller.ts';
import { type InboxView, inboxViews, type TeamWork } from '#domain/inbox.ts';
import type { TaskKind, TaskState, Team } from '#domain/tasks.ts';
import { awayNow } from './absences.ts';
import { isoText } from './iso-text.ts';
import { takePage } from './take-page.ts';
import { allOf, anyOf, withinScopes } from './within-scopes.ts';

/** Whose inbox it is: what they may see, and what their roles work on. */
export type InboxOwner = { callerId: string; scopes: Scopes; work: readonly TeamWork[]; now: Date };

export type InboxFilter = InboxOwner & {
  view: InboxView;
  siteId?: string | undefined;
  team?: Team | undefined;
  kind?: TaskKind | undefined;
  state?: TaskState | undefined;
  lotId?: string | undefined;
  subjectKind?: string | undefined;
  subjectId?: string | undefined;
  limit: number;
  after?: readonly string[] | undefined;
};

export type ListedTask = {
  taskId: string;
  kind: TaskKind;
  state: TaskState;
  team: Team;
  title: string;
  detail: string | null;
  subjectKind: string;
  subjectId: string;
  lotId: string | null;
  lot: string | null;
  site: string | null;
  timeZone: string | null;
  assigneeId: string | null;
  assigneeName: string | null;
  dueAt: string;
  overdue: boolean;
  remindedAt: string | null;
  escalatedAt: string | null;
  remindAt: string | null;
  escalateAt: string | null;
  escalationStep: number;
  assigneeAway: { until: string; standIn: string | null } | null;
  createdAt: string;
  settledAt: string | null;
  workflowId: string | null;
  version: number;
};

/** Tasks in one view of the inbox, what is due first first. The key of a page is due date and id. */
export async function listTasks(
  db: DbOrTx,
  filter: InboxFilter,
): Promise<{ rows: readonly ListedTask[]; next: readonly string[] | null }> {
  const rows = await db.execute<ListedTask>(sql`
    with page as materialized (
      select * from tasks task where ${conditions(filter)} order by task.due_at, task.id limit ${filter.limit + 1})
    select page.id as "taskId", page.kind, page.state, page.team, page.title, page.detail, page.subject_kind as "subjectKind",
           page.subject_id as "subjectId", page.lot_id as "lotId", lot.code as lot, site.code as site,
           site.time_zone as "timeZone", page.assignee_id as "assigneeId", page.assignee_name as "assigneeName",
           ${isoText(sql`page.due_at`)} as "dueAt",
           (page.state in ('open', 'claimed') and page.due_at < ${filter.now.toISOString()}::timestamptz) as overdue,
           ${isoText(sql`page.reminded_at`)} as "remindedAt", ${isoText(sql`page.escalated_at`)} as "escalatedAt",
           ${isoText(sql`page.remind_at`)} as "remindAt", ${isoText(sql`page.escalate_at`)} as "escalateAt",
           page.escalation_step as "escalationStep", ${awayNow(sql`page.assignee_id`, filter.now)} as "assigneeAway",
           ${isoText(sql`page.created_at`)} as "createdAt", ${isoText(sql`page.settled_at`)} as "settledAt",
           page.workflow_id as "workflowId", page.version
      from page left join lots lot on lot.id = page.lot_id left join sites site on site.id = page.site_id
     order by page.due_at, page.id`);
  return takePage(rows, filter.limit, ({ dueAt, taskId }) => [dueAt, taskId]);
}

/** How many tasks wait in each view. */
export async function countTasks(db: DbOrTx, owner: InboxOwner): Promise<Record<InboxView, number>> {
  const counts = sql.join(
    inboxViews.map((view) => sql`count(*) filter (where ${inView(view, owner)})::int as ${sql.identifier(view)}`),
    sql`, `,
  );
  const [row] = await db.execute<Record<InboxView, number>>(sql`
    select ${counts} from tasks task
     where task.state in ('open', 'claimed') and ${withinScopes(owner.scopes, sql`task.site_id`, sql`task.entity_id`, sql`task.lot_id`)}`);
  if (!row) throw new Error('A count has one row');
  return row;
}

function conditions(filter: InboxFilter): SQL {
  const [dueAt, id] = filter.after ?? [];
  return allOf([
    withinScopes(filter.scopes, sql`task.site_id`, sql`task.entity_id`, sql`task.lot_id`),
    inView(filter.view, filter),
    filter.siteId ? sql`task.site_id = ${filter.siteId}::uuid` : undefined,
    filter.team ? sql`task.team = ${filter.team}` : undefined,
    filter.kind ? sql`task.kind = ${filter.kind}` : undefined,
    filter.state ? sql`task.state = ${filter.state}` : undefined,
    filter.lotId ? sql`task.lot_id = ${filter.lotId}::uuid` : undefined,
    filter.subjectKind ? sql`task.subject_kind = ${filter.subjectKind}` : undefined,
    filter.subjectId ? sql`task.subject_id = ${filter.subjectId}::uuid` : undefined,
    dueAt && id ? sql`(task.due_at, task.id) > (${dueAt}::timestamptz, ${id}::uuid)` : undefined,
  ]);
}

const waiting = sql`task.state in ('open', 'claimed')`;

function inView(view: InboxView, { callerId, work, now }: InboxOwner): SQL {
  const mine = sql`(task.assignee_id = ${callerId} and task.state = 'claimed')`;
  const ofTeam = anyOf([
    sql`false`,
    ...work.map((does) =>
      allOf([
        sql`task.team = ${does.team}`,
        withinScopes([does], sql`task.site_id`, sql`task.entity_id`, sql`task.lot_id`),
      ]),
    ),
  ]);
  switch (view) {
    case 'mine':
      return mine;
    case 'team':
      return sql`(${waiting} and ${ofTeam})`;
    case 'unassigned':
      return sql`(task.state = 'open' and ${ofTeam})`;
    case 'overdue':
      return sql`(${waiting} and task.due_at < ${now.toISOString()}::timestamptz and (${mine} or ${ofTeam}))`;
    case 'all':
      return sql`true`;
  }
}
