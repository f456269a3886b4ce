import type { z } from 'zod';
import type { reviewPage } from '#api/contracts/quarantine-review-page.ts';
import {
  readCertificatesOfLot,
  readDefectsOfLot,
  readDocumentsOf,
  readInspectionsOfLot,
  readReadingsAt,
  readReceiptsOfLot,
} from '#db/queries/lot-papers.ts';
import {
  findReview,
  readConfirmations,
  readReviewEvidence,
  readReviewHistory,
  readReviewTasks,
} from '#db/queries/quarantine-review-detail.ts';
import { standingOf } from '#db/queries/reviews-in-engine.ts';
import { readCosts } from '#db/queries/stock-cost.ts';
import { readActiveHolds, readStockOfLots, type StandingStock } from '#db/queries/stock-standing.ts';
import { authorize, type Caller } from '#domain/caller.ts';
import { costOf } from '#domain/cost.ts';
import { overlap, reaches } from '#domain/holds.ts';
import { countOf } from '#domain/policy-values.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { offeredReviewActions } from '#domain/review-actions.ts';
import type { OperationContext } from '#operations/context.ts';
import { readPolicyBook } from '#operations/policy-book.ts';

type Page = z.input<typeof reviewPage>;
type Found = NonNullable<Awaited<ReturnType<typeof findReview>>>;
type Context = Pick<OperationContext, 'db' | 'clock'>;

const readingsShown = 50;
const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** Everything a reviewer looks at, and what this caller may do about it. */
export async function showReview(context: Context, caller: Caller, reviewId: string): Promise<Result<Page>> {
  const found = await findReview(context.db, reviewId);
  if (!found) return refuse('review.unknown', `There is no quarantine review ${reviewId}`);
  // A hold of every site concerns each of them, so whoever may read reviews anywhere may read it.
  const may = authorize(caller, 'review.read', { siteId: found.hold.siteId ?? undefined });
  if (!may.ok) return may;
  const [ofReview, ofLot] = await Promise.all([aboutReview(context, caller, found), aboutLot(context, found)]);
  return allow({ ...ofReview, ...ofLot });
}

async function aboutReview({ db, clock }: Context, caller: Caller, found: Found) {
  const { review, hold, lot, item, site, location } = found;
  const now = clock.now();
  const [evidence, confirmed, tasks, history, active, book] = await Promise.all([
    readReviewEvidence(db, review.id),
    readConfirmations(db, review.id, review.decisions),
    readReviewTasks(db, review.id),
    readReviewHistory(db, review.id, hold.id),
    readActiveHolds(db, [lot.id]),
    readPolicyBook(db, now, ['review_extension_max_days', 'disposal_approvals']),
  ]);
  const scope = { itemId: item.id, category: item.category, siteId: hold.siteId };
  const disposalApprovals = countOf(book.read('disposal_approvals', scope).value);
  const { decision } = standingOf(review);
  return {
    reviewId: review.id,
    number: review.number,
    version: review.version,
    state: review.state,
    overdue: (review.state === 'open' || review.state === 'decided') && review.dueAt < now,
    openedAt: review.openedAt.toISOString(),
    dueAt: review.dueAt.toISOString(),
    remindedAt: iso(review.remindedAt),
    escalatedAt: iso(review.escalatedAt),
    closedAt: iso(review.closedAt),
    extensions: review.extensions,
    evidenceVersion: review.evidenceVersion,
    workflowId: review.workflowId,
    timeZone: site?.timeZone ?? null,
    decision,
    confirmations: {
      needed: review.outcome === 'dispose' ? disposalApprovals : review.outcome === 'return_to_supplier' ? 1 : 0,
      given: confirmed.map((one) => ({
        byName: one.confirmedByName,
        at: one.confirmedAt.toISOString(),
        reference: one.reference,
      })),
    },
    hold: {
      ...hold,
      holdId: hold.id,
      happenedAt: hold.happenedAt.toISOString(),
      site: site?.code ?? null,
      location,
      active: hold.endedAt === null,
      endedAt: iso(hold.endedAt),
    },
    otherHolds: active
      .filter((other) => other.id !== hold.id && overlap(other, hold))
      .map(({ id, number, rule }) => ({ holdId: id, number, rule })),
    evidence: evidence.map((one) => ({ ...one, evidenceId: one.id, addedAt: one.addedAt.toISOString() })),
    tasks: tasks.map((task) => ({ ...task, taskId: task.id, dueAt: task.dueAt.toISOString() })),
    history: history.map((entry) => ({
      ...entry,
      at: entry.happenedAt.toISOString(),
      recordedAt: entry.recordedAt.toISOString(),
    })),
    actions: offeredReviewActions(
      caller,
      {
        ...review,
        scope: { siteId: hold.siteId },
        decision: decision && { ...decision, by: decision.byId, at: new Date(decision.at) },
      },
      {
        now,
        maxExtensionDays: countOf(book.read('review_extension_max_days', scope).value),
        confirmedBy: confirmed.map((one) => one.confirmedBy),
        disposalApprovals,
        exceptionOpen: tasks.some(
          ({ kind, state }) => kind === 'settle_exception' && (state === 'open' || state === 'claimed'),
        ),
      },
    ),
  };
}

