import { eq, inArray } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { outbox, quarantineReviews } from '#db/schema/index.ts';
import type { QuarantineReviewInput } from '#domain/processes.ts';
import type { ReviewStanding } from '#domain/review-steps.ts';
import type { CaseInEngine } from './cases-in-engine.ts';

export type ReviewInEngine = CaseInEngine<QuarantineReviewInput, ReviewStanding> & { siteId: string | null };

type Row = { review: typeof quarantineReviews.$inferSelect; input: unknown };

/** Some reviews by their ids, whatever their state. */
export async function reviewsInEngine(db: DbOrTx, reviewIds: readonly string[]): Promise<ReviewInEngine[]> {
  const rows = await db
    .select({ review: quarantineReviews, input: outbox.input })
    .from(quarantineReviews)
    .innerJoin(outbox, eq(outbox.workflowId, quarantineReviews.workflowId))
    .where(inArray(quarantineReviews.id, [...reviewIds]));
  return rows.map(asInEngine);
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
