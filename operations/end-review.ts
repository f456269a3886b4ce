import { eq } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { holds } from '#db/schema/quality.ts';
import type { HoldEnding } from '#domain/holds.ts';
import { changeReview } from './change-review.ts';
import type { Actor, OperationContext } from './context.ts';
import type { ReviewCase } from './review-case.ts';
import { endTasks } from './review-tasks.ts';
import { writeAudit } from './write-audit.ts';

/**
 * Ends a hold and with it its review and every task of it; a hold called off leaves its review cancelled, any other closed.
 * The stock's condition stays: what a hold took was freedom, so its end gives back exactly what was, never more.
 */
export async function endReview(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  { row, hold }: ReviewCase,
  { endedAs, reason }: { endedAs: HoldEnding; reason: string },
): Promise<void> {
  const now = context.clock.now();
  const state = endedAs === 'cancelled' ? 'cancelled' : 'closed';
  await tx.update(holds).set({ endedAt: now, endedBy: actor.caller.id, endedAs }).where(eq(holds.id, hold.id));
  await changeReview(tx, row.id, { state, closedAt: now });
  await endTasks(tx, context, actor, {
    reviewId: row.id,
    as: endedAs === 'cancelled' ? 'cancelled' : 'settled',
    note: reason,
  });
  await writeAudit(tx, context, actor, [
    {
      action: `hold.${endedAs}`,
      subjectKind: 'hold',
      subjectId: hold.id,
      lotId: hold.lotId,
      siteId: hold.siteId,
      reason,
      before: { number: hold.number, active: true },
      after: { number: hold.number, active: false, endedAs },
    },
    {
      action: `quarantine_review.${state}`,
      subjectKind: 'quarantine_review',
      subjectId: row.id,
      lotId: hold.lotId,
      siteId: hold.siteId,
      reason,
      before: { number: row.number, state: row.state },
      after: { number: row.number, state },
    },
  ]);
}

/** One line of the trail about a review, with the place and lot it is about. */
export const auditOf = ({ row, hold }: Pick<ReviewCase, 'row' | 'hold'>, action: string) => ({
  action: `quarantine_review.${action}`,
  subjectKind: 'quarantine_review',
  subjectId: row.id,
  lotId: hold.lotId,
  siteId: hold.siteId,
});
