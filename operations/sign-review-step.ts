import type { Tx } from '#db/connect.ts';
import { readReviewFacts } from '#db/queries/shown-review.ts';
import { allow, type Result } from '#domain/result.ts';
import type { ReviewAction } from '#domain/review-actions.ts';
import { reviewMeanings } from '#domain/review-signatures.ts';
import { shownReview } from '#domain/shown-review.ts';
import type { ShownSignature } from '#domain/signatures.ts';
import type { Actor, OperationContext } from './context.ts';
import { auditOf, type ReviewCase } from './review-case.ts';
import { takeSignature } from './take-signature.ts';

/**
 * The signature under a step of a review, for the review as its signer is shown it now; null for a step that is not signed. The
 * caller of this holds the lot's lock and has found that the step is allowed, so that a signature never proves one that was not.
 */
export async function signReviewStep(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  reviewCase: ReviewCase,
  {
    step,
    signingId,
    policyIds = [],
    ...stated
  }: { step: ReviewAction; signingId?: string | undefined; policyIds?: readonly string[] } & Record<string, unknown>,
): Promise<Result<ShownSignature | null>> {
  const meanings = reviewMeanings[step];
  if (meanings.length === 0) return allow(null);
  const { subjectKind: kind, subjectId: id, ...about } = auditOf(reviewCase);
  const facts = await readReviewFacts(tx, id);
  if (!facts) throw new Error(`Quarantine review ${id} was there and is gone`);
  return await takeSignature(tx, context, actor, {
    signingId,
    meanings,
    subject: { kind, id },
    shown: shownReview(actor.caller, facts),
    statement: { step, ...stated },
    policyIds: [...reviewCase.row.policyIds, ...policyIds],
    about,
  });
}
