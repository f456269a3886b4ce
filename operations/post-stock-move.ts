import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import type { FoundSite } from '#db/queries/by-code.ts';
import { holdExtensions, holds } from '#db/schema/quality.ts';
import { quarantineReviews } from '#db/schema/quarantine-reviews.ts';
import { canonical, negate } from '#domain/quantity.ts';
import type { Extension, MovePlan } from '#domain/stock-move.ts';
import type { Actor, OperationContext } from './context.ts';
import { widenReleaseLimits } from './widen-release-limits.ts';
import { type AuditedChange, writeAudit } from './write-audit.ts';
import { writeMovement } from './write-movement.ts';

type Posting = {
  site: FoundSite;
  act: 'put_away' | 'move';
  happenedAt: Date;
  reason: string | undefined;
};

/**
 * Books a planned move: first the holds grow over where their stock is going, then the quantity moves, so that no instant
 * of the transaction has stock outside the hold that reached it. Answers the movement's id.
 */
export async function postStockMove(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  { site, act, happenedAt, reason }: Posting,
  plan: MovePlan,
): Promise<string> {
  const said = reason ?? 'Reported late: it left before the hold was placed';
  await extendHolds(tx, context, actor, plan.extensions, said);
  await widenReleaseLimits(tx, context, actor, plan.lines);
  const movementId = await writeMovement(tx, context, actor, {
    kind: act,
    happenedAt,
    reason,
    lines: plan.lines.flatMap(({ lotId, ownerId, from, to, condition, conditionAfter, quantity }) => [
      { lotId, ownerId, locationId: from.locationId, condition, quantity: negate(quantity) },
      { lotId, ownerId, locationId: to.locationId, condition: conditionAfter, quantity },
    ]),
  });
  await writeAudit(tx, context, actor, [
    ...plan.extensions.map((extension) => extensionEntry(extension, site, said)),
    ...plan.lines.map((line) => ({
      action: line.movedBeforeHold ? 'stock.moved_before_hold' : act === 'put_away' ? 'stock.put_away' : 'stock.moved',
      subjectKind: 'movement',
      subjectId: movementId,
      lotId: line.lotId,
      siteId: site.id,
      entityId: line.ownerId,
      before: { site: site.code, location: line.from.code, condition: line.condition },
      after: {
        site: site.code,
        location: line.to.code,
        condition: line.conditionAfter,
        owner: line.ownerCode,
        quantity: canonical(line.quantity),
        unit: line.item.baseUnit,
        ...(line.heldBy.length > 0 ? { heldBy: line.heldBy.map((hold) => hold.number) } : {}),
      },
      reason,
      happenedAt,
    })),
  ]);
  return movementId;
}

/** One update per hold: there are as many as holds whose reach one truck of goods leaves, which is few. */
async function extendHolds(
  tx: Tx,
  { clock, newId }: OperationContext,
  { caller }: Actor,
  extensions: readonly Extension[],
  reason: string,
): Promise<void> {
  if (extensions.length === 0) return;
  await tx.insert(holdExtensions).values(
    extensions.map(({ hold, to }) => ({
      id: newId(),
      holdId: hold.id,
      fromSiteId: hold.siteId,
      fromLocationId: hold.locationId,
      toSiteId: to.siteId,
      toLocationId: to.locationId,
      extendedBy: caller.id,
      extendedAt: clock.now(),
      reason,
    })),
  );
  for (const { hold, to } of extensions) {
    await tx.update(holds).set({ siteId: to.siteId, locationId: to.locationId }).where(eq(holds.id, hold.id));
    // Whoever has its review before them reads an older reach.
    await tx
      .update(quarantineReviews)
      .set({ siteId: to.siteId, version: sql`${quarantineReviews.version} + 1` })
      .where(and(eq(quarantineReviews.holdId, hold.id), inArray(quarantineReviews.state, ['open', 'decided'])));
  }
}

const extensionEntry = ({ hold, to }: Extension, site: FoundSite, reason: string): AuditedChange => ({
  action: 'hold.extended',
  subjectKind: 'hold',
  subjectId: hold.id,
  lotId: hold.lotId,
  siteId: site.id,
  before: { number: hold.number, siteId: hold.siteId, locationId: hold.locationId },
  after: { number: hold.number, siteId: to.siteId, locationId: to.locationId },
  reason,
});
