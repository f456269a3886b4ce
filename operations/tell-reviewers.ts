import { and, eq, sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { quarantineReviews, reviewEvidence } from '#db/schema/quarantine-reviews.ts';
import { type Actor, type OperationContext, systemCaller } from './context.ts';
import { insertRows } from './insert-rows.ts';
import { writeAudit } from './write-audit.ts';

/** What a rule found again while the review of its hold is open, as its reason would have been. */
export type FoundAgain = { reviewId: string; reason: string };

/**
 * Lays before the reviewers what was found again, as evidence of its own: a hold that is there already says nothing of it,
 * and whoever lifts that hold on what they had read before would free the lot of a finding they never saw. Reviews that are
 * decided already stay as they are. The caller holds the locks of the lots.
 */
export async function tellReviewers(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  found: readonly FoundAgain[],
): Promise<void> {
  for (const [reviewId, findings] of Map.groupBy(found, (finding) => finding.reviewId)) {
    const reasons = [...new Set(findings.map(({ reason }) => reason))];
    const [review] = await tx
      .update(quarantineReviews)
      .set({
        evidenceVersion: sql`${quarantineReviews.evidenceVersion} + ${reasons.length}`,
        version: sql`${quarantineReviews.version} + 1`,
      })
      .where(and(eq(quarantineReviews.id, reviewId), eq(quarantineReviews.state, 'open')))
      .returning();
    if (!review) continue;
    const first = review.evidenceVersion - reasons.length + 1;
    const rows = reasons.map((note, index) => ({ kind: 'note' as const, note, version: first + index }));
    const by = { addedBy: systemCaller.id, addedByName: systemCaller.name, addedAt: context.clock.now() };
    await insertRows(
      tx,
      reviewEvidence,
      rows.map((row) => ({ ...row, ...by, id: context.newId(), reviewId })),
    );
    await writeAudit(
      tx,
      context,
      actor,
      rows.map(({ kind, note, version }) => ({
        action: 'quarantine_review.evidence_attached',
        subjectKind: 'quarantine_review',
        subjectId: reviewId,
        lotId: review.lotId,
        siteId: review.siteId,
        after: { evidenceVersion: version, kind, note },
      })),
    );
  }
}
