import { and, eq, inArray } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { findCustomers } from '#db/queries/by-code.ts';
import { releaseApprovals, releaseLimits } from '#db/schema/index.ts';
import { type ReleaseConditions, runningReleaseStates } from '#domain/release-approval.ts';
import { changeRelease } from './change-release.ts';
import type { Actor, OperationContext } from './context.ts';
import { idOf } from './id-of.ts';
import { askForNextStep } from './release-tasks.ts';
import { writeAudit } from './write-audit.ts';

type Limit = typeof releaseLimits.$inferSelect;
type Replaced = { from: ReleaseConditions; to: ReleaseConditions | null; reason: string | null; number: string };

/**
 * Puts other conditions in the place of a limit, with the same reach, or none: the old row stays, ended. The caller holds the lot's
 * lock. Open allocations that `allocationsThatNoLongerFit` names are released here, in this transaction, once there are any.
 */
export async function replaceLimit(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  limit: Limit,
  { from, to, reason, number }: Replaced,
): Promise<string | null> {
  const now = context.clock.now();
  const id = to && context.newId();
  if (to && id) {
    const ids = to.customers && (await findCustomers(tx, to.customers));
    await tx.insert(releaseLimits).values({
      ...limit,
      id,
      customerIds: ids && (to.customers?.map((code) => idOf(ids, code)) ?? null),
      useBy: to.useBy,
      setAt: now,
    });
  }
  await tx.update(releaseLimits).set({ endedAt: now, replacedBy: id }).where(eq(releaseLimits.id, limit.id));
  await writeAudit(tx, context, actor, [
    {
      action: to ? 'release_limit.replaced' : 'release_limit.taken_back',
      subjectKind: 'release_approval',
      subjectId: limit.releaseId,
      lotId: limit.lotId,
      siteId: limit.siteId,
      entityId: limit.ownerId,
      reason,
      before: { number, limitId: limit.id, ...from },
      after: { number, limitId: id, ...to },
    },
  ]);
  return id;
}

/** Ends proposals about a limit that is no more as they were made for: whoever still wants them proposes anew. */
export async function withdrawProposals(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  { id: limitId, lotId, ownerId }: Limit,
): Promise<void> {
  const running = await tx
    .select()
    .from(releaseApprovals)
    .where(and(eq(releaseApprovals.limitId, limitId), inArray(releaseApprovals.state, [...runningReleaseStates])));
  for (const row of running) {
    const note = 'The conditions it was about were tightened meanwhile';
    const changed = await changeRelease(tx, row.id, { state: 'withdrawn', closedAt: context.clock.now() });
    await askForNextStep(tx, context, actor, changed, { approvalsGiven: 0, note });
    await writeAudit(tx, context, actor, [
      {
        action: 'release_approval.withdrawn',
        subjectKind: 'release_approval',
        subjectId: row.id,
        lotId,
        siteId: row.siteId,
        entityId: ownerId,
        reason: note,
        before: { number: row.number, state: row.state },
        after: { number: row.number, state: 'withdrawn' },
      },
    ]);
  }
}