async function aboutLot({ db, clock }: Context, { review, hold, lot, item, supplier }: Found) {
  const [standing, receipts, defects, certificates, inspections] = await Promise.all([
    readStockOfLots(db, [lot.id]),
    readReceiptsOfLot(db, lot.id),
    readDefectsOfLot(db, lot.id),
    readCertificatesOfLot(db, lot.id),
    readInspectionsOfLot(db, lot.id),
  ]);
  const inReach = standing.filter((stock) => reaches(hold, stock));
  const places = [...inReach.map((stock) => stock.locationId), ...(hold.locationId ? [hold.locationId] : [])];
  const [readings, documents, exposureAtCost] = await Promise.all([
    readReadingsAt(db, places, readingsShown),
    readDocumentsOf(db, [
      { kind: 'quarantine_review', id: review.id },
      { kind: 'lot', id: lot.id },
      ...[...new Set(receipts.map(({ receiptId }) => receiptId))].map((id) => ({ kind: 'receipt' as const, id })),
      ...certificates.map(({ id }) => ({ kind: 'certificate' as const, id })),
    ]),
    exposure({ db, clock }, item.id, inReach),
  ]);
  return {
    lot: {
      ...lot,
      lotId: lot.id,
      lot: lot.code,
      item: item.code,
      itemName: item.name,
      gtin: item.gtin,
      category: item.category,
      baseUnit: item.baseUnit,
      shelfLifeDays: item.shelfLifeDays,
      supplier: supplier?.code ?? null,
      supplierName: supplier?.name ?? null,
      supplierRiskScore: supplier?.riskScore ?? null,
    },
    stockInReach: inReach.map((stock) => ({
      site: stock.siteCode,
      location: stock.locationCode,
      owner: stock.ownerCode,
      condition: stock.condition,
      quantity: stock.quantity,
    })),
    exposureAtCost,
    receipts: receipts.map((line) => ({
      ...line,
      happenedAt: line.happenedAt.toISOString(),
      defects: defects.filter((defect) => defect.receiptId === line.receiptId && defect.line === line.line),
    })),
    certificates: certificates.map((one) => ({
      ...one,
      certificateId: one.id,
      recordedAt: one.recordedAt.toISOString(),
    })),
    inspections: inspections.map((one) => ({ ...one, happenedAt: one.happenedAt.toISOString() })),
    readings: readings.map((one) => ({ ...one, happenedAt: one.happenedAt.toISOString() })),
    documents: documents.map((one) => ({ ...one, uploadedAt: one.uploadedAt.toISOString() })),
  };
}

/** What the stock in reach is worth at its owners' standard cost today; stock without a cost is in no figure. */
async function exposure({ db, clock }: Context, itemId: string, inReach: readonly StandingStock[]) {
  const day = clock.now().toISOString().slice(0, 10);
  const costs = await readCosts(db, { itemId, ownerIds: [...new Set(inReach.map((stock) => stock.ownerId))], day });
  return [...new Set(costs.map(({ currency }) => currency))].sort().map((currency) => ({
    currency,
    amount: costOf(
      inReach.flatMap(({ ownerId, quantity }) =>
        costs
          .filter((cost) => cost.ownerId === ownerId && cost.currency === currency)
          .map(({ amountPerBaseUnit }) => ({ quantity, amountPerBaseUnit })),
      ),
    ),
  }));
}
