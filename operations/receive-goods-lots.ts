import { sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { findSupplierLots, type LotAtReceipt } from '#db/queries/lots-at-receipt.ts';
import type { KnownItem, KnownSupplier } from '#db/queries/receiving-names.ts';
import type { OperationContext } from './context.ts';
import type { StatedDeliveryLine } from './receive-goods-command.ts';
import type { AuditedChange } from './write-audit.ts';

/** A line of a delivery that is fit to land: its item is known, its quantity is in the item's base unit. */
export type LandingLine = {
  stated: StatedDeliveryLine;
  item: KnownItem;
  locationId: string;
  baseQuantity: string;
  /** What history calls the lot; null where it gets the next number. */
  lotCode: string | null;
};

export type TakenLot = { id: string; code: string; isNew: boolean };

/**
 * The lot of each line: item, supplier and supplier lot number are one identity, so two deliveries of a new lot at once
 * make one. New lots are inserted in the order of their key, so that no two deliveries wait for each other; a lot known
 * to others is neither written nor locked here.
 */
export async function takeLots(
  tx: Tx,
  { newId, clock }: OperationContext,
  delivery: { supplier: Pick<KnownSupplier, 'id' | 'formerIds'>; receiptNumber: string; lines: readonly LandingLine[] },
): Promise<TakenLot[]> {
  const { supplier, lines } = delivery;
  const first = new Map<string, LandingLine & { id: string }>();
  for (const [index, line] of lines.entries()) {
    const key = keyOf(line, index);
    if (!first.has(key)) first.set(key, { ...line, id: newId() });
  }
  // A lot that came from one that was merged into this supplier is that lot still (law 5).
  const former = await findFormer(tx, supplier.formerIds, [...first.values()]);
  const rows = [...first.values()]
    .filter((line) => !lotAmong(former, line))
    .map(({ id, item, stated, lotCode }) => ({
      id,
      item: item.id,
      prefix: item.code,
      code: lotCode,
      number: stated.supplierLotNumber ?? null,
      tlc: stated.traceabilityLotCode ?? null,
      gln: stated.traceabilityLotCodeSourceGln ?? null,
      reference: stated.traceabilityLotCodeSourceReference ?? null,
      made: stated.manufacturedOn ?? null,
      expires: stated.expiresOn ?? null,
    }));
  const inserted = await tx.execute<{ id: string; code: string }>(sql`
    insert into lots (id, code, item_id, supplier_id, supplier_lot_number, traceability_lot_code, tlc_source_gln,
                      tlc_source_reference, manufactured_on, expires_on, first_known_at, first_receipt)
    select id, coalesce(code, prefix || '-' || lpad(nextval('lot_numbers')::text, 6, '0')), item, ${supplier.id}::uuid,
           number, tlc, gln, reference, made, expires, ${clock.now().toISOString()}::timestamptz, ${delivery.receiptNumber}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as stated (id uuid, item uuid, prefix text, code text,
             number text, tlc text, gln text, reference text, made date, expires date)
     order by item, number
    on conflict (item_id, supplier_id, supplier_lot_number) do nothing
    returning id, code`);
  const made = new Map(inserted.map(({ id, code }) => [id, code]));
  const others = [...first.values()].flatMap(({ id, item, stated: { supplierLotNumber } }) =>
    made.has(id) || !supplierLotNumber ? [] : [{ itemId: item.id, supplierLotNumber }],
  );
  const own = others.length === 0 ? [] : await findSupplierLots(tx, [supplier.id], others);
  return lines.map((line, index) => {
    const id = first.get(keyOf(line, index))?.id ?? '';
    const code = made.get(id);
    if (code !== undefined) return { id, code, isNew: true };
    const lot = lotAmong(own, line) ?? lotAmong(former, line);
    if (!lot) throw new Error(`Lot ${line.stated.supplierLotNumber} was neither there nor made`);
    return { id: lot.id, code: lot.code, isNew: false };
  });
}

type FoundLot = Awaited<ReturnType<typeof findSupplierLots>>[number];

const findFormer = async (tx: Tx, supplierIds: readonly string[], lines: readonly LandingLine[]) => {
  const named = lines.flatMap(({ item, stated: { supplierLotNumber } }) =>
    supplierLotNumber ? [{ itemId: item.id, supplierLotNumber }] : [],
  );
  return supplierIds.length === 0 || named.length === 0 ? [] : await findSupplierLots(tx, supplierIds, named);
};

const lotAmong = (lots: readonly FoundLot[], { item, stated }: LandingLine): FoundLot | undefined =>
  lots.find((lot) => lot.itemId === item.id && lot.supplierLotNumber === stated.supplierLotNumber);

/** Goods without a lot number (of items that are not lot-controlled) are a lot of their own each time. */
const keyOf = ({ item, stated }: LandingLine, index: number): string =>
  stated.supplierLotNumber ? `${item.id} ${stated.supplierLotNumber}` : `line ${index}`;

/**
 * What an earlier receipt left open is filled in by a later one; what is there stays. A date that would contradict the
 * lot's other date is left out, and so is the source of another traceability lot code: the rules have spoken about those.
 * Answers what it filled in, for the trail.
 */
export async function completeLots(
  tx: Tx,
  lines: readonly { stated: StatedDeliveryLine; lot: LotAtReceipt | undefined }[],
): Promise<AuditedChange[]> {
  const known = new Map<string, LotAtReceipt>();
  const completed = new Map<string, LotAtReceipt>();
  for (const { stated, lot } of lines) {
    if (lot) known.set(lot.id, lot);
    const before = lot && (completed.get(lot.id) ?? lot);
    const after = before && complete(before, stated);
    if (after && JSON.stringify(after) !== JSON.stringify(before)) completed.set(after.id, after);
  }
  if (completed.size === 0) return [];
  const rows = [...completed.values()].map((lot) => ({
    id: lot.id,
    tlc: lot.traceabilityLotCode,
    gln: lot.tlcSourceGln,
    reference: lot.tlcSourceReference,
    made: lot.manufacturedOn,
    expires: lot.expiresOn,
  }));
  await tx.execute(sql`
    update lots set traceability_lot_code = tlc, tlc_source_gln = gln, tlc_source_reference = reference,
                    manufactured_on = made, expires_on = expires
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
           as filled (id uuid, tlc text, gln text, reference text, made date, expires date)
     where lots.id = filled.id`);
  return [...completed.values()].map((lot) => ({
    action: 'lot.completed',
    subjectKind: 'lot',
    subjectId: lot.id,
    lotId: lot.id,
    before: identityOf(known.get(lot.id) ?? lot),
    after: identityOf(lot),
  }));
}

const identityOf = ({ code, traceabilityLotCode, tlcSourceGln, tlcSourceReference, ...lot }: LotAtReceipt) => ({
  lotCode: code,
  traceabilityLotCode,
  traceabilityLotCodeSource: tlcSourceGln ?? tlcSourceReference,
  manufacturedOn: lot.manufacturedOn,
  expiresOn: lot.expiresOn,
});

function complete(lot: LotAtReceipt, stated: StatedDeliveryLine): LotAtReceipt {
  const code = stated.traceabilityLotCode ?? null;
  const sameCode = lot.traceabilityLotCode === null || code === null || code === lot.traceabilityLotCode;
  const noSource = lot.tlcSourceGln === null && lot.tlcSourceReference === null;
  const manufacturedOn = lot.manufacturedOn ?? stated.manufacturedOn ?? null;
  const expiresOn = lot.expiresOn ?? stated.expiresOn ?? null;
  const datesAgree = manufacturedOn === null || expiresOn === null || expiresOn > manufacturedOn;
  return {
    ...lot,
    traceabilityLotCode: lot.traceabilityLotCode ?? code,
    ...(sameCode && noSource
      ? {
          tlcSourceGln: stated.traceabilityLotCodeSourceGln ?? null,
          tlcSourceReference: stated.traceabilityLotCodeSourceReference ?? null,
        }
      : {}),
    ...(datesAgree ? { manufacturedOn, expiresOn } : {}),
  };
}
