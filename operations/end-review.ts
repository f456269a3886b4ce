import { eq } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { holds } from '#db/schema/quality.ts';
import type { HoldEnding } from '#domain/holds.ts';
import { changeReview } from './change-review.ts';
import type { Actor, OperationContext } from './context.ts';
import { followPendingStock } from './follow-pending-stock.ts';
import { auditOf, type ReviewCase } from './review-case.ts';
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
  const { state } = ended[endedAs];
  await tx.update(holds).set({ endedAt: now, endedBy: actor.caller.id, endedAs }).where(eq(holds.id, hold.id));
  await changeReview(tx, row.id, { state, closedAt: now });
  await endTasks(tx, context, actor, {
    reviewId: row.id,
    as: endedAs === 'cancelled' ? 'cancelled' : 'settled',
    note: reason,
  });
  await writeAudit(tx, context, actor, [
    {
      ...ended[endedAs].hold,
      subjectKind: 'hold',
      subjectId: hold.id,
      lotId: hold.lotId,
      siteId: hold.siteId,
      reason,
      before: { number: hold.number, active: true },
      after: { number: hold.number, active: false, endedAs },
    },
    {
      ...auditOf({ row, hold }),
      ...ended[endedAs].review,
      reason,
      before: { number: row.number, state: row.state },
      after: { number: row.number, state },
    },
  ]);
  // What waits for quality beneath the hold is decided about again; what has left waits no more.
  await followPendingStock(tx, context, actor, [hold.lotId]);
}

const closed = { state: 'closed', review: { action: 'quarantine_review.closed' } } as const;

/** What each ending of a hold leaves of its review, and how the trail calls it. */
const ended = {
  lifted: { ...closed, hold: { action: 'hold.lifted' } },
  returned_to_supplier: { ...closed, hold: { action: 'hold.returned_to_supplier' } },
  disposed: { ...closed, hold: { action: 'hold.disposed' } },
  cancelled: {
    state: 'cancelled',
    review: { action: 'quarantine_review.cancelled' },
    hold: { action: 'hold.cancelled' },
  },
} as const satisfies Record<HoldEnding, object>;
