import { and, eq, isNull } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { holdsOn, readActiveHolds, readStockOfLots, type StandingStock } from '#db/queries/stock-standing.ts';
import { locations } from '#db/schema/master-data.ts';
import { type Reach, reaches } from '#domain/holds.ts';
import type { LotAction, LotEvidence } from '#domain/lot-actions.ts';
import { nextCondition } from '#domain/lot-lifecycle.ts';
import { add, canonical, compare, negate, type Quantity } from '#domain/quantity.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import type { Actor, OperationContext } from './context.ts';
import { endReview } from './end-review.ts';
import type { ReviewCase } from './review-case.ts';
import { writeMovement } from './write-movement.ts';

const steps = {
  dispose: { action: 'dispose', movement: 'disposal', place: 'disposed', endedAs: 'disposed' },
  return_to_supplier: {
    action: 'return_to_supplier',
    movement: 'return_to_supplier',
    place: 'supplier',
    endedAs: 'returned_to_supplier',
  },
} as const;

/**
 * The final step of a decided outcome: all stock in the hold's reach, of every owner and condition, leaves for the supplier
 * or is disposed of, and hold, review and tasks end. Refused, before anything is written, while another hold reaches the
 * stock, when more is there than was decided about, or when none is left. The caller holds the lot's lock.
 */
export async function carryOutOutcome(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  reviewCase: ReviewCase,
): Promise<Result<void>> {
  const { row, hold } = reviewCase;
  const step = stepOf(reviewCase);
  const standing = await stockInReach(tx, hold);
  if (standing.length === 0)
    return refuse('stock.none-in-reach', `Hold ${hold.number} reaches no stock any more; settle it by hand`);
  const decided = decidedAbout(reviewCase, standing);
  if (!decided.ok) return decided;
  const free = await freeOfOtherHolds(tx, hold, standing);
  if (!free.ok) return free;
  const permitted = throughLifecycle(standing, step.action, ['finished_decision', 'confirmation']);
  if (!permitted.ok) return permitted;

  const place = await virtualPlace(tx, step.place);
  const reason = row.decisionReason ?? '';
  await writeMovement(tx, context, actor, {
    kind: step.movement,
    happenedAt: context.clock.now(),
    subjectKind: 'quarantine_review',
    subjectId: row.id,
    reason,
    lines: standing.flatMap(({ lotId, locationId, ownerId, condition, quantity }) => [
      { lotId, locationId, ownerId, condition, quantity: negate(quantity) },
      { lotId, locationId: place, ownerId, condition, quantity },
    ]),
  });
  await endReview(tx, context, actor, reviewCase, { endedAs: step.endedAs, reason });
  return allow(undefined);
}

/** Goods that came into reach after the decision, by a delivery or because the hold was extended, nobody has decided about. */
function decidedAbout({ row, hold }: ReviewCase, standing: readonly StandingStock[]): Result<void> {
  const there = quantityOf(standing);
  if (row.decidedQuantity === null || compare(there, row.decidedQuantity) <= 0) return allow(undefined);
  return refuse(
    'stock.more-in-reach',
    `Hold ${hold.number} reaches ${there} now, ${canonical(row.decidedQuantity)} when it was decided: decide again about all of it`,
  );
}

/** How much stands, over all places, owners and conditions. */
export const quantityOf = (standing: readonly StandingStock[]): Quantity =>
  add(...standing.map(({ quantity }) => quantity));

/** How a decided hold ends once its outcome was carried out. */
export const endingOf = (reviewCase: ReviewCase) => stepOf(reviewCase).endedAs;

/** Stock that a hold reaches now. */
export async function stockInReach(tx: Tx, hold: Reach): Promise<StandingStock[]> {
  const standing = await readStockOfLots(tx, [hold.lotId]);
  return standing.filter((stock) => reaches(hold, stock));
}

/** Every change of stock goes through the one table, for each condition it has beneath its hold. */
export function throughLifecycle(
  standing: readonly StandingStock[],
  action: LotAction,
  evidence: readonly LotEvidence[],
): Result<void> {
  const facts = { held: true, reserved: false, recordComplete: true, inspectionWaived: false, evidence };
  for (const condition of new Set(standing.map((stock) => stock.condition))) {
    const next = nextCondition(condition, action, facts);
    if (!next.ok) return next;
  }
  return allow(undefined);
}

function stepOf({ row }: ReviewCase) {
  if (row.outcome === 'dispose' || row.outcome === 'return_to_supplier') return steps[row.outcome];
  throw new Error(`Review ${row.number} has nothing to carry out: its outcome is ${row.outcome}`);
}

/** Refused while another hold reaches the stock as well: what that one's process decides may be something else. */
export async function freeOfOtherHolds(
  tx: Tx,
  hold: ReviewCase['hold'],
  standing: readonly StandingStock[],
): Promise<Result<void>> {
  const others = (await readActiveHolds(tx, [hold.lotId])).filter((other) => other.id !== hold.id);
  const reaching = new Set(standing.flatMap((stock) => holdsOn(others, stock)).map((other) => other.number));
  return reaching.size === 0
    ? allow(undefined)
    : refuse('stock.held-by-other', `Held by ${[...reaching].join(', ')} as well: that has to be decided first`);
}

/** The place of the ledger that is no place. */
export async function virtualPlace(tx: Tx, kind: 'supplier' | 'disposed' | 'count_variance'): Promise<string> {
  const [place] = await tx
    .select({ id: locations.id })
    .from(locations)
    .where(and(isNull(locations.siteId), eq(locations.kind, kind)));
  if (!place) throw new Error(`There is no virtual place "${kind}"; install the baseline`);
  return place.id;
}
