import type { Db } from '#db/connect.ts';
import type { Scopes } from '#domain/caller.ts';
import { type Condition, type StockState, stateOf } from '#domain/conditions.ts';
import type { HoldEnding, HoldProcess, HoldRule } from '#domain/holds.ts';
import type { InspectionResult } from '#domain/inspections.ts';
import type { ReviewState } from '#domain/quarantine-review.ts';
import { lotDetailStatement } from './lot-detail-statement.ts';

export type LotStock = {
  site: string;
  location: string;
  locationName: string;
  owner: string;
  condition: Condition;
  quantity: string;
  heldBy: string[];
  limits: { limitId: string; releaseNumber: string; customers: string[] | null; useBy: string | null }[];
};

export type LotHold = {
  holdId: string;
  number: string;
  site: string | null;
  location: string | null;
  process: HoldProcess;
  rule: HoldRule;
  automatic: boolean;
  reason: string;
  placedBy: string;
  happenedAt: string;
  recordedAt: string;
  endedAt: string | null;
  endedAs: HoldEnding | null;
  reviewId: string | null;
  reviewNumber: string | null;
  reviewState: ReviewState | null;
};

/** A lot with what is known of it. Quantities are decimal strings in base units, instants ISO 8601 in UTC. */
export type LotDetail = {
  lotId: string;
  lot: string;
  item: { code: string; name: string; gtin: string; category: string; baseUnit: string };
  supplier: { code: string; name: string } | null;
  supplierLotNumber: string | null;
  traceabilityLotCode: string | null;
  traceabilityLotCodeSource: { gln: string | null; reference: string | null };
  manufacturedOn: string | null;
  expiresOn: string | null;
  firstKnownAt: string;
  firstReceipt: string | null;
  onHand: string;
  elsewhere: string;
  stock: (LotStock & { state: StockState })[];
  holds: LotHold[];
  receipts: { receiptId: string; number: string; site: string; happenedAt: string; quantity: string }[];
  certificates: {
    certificateId: string;
    kind: string;
    state: string;
    number: string | null;
    expiresOn: string | null;
  }[];
  inspections: { inspectionId: string; number: string; site: string; result: InspectionResult; happenedAt: string }[];
};

type Row = Omit<LotDetail, 'stock'> & { stock: LotStock[] };

/**
 * One lot by its id, as somebody may see it: what stands beyond their sites and entities is a quantity elsewhere, without
 * names. Asked by one statement that each connection prepares once.
 */
export async function readLotDetail(db: Db, lotId: string, scopes: Scopes): Promise<LotDetail | undefined> {
  const parameters = [lotId, scopes === null ? null : JSON.stringify(scopes)];
  const [row] = await db.$client.unsafe<Row[]>(lotDetailStatement, parameters, { prepare: true });
  return row && { ...row, stock: row.stock.map(withState) };
}

const withState = (stock: LotStock) => ({
  ...stock,
  state: stateOf({ condition: stock.condition, held: stock.heldBy.length > 0, reserved: false }),
});
