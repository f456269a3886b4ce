import { and, asc, eq, gt, inArray, isNotNull, lt } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { outbox, quarantineReviews } from '#db/schema/index.ts';
import type { QuarantineReviewInput } from '#domain/processes.ts';
import type { ReviewStanding } from '#domain/review-steps.ts';

/** A review as its table has it, and what its process was started with. */
export type ReviewInEngine = {
  workflowId: string;
  siteId: string | null;
  input: QuarantineReviewInput;
  standing: ReviewStanding;
};

type Row = { review: typeof quarantineReviews.$inferSelect; input: unknown };

/** Unfinished reviews that were started in the engine before an instant, in the order of their ids, from one id on. */
export async function reviewsInEngine(
  db: DbOrTx,
  { startedBefore, after, limit }: { startedBefore: Date; after: string | null; limit: number },
): Promise<ReviewInEngine[]> {
  const rows = await db
    .select({ review: quarantineReviews, input: outbox.input })
    .from(quarantineReviews)
    .innerJoin(outbox, eq(outbox.workflowId, quarantineReviews.workflowId))
    .where(
      and(
        inArray(quarantineReviews.state, ['open', 'decided']),
        isNotNull(outbox.startedAt),
        lt(outbox.startedAt, startedBefore),
        after === null ? undefined : gt(quarantineReviews.id, after),
      ),
    )
    .orderBy(asc(quarantineReviews.id))
    .limit(limit);
  return rows.map(asInEngine);
}

/** Of some workflow ids, the reviews that were over before an instant. */
export async function reviewsOverBefore(
  db: DbOrTx,
  workflowIds: readonly string[],
  before: Date,
): Promise<ReviewInEngine[]> {
  if (workflowIds.length === 0) return [];
  const rows = await db
    .select({ review: quarantineReviews, input: outbox.input })
    .from(quarantineReviews)
    .innerJoin(outbox, eq(outbox.workflowId, quarantineReviews.workflowId))
    .where(and(inArray(quarantineReviews.workflowId, [...workflowIds]), lt(quarantineReviews.closedAt, before)));
  return rows.map(asInEngine);
}

/** One review by its id, whatever its state. */
export async function reviewInEngine(db: DbOrTx, reviewId: string): Promise<ReviewInEngine | undefined> {
  const [row] = await db
    .select({ review: quarantineReviews, input: outbox.input })
    .from(quarantineReviews)
    .innerJoin(outbox, eq(outbox.workflowId, quarantineReviews.workflowId))
    .where(eq(quarantineReviews.id, reviewId));
  return row && asInEngine(row);
}

// The row was written with the review, by the operation that opened it.
const asInEngine = ({ review, input }: Row): ReviewInEngine => ({
  workflowId: review.workflowId,
  siteId: review.siteId,
  input: input as QuarantineReviewInput,
  standing: standingOf(review),
});

/** Where a review stands, as its workflow is told. */
export const standingOf = (review: typeof quarantineReviews.$inferSelect): ReviewStanding => ({
  reviewId: review.id,
  reviewNumber: review.number,
  version: review.version,
  state: review.state,
  dueAt: review.dueAt.toISOString(),
  decision:
    review.outcome && review.decidedBy && review.decidedAt
      ? {
          outcome: review.outcome,
          byId: review.decidedBy,
          byName: review.decidedByName ?? review.decidedBy,
          at: review.decidedAt.toISOString(),
          reason: review.decisionReason ?? '',
        }
      : null,
  ...(review.disposalNumber !== null && { disposal: review.disposalNumber }),
});
