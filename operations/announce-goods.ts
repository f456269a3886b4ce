import type { Tx } from '#db/connect.ts';
import { type KnownNames, readReceivingNames } from '#db/queries/receiving-names.ts';
import { advanceNoticeLines, advanceNotices, purchaseOrderLines, purchaseOrders } from '#db/schema/expected-goods.ts';
import { authorize } from '#domain/caller.ts';
import { allow, type Result, refuse, refuseAll } from '#domain/result.ts';
import { checkAnnouncement, type ExpectedLine } from './announced-lines.ts';
import type { Actor, Command, OperationContext } from './context.ts';
import { itemNames } from './receive-goods-facts.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';

export type AnnouncedLine = {
  item: string;
  quantity: string;
  unit: string;
  supplierLotNumber?: string | null | undefined;
};

/** What is on its way: an order that was placed, or the supplier's notice that it has left. */
export type AnnounceGoods = {
  kind: 'purchase_order' | 'advance_notice';
  number: string;
  site: string;
  owner: string;
  supplier: string;
  /** YYYY-MM-DD. */
  expectedOn?: string | null | undefined;
  /** The order that a notice is about. */
  purchaseOrder?: string | null | undefined;
  lines: readonly AnnouncedLine[];
  /** From before Holdfast; asks for the right to import history. */
  imported?: boolean | undefined;
};

export type AnnouncedGoods = { id: string; number: string };

/**
 * Records goods that are expected, so that what arrives can be compared: a purchase order, or an advance notice with the
 * supplier's lot numbers. `announcement.refused` carries every problem; a number is used once for each of the two.
 */
export function announceGoods(
  context: OperationContext,
  command: Command<AnnounceGoods>,
): Promise<Answer<AnnouncedGoods>> {
  const { input, ...actor } = command;
  return runCommand(context, 'announce-goods', command, async (tx) => {
    const known = await readReceivingNames(tx, {
      ...input,
      items: itemNames(input.lines),
      locations: [],
      documentIds: [],
      receiptNumber: null,
      purchaseOrder: input.purchaseOrder ?? null,
      advanceNotice: null,
    });
    const entitled = mayAnnounce(actor, input, known);
    if (!entitled.ok) return entitled;
    const { lines, problems } = checkAnnouncement(input, known);
    const { site, owner, supplier } = known;
    if (problems.length > 0 || !site || !owner || !supplier) {
      return refuseAll('announcement.refused', `Nothing was recorded about ${input.number}`, problems);
    }
    const id = context.newId();
    const heading = {
      id,
      number: input.number,
      supplierId: supplier.id,
      ownerId: owner.id,
      siteId: site.id,
      expectedOn: input.expectedOn ?? null,
      imported: input.imported ?? false,
    };
    const written =
      input.kind === 'purchase_order'
        ? await writeOrder(tx, heading, lines)
        : await writeNotice(tx, { ...heading, purchaseOrderId: known.purchaseOrder?.id ?? null }, lines);
    if (!written) {
      return refuse('announcement.number-taken', `${input.number} is on record already`, '/number');
    }
    await writeAudit(tx, context, actor, [
      {
        action: `${input.kind}.recorded`,
        subjectKind: input.kind,
        subjectId: id,
        siteId: site.id,
        entityId: owner.id,
        imported: input.imported,
        after: { ...input, lines: input.lines.length },
      },
    ]);
    return allow({ id, number: input.number });
  });
}

function mayAnnounce({ caller }: Actor, input: AnnounceGoods, { site, owner }: KnownNames): Result<void> {
  const announces = authorize(caller, 'goods.announce', { siteId: site?.id, entityId: owner?.id });
  return announces.ok && input.imported
    ? authorize(caller, 'history.import', { siteId: null, entityId: null })
    : announces;
}

async function writeOrder(
  tx: Tx,
  heading: typeof purchaseOrders.$inferInsert,
  lines: readonly ExpectedLine[],
): Promise<boolean> {
  const rows = await tx
    .insert(purchaseOrders)
    .values(heading)
    .onConflictDoNothing()
    .returning({ id: purchaseOrders.id });
  if (rows.length === 0) return false;
  await tx.insert(purchaseOrderLines).values(
    lines.map(({ itemId, expectedQuantity }, index) => ({
      purchaseOrderId: heading.id,
      line: index + 1,
      itemId,
      expectedQuantity,
    })),
  );
  return true;
}

async function writeNotice(
  tx: Tx,
  heading: typeof advanceNotices.$inferInsert,
  lines: readonly ExpectedLine[],
): Promise<boolean> {
  const rows = await tx
    .insert(advanceNotices)
    .values(heading)
    .onConflictDoNothing()
    .returning({ id: advanceNotices.id });
  if (rows.length === 0) return false;
  await tx
    .insert(advanceNoticeLines)
    .values(lines.map((line, index) => ({ ...line, advanceNoticeId: heading.id, line: index + 1 })));
  return true;
}
