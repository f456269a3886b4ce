import { eq } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { standingOf } from '#db/queries/reviews-in-engine.ts';
import { holds } from '#db/schema/quality.ts';
import { quarantineReviews } from '#db/schema/quarantine-reviews.ts';
import type { DisposalOrigin } from '#domain/disposal.ts';
import type { ReviewStanding } from '#domain/review-steps.ts';
import type { Actor, OperationContext } from './context.ts';
import type { DisposalCase } from './disposal-case.ts';
import { endReview } from './end-review.ts';
import { followPendingStock } from './follow-pending-stock.ts';
import { reopenReview } from './reopen-review.ts';
import { readCase } from './review-case.ts';
import { writeAudit } from './write-audit.ts';

/** What a disposal does to what decided it, in the transaction of its own step. The workflow tells the origin's afterwards. */
type OriginRules = {
  /** All of the held goods are gone, and proved to be. */
  end(tx: Tx, context: OperationContext, actor: Actor, disposalCase: DisposalCase): Promise<void>;
  /** Goods are left that nobody destroys any more: withdrawn, given back, or come into reach since. They stay held. */
  giveBack(tx: Tx, context: OperationContext, actor: Actor, disposalCase: DisposalCase, reason: string): Promise<void>;
  /** Where it stands now, where its workflow follows standings of its own. */
  standing(tx: Tx, originId: string): Promise<ReviewStanding | null>;
};

const review: OriginRules = {
  end: async (tx, context, actor, { row }) =>
    await endReview(tx, context, actor, await readCase(tx, row.originId), { endedAs: 'disposed', reason: row.reason }),
  giveBack: async (tx, context, actor, { row }, reason) => {
    await reopenReview(tx, context, actor, await readCase(tx, row.originId), reason);
  },
  standing: async (tx, originId) => {
    const [found] = await tx.select().from(quarantineReviews).where(eq(quarantineReviews.id, originId));
    if (!found) throw new Error(`A disposal names review ${originId}, which is not there`);
    return standingOf(found);
  },
};

/** A process that decides about its holds itself: the hold ends with its last goods, and else stays for it to decide. */
const holder: OriginRules = {
  end: async (tx, context, actor, { row, hold }) => {
    const ended = { endedAt: context.clock.now(), endedBy: actor.caller.id, endedAs: 'disposed' as const };
    await tx.update(holds).set(ended).where(eq(holds.id, hold.id));
    await writeAudit(tx, context, actor, [
      {
        action: 'hold.disposed',
        ...{ subjectKind: 'hold', subjectId: hold.id, lotId: hold.lotId, siteId: hold.siteId },
        reason: row.reason,
        before: { number: hold.number, active: true },
        after: { number: hold.number, active: false, endedAs: 'disposed' },
      },
    ]);
    await followPendingStock(tx, context, actor, [hold.lotId]);
  },
  giveBack: async () => {},
  standing: async () => null,
};

export const originRules: Record<DisposalOrigin, OriginRules> = {
  quarantine_review: review,
  return_disposition: holder,
  recall: holder,
};
