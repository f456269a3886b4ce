import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { holds } from '#db/schema/quality.ts';
import { quarantineReviews } from '#db/schema/quarantine-reviews.ts';
import type { HoldProcess, HoldRule } from '#domain/holds.ts';
import type { Actor, OperationContext } from './context.ts';
import { insertRows } from './insert-rows.ts';
import { openReviews } from './open-reviews.ts';
import { takeNumbers } from './take-numbers.ts';
import { type FoundAgain, tellReviewers } from './tell-reviewers.ts';
import { writeAudit } from './write-audit.ts';

export type HoldRequest = {
  lotId: string;
  /** Null: everywhere. */
  siteId: string | null;
  /** Null: at the whole site. */
  locationId: string | null;
  process: HoldProcess;
  rule: HoldRule;
  /** Placed by the rules. Any entitled person may decide, but for the one who reported what they found. */
  automatic: boolean;
  reason: string;
  happenedAt: Date;
  imported?: boolean | undefined;
  /** Reported as long as it lasts, as a temperature is: found again, it says nothing new. */
  lasting?: boolean | undefined;
  /** The policy rows that the rule followed. */
  policyIds?: string[] | undefined;
  /** Of the governed list, beside the reason in words. */
  reasonCode?: string | undefined;
};

/** A hold that is active now: written here, or one that already said the same (`alreadyActive`). */
export type WrittenHold = {
  holdId: string;
  holdNumber: string;
  lotId: string;
  rule: HoldRule;
  reviewId: string | null;
  reviewNumber: string | null;
  taskId: string | null;
  alreadyActive: boolean;
};

type Twin = WrittenHold & { reason: string };

export type PlacedHold = HoldRequest & { id: string; number: string };

/**
 * Places holds, each with the quarantine review that decides about it, its task, audit and outbox row: one more part of
 * the caller's transaction, in effect when that commits, whether or not the engine runs. The caller holds the locks of
 * all lots named. A rule that finds the same again (lot, reach and rule of an active automatic hold) places no second one; its
 * reviewers are told.
 */
export async function writeHolds(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  requests: readonly HoldRequest[],
): Promise<WrittenHold[]> {
  if (requests.length === 0) return [];
  const active = await findActiveTwins(tx, requests);
  const fresh = requests.filter(
    (request, index) =>
      !active.has(twinKey(request)) && requests.findIndex((other) => sameFinding(other, request)) === index,
  );
  const placed = await insertHolds(tx, context, actor, fresh);
  const reviewed = placed.filter((hold) => hold.process === 'quarantine_review');
  const opened = await openReviews(tx, context, actor, reviewed);
  await tellReviewers(tx, context, actor, foundAgain(requests, active));
  const written = placed.map((hold) => ({
    ...asWritten(hold.id, hold.number, hold, false),
    ...opened.get(hold.id),
  }));
  return requests.map((request) => {
    const twin = active.get(twinKey(request));
    const own = written[fresh.findIndex((other) => other === request || sameFinding(other, request))];
    if (!own && !twin) throw new Error(`Hold of lot ${request.lotId} was neither placed nor found`);
    // One of the two is there, as the line above made sure.
    return own ?? (twin as WrittenHold);
  });
}

/** A finding in the words of the hold that is there says nothing new either. */
const foundAgain = (requests: readonly HoldRequest[], active: ReadonlyMap<string, Twin>): FoundAgain[] =>
  requests.flatMap((request) => {
    const twin = active.get(twinKey(request));
    if (!twin?.reviewId || request.lasting || request.reason === twin.reason) return [];
    return [{ reviewId: twin.reviewId, reason: request.reason }];
  });

const asWritten = (
  holdId: string,
  holdNumber: string,
  { lotId, rule }: Pick<HoldRequest, 'lotId' | 'rule'>,
  alreadyActive: boolean,
): WrittenHold => ({
  holdId,
  holdNumber,
  lotId,
  rule,
  reviewId: null,
  reviewNumber: null,
  taskId: null,
  alreadyActive,
});

const twinKey = (hold: Pick<HoldRequest, 'lotId' | 'siteId' | 'locationId' | 'rule' | 'automatic'>): string =>
  hold.automatic ? [hold.lotId, hold.siteId, hold.locationId, hold.rule].join(' ') : 'by hand';

const sameFinding = (one: HoldRequest, other: HoldRequest): boolean =>
  one === other || (one.automatic && other.automatic && twinKey(one) === twinKey(other));

async function findActiveTwins(tx: Tx, requests: readonly HoldRequest[]): Promise<Map<string, Twin>> {
  const lotIds = requests.filter((request) => request.automatic).map((request) => request.lotId);
  if (lotIds.length === 0) return new Map();
  const rows = await tx
    .select({ hold: holds, reviewId: quarantineReviews.id, reviewNumber: quarantineReviews.number })
    .from(holds)
    .leftJoin(quarantineReviews, eq(quarantineReviews.holdId, holds.id))
    .where(and(inArray(holds.lotId, lotIds), eq(holds.automatic, true), isNull(holds.endedAt)));
  return new Map(
    rows.map(({ hold, reviewId, reviewNumber }) => [
      twinKey(hold),
      { ...asWritten(hold.id, hold.number, hold, true), reviewId, reviewNumber, reason: hold.reason },
    ]),
  );
}

async function insertHolds(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  requests: readonly HoldRequest[],
): Promise<PlacedHold[]> {
  if (requests.length === 0) return [];
  const numbers = await takeNumbers(tx, 'hold_numbers', 'H', requests.length);
  const placed = requests.map((request, index) => ({
    ...request,
    id: context.newId(),
    number: numbers[index] ?? '',
  }));
  await insertRows(
    tx,
    holds,
    placed.map((hold) => ({
      ...hold,
      placedBy: hold.automatic ? 'system' : actor.caller.id,
      placedByName: hold.automatic ? 'Holdfast rules' : actor.caller.name,
      recordedAt: context.clock.now(),
    })),
  );
  await writeAudit(
    tx,
    context,
    actor,
    placed.map(({ id, number, lotId, siteId, reason, happenedAt, imported, ...hold }) => ({
      action: 'hold.placed',
      subjectKind: 'hold',
      subjectId: id,
      lotId,
      siteId,
      reason,
      happenedAt,
      imported,
      after: {
        number,
        siteId,
        locationId: hold.locationId,
        process: hold.process,
        rule: hold.rule,
        automatic: hold.automatic,
        policyIds: hold.policyIds,
        reasonCode: hold.reasonCode,
      },
    })),
  );
  return placed;
}
