import {
  readCertificatesOfLot,
  readDefectsOfLot,
  readDocumentsOf,
  readInspectionsOfLot,
  readReadingsAt,
  readReceiptsOfLot,
} from '#db/queries/lot-papers.ts';
import type { findReview } from '#db/queries/quarantine-review-detail.ts';
import { seeingEverything } from '#db/queries/sight.ts';
import { readCosts } from '#db/queries/stock-cost.ts';
import { readStockOfLots, type StandingStock } from '#db/queries/stock-standing.ts';
import { authorize, type Caller } from '#domain/caller.ts';
import { costOf } from '#domain/cost.ts';
import { reaches } from '#domain/holds.ts';
import { add, canonical } from '#domain/quantity.ts';
import type { OperationContext } from '#operations/context.ts';

type Found = NonNullable<Awaited<ReturnType<typeof findReview>>>;
type Context = Pick<OperationContext, 'db' | 'clock'>;

const readingsShown = 50;

/**
 * The stock that a review's hold reaches now, wherever it stands and whosever it is: it takes the right for each owner to decide,
 * so the page has to know them all. What of it is shown is `showLotOfReview`'s to say.
 */
export async function standingInReach({ db }: Context, { hold, lot }: Found): Promise<StandingStock[]> {
  const standing = await seeingEverything(() => readStockOfLots(db, [lot.id]));
  return standing.filter((stock) => reaches(hold, stock));
}

/**
 * What is known of a review's lot, as far as this caller may see it: a lot came to several sites, and what happened to it
 * where they have no right is none of their business. Stock there is a quantity elsewhere, without names.
 */
export async function showLotOfReview(
  { db, clock }: Context,
  caller: Caller,
  { review, hold, lot, item, supplier }: Found,
  inReach: readonly StandingStock[],
) {
  const sees = (siteId: string, entityId?: string) =>
    authorize(caller, 'lot.read', { siteId, entityId, category: item.category }).ok;
  const seen = inReach.filter((stock) => sees(stock.siteId, stock.ownerId));
  const unseen = inReach.filter((stock) => !seen.includes(stock));
  const [allReceipts, defects, certificates, allInspections] = await Promise.all([
    readReceiptsOfLot(db, lot.id),
    readDefectsOfLot(db, lot.id),
    readCertificatesOfLot(db, lot.id),
    readInspectionsOfLot(db, lot.id),
  ]);
  const receipts = allReceipts.filter(({ siteId, ownerId }) => sees(siteId, ownerId));
  const inspections = allInspections.filter(({ siteId }) => sees(siteId));
  const places = [...seen.map((stock) => stock.locationId), ...(hold.locationId ? [hold.locationId] : [])];
  const [readings, documents, exposureAtCost] = await Promise.all([
    readReadingsAt(db, places, readingsShown),
    readDocumentsOf(db, [
      { kind: 'quarantine_review', id: review.id },
      { kind: 'lot', id: lot.id },
      ...[...new Set(receipts.map(({ receiptId }) => receiptId))].map((id) => ({ kind: 'receipt' as const, id })),
      ...certificates.map(({ id }) => ({ kind: 'certificate' as const, id })),
    ]),
    exposure({ db, clock }, item.id, seen),
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
    stockInReach: seen.map((stock) => ({
      site: stock.siteCode,
      location: stock.locationCode,
      owner: stock.ownerCode,
      condition: stock.condition,
      quantity: canonical(stock.quantity),
    })),
    stockElsewhere: add(...unseen.map(({ quantity }) => quantity)),
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

/** What stock is worth at its owners' standard cost today; stock without a cost is in no figure. */
async function exposure({ db, clock }: Context, itemId: string, standing: readonly StandingStock[]) {
  const day = clock.now().toISOString().slice(0, 10);
  const costs = await readCosts(db, { itemId, ownerIds: [...new Set(standing.map((stock) => stock.ownerId))], day });
  return [...new Set(costs.map(({ currency }) => currency))].sort().map((currency) => ({
    currency,
    amount: costOf(
      standing.flatMap(({ ownerId, quantity }) =>
        costs
          .filter((cost) => cost.ownerId === ownerId && cost.currency === currency)
          .map(({ amountPerBaseUnit }) => ({ quantity, amountPerBaseUnit })),
      ),
    ),
  }));
}
