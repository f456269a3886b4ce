import { and, asc, eq, inArray, lt, type SQL, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { items, legalEntities, lots, releaseApprovals, sites } from '#db/schema/index.ts';
import type { Scopes } from '#domain/caller.ts';
import { type ReleaseState, runningReleaseStates } from '#domain/release-approval.ts';
import type { ResultsOutcome } from '#domain/release-results.ts';
import { takePage } from './take-page.ts';
import { withinScopes } from './within-scopes.ts';

export type ReleaseFilter = {
  now: Date;
  scopes: Scopes;
  state?: ReleaseState | undefined;
  outcome?: ResultsOutcome | undefined;
  site?: string | undefined;
  owner?: string | undefined;
  lotId?: string | undefined;
  overdue?: boolean | undefined;
  /** With an open task that this person has claimed. */
  assigneeId?: string | undefined;
  limit: number;
  /** Due date (ISO 8601) and id of the last row seen. */
  after?: readonly string[] | undefined;
};

/** Releases, what is due first first. */
export async function listReleaseApprovals(db: DbOrTx, filter: ReleaseFilter) {
  const found = await db
    .select({
      releaseId: releaseApprovals.id,
      number: releaseApprovals.number,
      state: releaseApprovals.state,
      outcome: releaseApprovals.outcome,
      openedAt: releaseApprovals.openedAt,
      dueAt: releaseApprovals.dueAt,
      remindedAt: releaseApprovals.remindedAt,
      escalatedAt: releaseApprovals.escalatedAt,
      closedAt: releaseApprovals.closedAt,
      quantity: releaseApprovals.quantity,
      unit: items.baseUnit,
      approvalsNeeded: releaseApprovals.approvalsNeeded,
      approvalsGiven: sql<number>`(select count(*)::int from release_decisions given
        where given.release_id = ${releaseApprovals.id} and given.round = ${releaseApprovals.round} and given.decision = 'approve')`,
      workflowId: releaseApprovals.workflowId,
      lotId: lots.id,
      lot: lots.code,
      item: items.code,
      itemName: items.name,
      expiresOn: lots.expiresOn,
      owner: legalEntities.code,
      site: sites.code,
      timeZone: sites.timeZone,
    })
    .from(releaseApprovals)
    .innerJoin(lots, eq(lots.id, releaseApprovals.lotId))
    .innerJoin(items, eq(items.id, lots.itemId))
    .innerJoin(sites, eq(sites.id, releaseApprovals.siteId))
    .innerJoin(legalEntities, eq(legalEntities.id, releaseApprovals.ownerId))
    .where(matching(filter))
    .orderBy(asc(releaseApprovals.dueAt), asc(releaseApprovals.id))
    .limit(filter.limit + 1);
  return takePage(found, filter.limit, (row) => [row.dueAt.toISOString(), row.releaseId]);
}

function matching({ now, scopes, state, outcome, site, owner, lotId, overdue, assigneeId, after }: ReleaseFilter) {
  const { dueAt, id, siteId, ownerId } = releaseApprovals;
  const [lastDue, lastId] = after ?? [];
  return and(
    withinScopes(scopes, sql`${siteId}`, sql`${ownerId}`, sql`${releaseApprovals.lotId}`),
    state && eq(releaseApprovals.state, state),
    outcome && eq(releaseApprovals.outcome, outcome),
    site === undefined ? undefined : eq(siteId, sql`(select id from sites where code = ${site})`),
    owner === undefined ? undefined : eq(ownerId, sql`(select id from legal_entities where code = ${owner})`),
    lotId === undefined ? undefined : eq(releaseApprovals.lotId, lotId),
    overdue === undefined ? undefined : overdue ? isOverdue(now) : sql`not (${isOverdue(now)})`,
    assigneeId === undefined ? undefined : claimedBy(assigneeId),
    lastDue === undefined || lastId === undefined
      ? undefined
      : // Compared as a row, so that the index leads straight to the place.
        sql`(${dueAt}, ${id}) > (${lastDue}::timestamptz, ${lastId}::uuid)`,
  );
}

const claimedBy = (assigneeId: string): SQL => sql`exists (
  select from tasks where tasks.subject_kind = 'release_approval' and tasks.subject_id = ${releaseApprovals.id}
     and tasks.assignee_id = ${assigneeId} and tasks.state = 'claimed')`;

const isOverdue = (now: Date) =>
  and(inArray(releaseApprovals.state, [...runningReleaseStates]), lt(releaseApprovals.dueAt, now));
