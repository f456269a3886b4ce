import type { Tx } from '#db/connect.ts';
import type { KnownNames } from '#db/queries/receiving-names.ts';
import { documentLinks } from '#db/schema/documents.ts';
import { receiptLines, receipts } from '#db/schema/receiving.ts';
import { negate } from '#domain/quantity.ts';
import type { ReceiptDefect } from '#domain/receipt-facts.ts';
import type { Actor, OperationContext } from './context.ts';
import { insertRows } from './insert-rows.ts';
import type { PolicyBook } from './policy-book.ts';
import type { ReceiveGoods } from './receive-goods-command.ts';
import type { LandingLine, TakenLot } from './receive-goods-lots.ts';
import { recordDuty } from './record-duty.ts';
import type { StatedPaper } from './write-certificates.ts';
import { writeMovement } from './write-movement.ts';

export type LandedLine = LandingLine & { lot: TakenLot; defects: readonly ReceiptDefect[] };

/** A delivery that nothing refuses, with the ids of all it names. */
export type Landing = {
  receiptId: string;
  number: string;
  input: ReceiveGoods;
  site: NonNullable<KnownNames['site']>;
  owner: NonNullable<KnownNames['owner']>;
  supplier: NonNullable<KnownNames['supplier']>;
  known: KnownNames;
  /** The policies that the lines were judged by. */
  book: PolicyBook;
  happenedAt: Date;
  recordedAt: Date;
  lines: readonly LandedLine[];
};

/** Movement from the supplier, receipt and lines. False where another receipt took the number meanwhile. */
export async function writeReceipt(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  landing: Landing,
): Promise<boolean> {
  const { receiptId, number, input, site, owner, supplier, known, happenedAt, recordedAt, lines } = landing;
  const imported = input.history !== undefined;
  const movementId = await writeMovement(tx, context, actor, {
    kind: 'receipt',
    happenedAt,
    subjectKind: 'receipt',
    subjectId: receiptId,
    imported,
    lines: lines.flatMap(({ lot, locationId, baseQuantity }) => {
      const line = { lotId: lot.id, ownerId: owner.id, condition: 'received' as const };
      return [
        { ...line, locationId: known.supplierPlaceId, quantity: negate(baseQuantity) },
        { ...line, locationId, quantity: baseQuantity },
      ];
    }),
  });
  const written = await tx
    .insert(receipts)
    .values({
      id: receiptId,
      number,
      siteId: site.id,
      ownerId: owner.id,
      supplierId: supplier.id,
      purchaseOrderId: known.purchaseOrder?.id ?? null,
      advanceNoticeId: known.advanceNotice?.id ?? null,
      referenceDocument: input.referenceDocument ?? null,
      temperatureOnArrival: input.arrivalTemperatureCelsius ?? null,
      receivedBy: input.history?.receivedBy ?? actor.caller.id,
      happenedAt,
      recordedAt,
      movementId,
      imported,
    })
    .onConflictDoNothing({ target: receipts.number })
    .returning({ id: receipts.id });
  if (written.length === 0) return false;
  await insertRows(
    tx,
    receiptLines,
    lines.map((line, index) => lineRow(receiptId, line, index)),
  );
  await linkPhotos(tx, actor, landing);
  await recordDuty(tx, actor, {
    duty: 'received',
    lotIds: lines.map(({ lot }) => lot.id),
    at: happenedAt,
    by: input.history && { id: input.history.receivedBy, name: input.history.receivedBy },
  });
  return true;
}

const lineRow = (receiptId: string, { lot, item, locationId, stated, baseQuantity }: LandedLine, index: number) => ({
  receiptId,
  line: index + 1,
  lotId: lot.id,
  itemId: item.id,
  locationId,
  // The check refused what has neither.
  statedQuantity: stated.quantity ?? baseQuantity,
  statedUnit: stated.unit ?? item.baseUnit,
  baseQuantity,
  statedTraceabilityLotCode: stated.traceabilityLotCode ?? null,
  statedTlcSource: stated.traceabilityLotCodeSourceGln ?? stated.traceabilityLotCodeSourceReference ?? null,
  statedManufacturedOn: stated.manufacturedOn ?? null,
  statedExpiresOn: stated.expiresOn ?? null,
});

async function linkPhotos(tx: Tx, { caller }: Actor, { receiptId, input, recordedAt }: Landing): Promise<void> {
  const ids = [...new Set(input.documentIds ?? [])];
  if (ids.length === 0) return;
  await tx.insert(documentLinks).values(
    ids.map((documentId) => ({
      documentId,
      subjectKind: 'receipt' as const,
      subjectId: receiptId,
      linkedBy: caller.id,
      linkedAt: recordedAt,
    })),
  );
}

/** The papers of all lines, each of its line's lot. */
export const papersOf = ({ number, supplier, lines }: Landing): StatedPaper[] =>
  lines.flatMap(({ lot, stated }) =>
    (stated.certificates ?? []).map((certificate) => ({
      lotId: lot.id,
      supplierId: supplier.id,
      kind: certificate.kind,
      number: certificate.number ?? null,
      expiresOn: certificate.expiresOn ?? null,
      announced: certificate.announced ?? false,
      source: `receipt ${number}`,
      documentId: certificate.documentId ?? null,
    })),
  );
