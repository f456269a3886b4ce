import type { Tx } from '#db/connect.ts';
import { findCustomers, findLocations, findLots, findSite } from '#db/queries/by-code.ts';
import { readStockOfLots, type StandingStock } from '#db/queries/stock-standing.ts';
import { releaseLimits } from '#db/schema/release-approvals.ts';
import type { LotEvidence } from '#domain/lot-actions.ts';
import { nextCondition } from '#domain/lot-lifecycle.ts';
import { add, compare, isZero, negate, subtract } from '#domain/quantity.ts';
import type { ReleasingDecision as Act, ReleasedPart, ReleaseTerms } from '#domain/release-approval.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { changeRelease } from './change-release.ts';
import type { Actor, OperationContext } from './context.ts';
import { idOf } from './id-of.ts';
import { readPolicyBook } from './policy-book.ts';
import { auditOfRelease, type ReleaseCase } from './release-case.ts';
import { nextReleaseState } from './release-outcome.ts';
import { askForNextStep } from './release-tasks.ts';
import { segregate } from './segregate.ts';
import { writeAudit } from './write-audit.ts';
import { writeMovement } from './write-movement.ts';

/** What each act is in the lifecycle, what it rests on, and how the trail calls it. */
const acts = {
  approve: {
    action: 'release',
    evidence: ['passed_inspection', 'release_approval'],
    audit: { action: 'release_approval.approved' },
  },
  release_urgently: {
    action: 'release_urgently',
    evidence: ['reason', 'release_approval'],
    audit: { action: 'release_approval.released_urgently' },
  },
} as const satisfies Record<Act, object>;

/**
 * Makes waiting stock approved as decided: a part is set apart first, so that what stands in one place is one thing; then the
 * movement, the limits, and where the release stands after it. Refused, with everything, where the stock cannot.
 */
export async function carryOutRelease(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  releaseCase: ReleaseCase,
  terms: ReleaseTerms,
  act: Act,
  reason?: string,
): Promise<Result<void>> {
  const { row } = releaseCase;
  const apart = terms.part?.to ? await setApart(tx, context, actor, releaseCase, terms.part) : allow(undefined);
  if (!apart.ok) return apart;
  const lines = await linesOf(tx, releaseCase, terms.part);
  if (!lines.ok) return lines;
  const permitted = nextCondition('pending_inspection', acts[act].action, {
    held: false,
    reserved: false,
    recordComplete: true,
    inspectionWaived: false,
    evidence: acts[act].evidence satisfies readonly LotEvidence[],
  });
  if (!permitted.ok) return permitted;
  await writeMovement(tx, context, actor, {
    kind: 'release',
    happenedAt: context.clock.now(),
    subjectKind: 'release_approval',
    subjectId: row.id,
    reason,
    lines: lines.value.flatMap(({ lotId, locationId, ownerId, quantity }) => [
      { lotId, locationId, ownerId, condition: 'pending_inspection', quantity: negate(quantity) },
      { lotId, locationId, ownerId, condition: 'approved', quantity },
    ]),
  });
  await writeLimits(tx, context, releaseCase, terms, lines.value);
  const released = add(...lines.value.map(({ quantity }) => quantity));
  await goOn(tx, context, actor, releaseCase, { act, terms, released, reason: reason ?? null });
  return allow(undefined);
}

/** By the right to move its owner's stock, and by the rules of any other move. */
async function setApart(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  { lot, item, owner, site, row }: ReleaseCase,
  part: ReleasedPart,
): Promise<Result<void>> {
  const known = (await findLots(tx, [lot.id])).get(lot.id);
  const place = await findSite(tx, site.code);
  if (!known || !place || part.to === null) throw new Error(`${lot.code} at ${site.code} was there and is gone`);
  const now = context.clock.now();
  const book = await readPolicyBook(tx, now, ['inspection_waived', 'late_report_window_days']);
  const reason = `A part of ${row.number} is set apart to be released`;
  const moved = await segregate(
    tx,
    context,
    actor,
    {
      from: part.from,
      to: part.to,
      owner: owner.code,
      condition: 'pending_inspection',
      quantity: part.quantity,
      unit: item.baseUnit,
    },
    { lot: known, site: place, happenedAt: now, reason, book },
  );
  if (moved.ok) return allow(undefined);
  const { pointer, ...violation } = moved.violation;
  return { ok: false, violation: { ...violation, pointer: pointer?.replace('/segregate', '/part') ?? '/part' } };
}

/** The waiting stock that is released: all of it, or, of a part, as much as was asked at the place where it is now. */
async function linesOf(
  tx: Tx,
  { row, waitingStock }: ReleaseCase,
  part: ReleasedPart | null,
): Promise<Result<StandingStock[]>> {
  if (part === null) return allow([...waitingStock]);
  const place = part.to ?? part.from;
  const standing = (await readStockOfLots(tx, [row.lotId])).filter(
    (stock) =>
      stock.condition === 'pending_inspection' &&
      stock.siteId === row.siteId &&
      stock.ownerId === row.ownerId &&
      stock.locationCode === place,
  );
  const [stock] = standing;
  if (!stock || compare(stock.quantity, part.quantity) < 0)
    return refuse('stock.insufficient', `${part.quantity} do not wait at ${place} any more`, '/part');
  return allow([{ ...stock, quantity: part.quantity }]);
}

async function writeLimits(
  tx: Tx,
  context: OperationContext,
  { row, site }: ReleaseCase,
  { part, conditions }: ReleaseTerms,
  lines: readonly StandingStock[],
): Promise<void> {
  if (conditions === null) return;
  const place = part && (await findLocations(tx, site.id, [part.to ?? part.from])).get(part.to ?? part.from);
  const ids = conditions.customers === null ? null : await findCustomers(tx, conditions.customers);
  await tx.insert(releaseLimits).values({
    id: context.newId(),
    releaseId: row.id,
    lotId: row.lotId,
    ownerId: row.ownerId,
    siteId: row.siteId,
    locationId: place?.id ?? lines.find((_line, _index, all) => all.length === 1)?.locationId ?? null,
    customerIds: ids && (conditions.customers?.map((code) => idOf(ids, code)) ?? null),
    useBy: conditions.useBy,
    setAt: context.clock.now(),
  });
}

async function goOn(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  releaseCase: ReleaseCase,
  done: { act: Act; terms: ReleaseTerms; released: string; reason: string | null },
): Promise<void> {
  const { row, waiting, item } = releaseCase;
  const left = subtract(waiting, done.released);
  const changed = await changeRelease(tx, row.id, {
    ...(await nextReleaseState(tx, context, releaseCase, { act: done.act, nothingLeft: isZero(left) })),
    quantity: left,
    terms: null,
    round: row.round + 1,
    roundId: context.newId(),
    decidedBy: actor.caller.id,
    decidedByName: actor.caller.name,
    decidedAt: context.clock.now(),
    decisionReason: done.reason,
  });
  const note = `${actor.caller.name} released ${done.released} ${item.baseUnit}`;
  await askForNextStep(tx, context, actor, changed, { approvalsGiven: 0, note, afresh: true });
  await writeAudit(tx, context, actor, [
    {
      ...auditOfRelease(releaseCase),
      ...acts[done.act].audit,
      reason: done.reason,
      before: { number: row.number, state: row.state, waiting },
      after: { number: row.number, state: changed.state, released: done.released, waiting: left, terms: done.terms },
    },
  ]);
}
