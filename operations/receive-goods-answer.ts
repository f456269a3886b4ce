import { type ActiveHold, holdsOn } from '#db/queries/stock-standing.ts';
import { stateOf } from '#domain/conditions.ts';
import type { ReceivedGoods } from './receive-goods-command.ts';
import type { FollowUp } from './receive-goods-follow-up.ts';
import type { Landing } from './receive-goods-rows.ts';
import type { AuditedChange } from './write-audit.ts';

/** The receipt as its sender learns of it: lots, the state people see, and what followed from each defect. */
export function receiptAnswer(
  landing: Landing,
  followUps: readonly FollowUp[],
  holdsBefore: readonly ActiveHold[],
): ReceivedGoods {
  const { receiptId, number, site, owner, supplier, happenedAt, recordedAt, lines } = landing;
  const heldNow = new Set(followUps.flatMap(({ hold }) => (hold ? [hold.lotId] : [])));
  return {
    receiptId,
    number,
    site: site.code,
    owner: owner.code,
    supplier: supplier.code,
    ...(supplier.namedAs !== null && { supplierNamedAs: supplier.namedAs }),
    happenedAt: happenedAt.toISOString(),
    recordedAt: recordedAt.toISOString(),
    lines: lines.map(({ lot, item, stated, baseQuantity, locationId }, index) => {
      const place = { lotId: lot.id, siteId: site.id, locationId };
      const held = heldNow.has(lot.id) || holdsOn(holdsBefore, place).length > 0;
      return {
        line: index + 1,
        lotId: lot.id,
        lotCode: lot.code,
        newLot: lot.isNew,
        item: item.code,
        quantity: stated.quantity ?? baseQuantity,
        unit: stated.unit ?? item.baseUnit,
        baseQuantity,
        baseUnit: item.baseUnit,
        location: stated.location,
        state: stateOf({ condition: 'received', held, reserved: false }),
        defects: followUps.filter(({ line }) => line === index + 1).map(followedDefect),
      };
    }),
  };
}

const followedDefect = ({ defect, taskId, hold }: FollowUp): ReceivedGoods['lines'][number]['defects'][number] => ({
  code: defect.code,
  message: defect.message,
  pointer: defect.pointer,
  taskId,
  hold: hold && {
    holdId: hold.holdId,
    number: hold.holdNumber,
    reviewId: hold.reviewId,
    reviewNumber: hold.reviewNumber,
  },
});

/** One entry for the receipt, and one in the history of each lot for each line of it, in the state in which it came. */
export function receiptAudit(landing: Landing, answer: ReceivedGoods): AuditedChange[] {
  const { receiptId, site, owner, happenedAt, input, lines } = landing;
  const where = { siteId: site.id, entityId: owner.id, happenedAt, imported: input.history !== undefined };
  const { number, supplier, recordedAt, ...rest } = answer;
  return [
    {
      ...where,
      action: 'receipt.recorded',
      subjectKind: 'receipt',
      subjectId: receiptId,
      after: {
        number,
        supplier,
        ...(rest.supplierNamedAs !== undefined && { supplierNamedAs: rest.supplierNamedAs }),
        site: rest.site,
        owner: rest.owner,
        purchaseOrder: input.purchaseOrder ?? null,
        advanceNotice: input.advanceNotice ?? null,
        referenceDocument: input.referenceDocument ?? null,
        arrivalTemperatureCelsius: input.arrivalTemperatureCelsius ?? null,
        lines: lines.length,
        defects: lines.flatMap(({ defects }, index) => defects.map(({ code }) => ({ line: index + 1, code }))),
      },
    },
    ...answer.lines.map(({ lotId, lotCode, line, newLot, quantity, unit, baseQuantity, location, state }, index) => ({
      ...where,
      action: 'lot.received',
      subjectKind: 'lot',
      subjectId: lotId,
      lotId,
      after: {
        receipt: number,
        line,
        lotCode,
        newLot,
        quantity,
        unit,
        baseQuantity,
        location,
        state,
        ...statedIdentity(lines[index]?.stated),
      },
    })),
  ];
}

const statedIdentity = (stated: Landing['lines'][number]['stated'] | undefined) => ({
  supplierLotNumber: stated?.supplierLotNumber ?? null,
  traceabilityLotCode: stated?.traceabilityLotCode ?? null,
  manufacturedOn: stated?.manufacturedOn ?? null,
  expiresOn: stated?.expiresOn ?? null,
  certificates: stated?.certificates ?? [],
});
