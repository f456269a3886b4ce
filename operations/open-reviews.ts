import { eq, inArray } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { items, lots, outbox, quarantineReviews, sites } from '#db/schema/index.ts';
import { millisecondsOfMinutes } from '#domain/policy-values.ts';
import { type QuarantineReviewInput, quarantineReviewProcess } from '#domain/processes.ts';
import { type Actor, type OperationContext, systemCaller } from './context.ts';
import { insertRows } from './insert-rows.ts';
import { readPolicyBook } from './policy-book.ts';
import { recordDuties } from './record-duty.ts';
import { takeNumbers } from './take-numbers.ts';
import { writeAudit } from './write-audit.ts';
import type { PlacedHold } from './write-holds.ts';
import { writeTasks } from './write-task.ts';

export type OpenedReview = { reviewId: string; reviewNumber: string; taskId: string };

/**
 * Opens the quarantine review of each hold: case, task, audit and the outbox row that starts its workflow, so that fact
 * and process cannot part (law 1). How long until it reminds and escalates is the policy of this moment, for good.
 */
export async function openReviews(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  placed: readonly PlacedHold[],
): Promise<Map<string, OpenedReview>> {
  if (placed.length === 0) return new Map();
  const reviews = await planReviews(tx, context, actor, placed);
  await insertRows(
    tx,
    quarantineReviews,
    reviews.map(({ hold, lot, site, remindAt, ...review }) => review),
  );
  await recordDuties(
    tx,
    actor,
    reviews
      .filter(({ requestedBy }) => requestedBy !== systemCaller.id)
      .map(({ id, lotId, hold }) => ({
        duty: 'requested',
        lotIds: [lotId],
        caseKind: 'quarantine_review',
        caseId: id,
        at: hold.happenedAt,
      })),
  );
  const taskIds = await writeTasks(
    tx,
    context,
    reviews.map(({ id, hold, lot, site, dueAt, workflowId, number }) => ({
      kind: 'decide_quarantine_review' as const,
      team: 'quality' as const,
      title: `Decide about ${lot.code} at ${site?.code ?? 'every site'}: ${hold.reason}`,
      detail: `${number} reviews hold ${hold.number} on ${lot.itemName}`,
      subjectKind: 'quarantine_review',
      subjectId: id,
      lotId: lot.id,
      siteId: hold.siteId,
      workflowId,
      dueAt,
    })),
  );
  await insertRows(
    tx,
    outbox,
    reviews.map((review) => outboxRow(context, actor, review)),
  );
  await writeAudit(
    tx,
    context,
    actor,
    reviews.map(({ id, number, hold, lotId, siteId, dueAt }) => ({
      action: 'quarantine_review.opened',
      subjectKind: 'quarantine_review',
      subjectId: id,
      lotId,
      siteId,
      reason: hold.reason,
      imported: hold.imported,
      after: { number, hold: hold.number, dueAt: dueAt.toISOString() },
    })),
  );
  return new Map(
    reviews.map(({ id, hold, number }, index) => [
      hold.id,
      { reviewId: id, reviewNumber: number, taskId: taskIds[index] ?? '' },
    ]),
  );
}

async function planReviews(tx: Tx, context: OperationContext, actor: Actor, placed: readonly PlacedHold[]) {
  const lotById = await readLots(tx, placed);
  const siteById = await readSites(tx, placed);
  const book = await readPolicyBook(tx, context.clock.now());
  const numbers = await takeNumbers(tx, 'review_numbers', 'QR', placed.length);
  const openedAt = context.clock.now();
  return placed.map((hold, index) => {
    const lot = lotById.get(hold.lotId);
    if (!lot) throw new Error(`Hold ${hold.number} names lot ${hold.lotId}, which is not there`);
    const site = hold.siteId === null ? undefined : siteById.get(hold.siteId);
    const scope = { itemId: lot.itemId, category: lot.category, siteId: hold.siteId };
    const remind = book.read('review_remind_after_minutes', scope);
    const escalate = book.read('review_escalate_after_minutes', scope);
    const id = context.newId();
    return {
      id,
      number: numbers[index] ?? '',
      holdId: hold.id,
      lotId: hold.lotId,
      siteId: hold.siteId,
      workflowId: quarantineReviewProcess.workflowId(id),
      state: 'open' as const,
      // Whoever reports a defect has asked for what the rules made of it: never the one who lets it go.
      requestedBy: hold.automatic && actor.caller.kind !== 'person' ? systemCaller.id : actor.caller.id,
      openedAt,
      dueAt: afterMinutes(openedAt, escalate.value),
      remindAt: afterMinutes(openedAt, remind.value),
      policyIds: [...remind.rowIds, ...escalate.rowIds],
      hold,
      lot,
      site,
    };
  });
}

type PlannedReview = Awaited<ReturnType<typeof planReviews>>[number];

function outboxRow({ clock }: OperationContext, { cause }: Actor, review: PlannedReview): typeof outbox.$inferInsert {
  const input: QuarantineReviewInput = {
    reviewId: review.id,
    remindAt: review.remindAt.toISOString(),
    escalateAt: review.dueAt.toISOString(),
  };
  return {
    workflowType: quarantineReviewProcess.workflowType,
    workflowId: review.workflowId,
    taskQueue: quarantineReviewProcess.taskQueue,
    input,
    searchAttributes: {
      HoldfastProcess: quarantineReviewProcess.workflowType,
      HoldfastCase: review.number,
      HoldfastState: review.state,
      HoldfastLot: review.lot.code,
      HoldfastItem: review.lot.itemCode,
      ...(review.site ? { HoldfastSite: review.site.code } : {}),
    },
    summary: `${review.number}: ${review.lot.code} at ${review.site?.code ?? 'every site'}, ${review.hold.rule}`,
    traceparent: cause.traceparent,
    requestId: cause.requestId,
    createdAt: clock.now(),
    nextAttemptAt: clock.now(),
  };
}

const afterMinutes = (from: Date, minutes: string): Date => new Date(from.getTime() + millisecondsOfMinutes(minutes));

async function readLots(tx: Tx, placed: readonly PlacedHold[]) {
  const rows = await tx
    .select({
      id: lots.id,
      code: lots.code,
      itemId: items.id,
      itemCode: items.code,
      itemName: items.name,
      category: items.category,
    })
    .from(lots)
    .innerJoin(items, eq(items.id, lots.itemId))
    .where(inArray(lots.id, [...new Set(placed.map((hold) => hold.lotId))]));
  return new Map(rows.map((row) => [row.id, row]));
}

async function readSites(tx: Tx, placed: readonly PlacedHold[]) {
  const siteIds = placed.flatMap((hold) => hold.siteId ?? []);
  if (siteIds.length === 0) return new Map<string, { id: string; code: string }>();
  const rows = await tx.select({ id: sites.id, code: sites.code }).from(sites).where(inArray(sites.id, siteIds));
  return new Map(rows.map((row) => [row.id, row]));
}
