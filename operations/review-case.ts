import { eq, sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { callerById } from '#db/queries/caller-by-id.ts';
import { onBehalfIn } from '#db/queries/quarantine-review-detail.ts';
import { holds, items, lots, quarantineReviews, sites } from '#db/schema/index.ts';
import type { AskedBy, Caller } from '#domain/caller.ts';
import type { Review } from '#domain/quarantine-review.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { lockLots } from './lock-lots.ts';

/** A review with the hold it decides about, locked, as the operations on it need it. */
export type ReviewCase = {
  row: typeof quarantineReviews.$inferSelect;
  hold: typeof holds.$inferSelect;
  lot: { id: string; code: string; itemId: string; itemName: string; category: string };
  siteCode: string | null;
  /** The same as the rules see it. */
  review: Review;
};

/**
 * Locks a review by the lock protocol: its lot first, in a statement of its own, then everything is read. The lot of a
 * review never changes, so finding it out before the lock is safe. `review.unknown` where there is none.
 */
export async function lockReview(tx: Tx, reviewId: string): Promise<Result<ReviewCase>> {
  const [found] = await tx
    .select({ lotId: quarantineReviews.lotId })
    .from(quarantineReviews)
    .where(eq(quarantineReviews.id, reviewId));
  if (!found) return refuse('review.unknown', `There is no quarantine review ${reviewId}`);
  await lockLots(tx, [found.lotId]);
  return allow(await readCase(tx, reviewId));
}

/** Reads a review that is known to be there; the caller holds its lot's lock. */
export async function readCase(tx: Tx, reviewId: string): Promise<ReviewCase> {
  const [found] = await tx
    .select({
      row: quarantineReviews,
      hold: holds,
      lot: { id: lots.id, code: lots.code, itemId: lots.itemId, itemName: items.name, category: items.category },
      siteCode: sites.code,
      ownerIds: ownersInReach,
      requestedFor: onBehalfIn('requested'),
      decidedFor: onBehalfIn('decided'),
    })
    .from(quarantineReviews)
    .innerJoin(holds, eq(holds.id, quarantineReviews.holdId))
    .innerJoin(lots, eq(lots.id, quarantineReviews.lotId))
    .innerJoin(items, eq(items.id, lots.itemId))
    .leftJoin(sites, eq(sites.id, holds.siteId))
    .where(eq(quarantineReviews.id, reviewId));
  if (!found) throw new Error(`Quarantine review ${reviewId} was there and is gone`);
  const { ownerIds, requestedFor, decidedFor, ...known } = found;
  return { ...known, review: asReview(known, { ownerIds, requestedFor, decidedFor }) };
}

/** What `reaches` in `domain/holds.ts` says, in the same statement. */
const ownersInReach = sql<string[]>`(
  select coalesce(jsonb_agg(distinct standing.owner_id), '[]')
    from stock standing join locations place on place.id = standing.location_id
   where standing.lot_id = ${holds.lotId} and (${holds.siteId} is null or ${holds.siteId} = place.site_id)
     and (${holds.locationId} is null or ${holds.locationId} = place.id))`;

// A hold may have been extended since the review began: whoever decides needs the right where it reaches now.
const asReview = (
  { row, hold, lot }: Pick<ReviewCase, 'row' | 'hold' | 'lot'>,
  people: { ownerIds: readonly string[]; requestedFor: string | null; decidedFor: string | null },
): Review => ({
  state: row.state,
  requestedBy: row.requestedBy,
  requestedFor: people.requestedFor,
  dueAt: row.dueAt,
  scope: { siteId: hold.siteId, category: lot.category },
  ownerIds: people.ownerIds,
  disposal: row.disposalNumber ?? undefined,
  decision:
    row.outcome && row.decidedBy && row.decidedAt
      ? {
          outcome: row.outcome,
          by: row.decidedBy,
          forId: people.decidedFor,
          byName: row.decidedByName ?? row.decidedBy,
          at: row.decidedAt,
        }
      : null,
});

/** What follows from a step is reckoned by the policies for this item at this site. */
export const policyScopeOf = ({ lot, hold }: Pick<ReviewCase, 'lot' | 'hold'>) => ({
  itemId: lot.itemId,
  category: lot.category,
  siteId: hold.siteId,
});

/**
 * The caller of a step that came through the engine, with the rights of this moment: what travelled with the request
 * says only who asked.
 */
export async function currentCaller(tx: Tx, asked: AskedBy, now: Date): Promise<Result<Caller>> {
  const caller = await callerById(tx, asked, now);
  return caller
    ? allow(caller)
    : refuse('access.right-missing', 'Whoever asked for this has no account or key any more');
}

/** What the duties of a review are recorded for: its lot, and this case of it. */
export const dutySubjectOf = ({ row, hold }: Pick<ReviewCase, 'row' | 'hold'>) => ({
  lotIds: [hold.lotId],
  caseKind: 'quarantine_review',
  caseId: row.id,
});

/** What every line of the trail about a review has: the lot and the place it is about. */
export const auditOf = ({ row, hold }: Pick<ReviewCase, 'row' | 'hold'>) => ({
  subjectKind: 'quarantine_review',
  subjectId: row.id,
  lotId: hold.lotId,
  siteId: hold.siteId,
});
