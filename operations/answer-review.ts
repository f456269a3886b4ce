import { and, asc, eq } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { standingOf } from '#db/queries/reviews-in-engine.ts';
import { readActiveHolds } from '#db/queries/stock-standing.ts';
import { outcomeConfirmations } from '#db/schema/quarantine-reviews.ts';
import { type HoldRule, overlap } from '#domain/holds.ts';
import type { RuleViolation } from '#domain/result.ts';
import type { ReviewAnswer } from '#domain/review-steps.ts';
import type { ShownSignature } from '#domain/signatures.ts';
import { type ReviewCase, readCase } from './review-case.ts';
import { confirmationsNeeded } from './review-dates.ts';

/** The answer to a person's step, read after everything it wrote. */
export async function answerReview(
  tx: Tx,
  reviewId: string,
  { now, signature, obstacle = null }: { now: Date; signature: ShownSignature | null; obstacle?: RuleViolation | null },
): Promise<ReviewAnswer> {
  const reviewCase = await readCase(tx, reviewId);
  const { hold } = reviewCase;
  const active = await readActiveHolds(tx, [hold.lotId]);
  const given = await confirmationsOf(tx, reviewCase);
  return {
    ...standingOf(reviewCase.row),
    hold: { holdId: hold.id, number: hold.number, active: hold.endedAt === null },
    stillHeldBy: active
      .filter((other) => other.id !== hold.id && overlap(other, hold))
      // The column holds the words of the domain, by constraint.
      .map((other) => ({ holdId: other.id, number: other.number, rule: other.rule as HoldRule })),
    confirmations: {
      needed: await confirmationsNeeded(tx, reviewCase, now),
      given: given.map(({ confirmedByName, confirmedAt }) => ({
        byName: confirmedByName,
        at: confirmedAt.toISOString(),
      })),
    },
    signature,
    obstacle,
  };
}

/** Who has confirmed the decision in force, in their order; what was confirmed of one taken back does not count. */
export async function confirmationsOf(tx: Tx, { row }: Pick<ReviewCase, 'row'>) {
  return await tx
    .select()
    .from(outcomeConfirmations)
    .where(and(eq(outcomeConfirmations.reviewId, row.id), eq(outcomeConfirmations.decision, row.decisions)))
    .orderBy(asc(outcomeConfirmations.confirmedAt), asc(outcomeConfirmations.confirmedBy));
}
