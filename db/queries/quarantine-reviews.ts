import { and, asc, eq, exists, inArray, lt, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { holds, items, lots, quarantineReviews, sites, tasks } from '#db/schema/index.ts';
import type { Scopes } from '#domain/caller.ts';
import type { ReviewState } from '#domain/quarantine-review.ts';
import type { ShownSignature } from '#domain/signatures.ts';
import { signatureWithId } from './shown-signature.ts';
import { takePage } from './take-page.ts';
import { withinScopes } from './within-scopes.ts';

export type ReviewFilter = {
  now: Date;
  scopes: Scopes;
  state?: ReviewState | undefined;
  site?: string | undefined;
  lotId?: string | undefined;
  overdue?: boolean | undefined;
  /** With an open task that this person has claimed. */
  assigneeId?: string | undefined;
  limit: number;
  /** Due date (ISO 8601) and id of the last row seen. */
  after?: readonly string[] | undefined;
};

/** Quarantine reviews, what is due first first. */
export async function listQuarantineReviews(db: DbOrTx, filter: ReviewFilter) {
  const found = await db
    .select({
      reviewId: quarantineReviews.id,
      number: quarantineReviews.number,
      state: quarantineReviews.state,
      openedAt: quarantineReviews.openedAt,
      dueAt: quarantineReviews.dueAt,
      remindedAt: quarantineReviews.remindedAt,
      escalatedAt: quarantineReviews.escalatedAt,
      extensions: quarantineReviews.extensions,
      evidenceVersion: quarantineReviews.evidenceVersion,
      outcome: quarantineReviews.outcome,
      decidedByName: quarantineReviews.decidedByName,
      decidedAt: quarantineReviews.decidedAt,
      signature: sql<ShownSignature | null>`${signatureWithId(sql`${quarantineReviews.decisionSignatureId}`)}`,
      workflowId: quarantineReviews.workflowId,
      holdId: holds.id,
      holdNumber: holds.number,
      rule: holds.rule,
      reason: holds.reason,
      automatic: holds.automatic,
      placedByName: holds.placedByName,
      lotId: lots.id,
      lot: lots.code,
      item: items.code,
      itemName: items.name,
      site: sites.code,
      timeZone: sites.timeZone,
    })
    .from(quarantineReviews)
    .innerJoin(holds, eq(holds.id, quarantineReviews.holdId))
    .innerJoin(lots, eq(lots.id, quarantineReviews.lotId))
    .innerJoin(items, eq(items.id, lots.itemId))
    .leftJoin(sites, eq(sites.id, quarantineReviews.siteId))
    .where(matching(db, filter))
    .orderBy(asc(quarantineReviews.dueAt), asc(quarantineReviews.id))
    .limit(filter.limit + 1);
  return takePage(found, filter.limit, (row) => [row.dueAt.toISOString(), row.reviewId]);
}

function matching(db: DbOrTx, { now, scopes, state, site, lotId, overdue, assigneeId, after }: ReviewFilter) {
  const { dueAt, id, siteId } = quarantineReviews;
  const [lastDue, lastId] = after ?? [];
  return and(
    withinScopes(scopes, sql`${siteId}`, undefined, sql`${quarantineReviews.lotId}`),
    state === undefined ? undefined : eq(quarantineReviews.state, state),
    site === undefined ? undefined : eq(siteId, sql`(select id from sites where code = ${site})`),
    lotId === undefined ? undefined : eq(quarantineReviews.lotId, lotId),
    overdue === undefined ? undefined : overdue ? isOverdue(now) : sql`not (${isOverdue(now)})`,
    assigneeId === undefined
      ? undefined
      : exists(
          db
            .select({ one: sql`1` })
            .from(tasks)
            .where(and(eq(tasks.subjectId, id), eq(tasks.assigneeId, assigneeId), eq(tasks.state, 'claimed'))),
        ),
    lastDue === undefined || lastId === undefined
      ? undefined
      : // Compared as a row, so that the index leads straight to the place.
        sql`(${dueAt}, ${id}) > (${lastDue}::timestamptz, ${lastId}::uuid)`,
  );
}

const isOverdue = (now: Date) =>
  and(inArray(quarantineReviews.state, ['open', 'decided']), lt(quarantineReviews.dueAt, now));
