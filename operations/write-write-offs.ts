import type { Tx } from '#db/connect.ts';
import { readCosts } from '#db/queries/stock-cost.ts';
import { writeOffs } from '#db/schema/destructions.ts';
import { dateInZone } from '#domain/calendar-date.ts';
import { costOf } from '#domain/cost.ts';
import { add, type Quantity } from '#domain/quantity.ts';
import { nextStageDue } from './change-disposal.ts';
import type { Actor, OperationContext } from './context.ts';
import { type DisposalCase, subjectOfDisposal } from './disposal-case.ts';
import { addDisposalTasks } from './disposal-tasks.ts';
import { insertRows } from './insert-rows.ts';
import { openValueTasks } from './value-write-off.ts';
import { writeAudit } from './write-audit.ts';

type WrittenOff = {
  cause: { destructionId: string } | { differenceId: string };
  movementId: string;
  happenedAt: Date;
  /** What is a loss is positive; what was found more is negative. */
  lines: readonly { siteId: string; timeZone: string; ownerId: string; owner: string; quantity: Quantity }[];
};

/**
 * Writes off what was booked out, for each owner and site, at the owner's standard cost of the day it happened there. Where
 * an owner has no cost, the amount stays open and finance is asked for it: destruction does not wait for book-keeping.
 */
export async function writeWriteOffs(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  disposalCase: DisposalCase,
  { cause, movementId, happenedAt, lines }: WrittenOff,
): Promise<void> {
  const { row, lot } = disposalCase;
  const rows = [];
  for (const [, same] of Map.groupBy(lines, ({ siteId, ownerId }) => `${siteId} ${ownerId}`)) {
    const [first] = same;
    if (!first) continue;
    const { ownerId, siteId, owner } = first;
    const dated = dateInZone(happenedAt, first.timeZone);
    const quantity = add(...same.map((line) => line.quantity));
    const [cost] = await readCosts(tx, { itemId: lot.itemId, ownerIds: [ownerId], day: dated });
    rows.push({
      ...cause,
      id: context.newId(),
      disposalId: row.id,
      entityId: ownerId,
      owner,
      siteId,
      lotId: row.lotId,
      itemId: lot.itemId,
      quantity,
      unitCost: cost?.amountPerBaseUnit ?? null,
      amount: cost ? costOf([{ quantity, amountPerBaseUnit: cost.amountPerBaseUnit }]) : null,
      currency: cost?.currency ?? null,
      dated,
      movementId,
      recordedAt: context.clock.now(),
    });
  }
  await insertRows(
    tx,
    writeOffs,
    rows.map(({ owner: _owner, ...written }) => written),
  );
  await askForCosts(
    tx,
    context,
    disposalCase,
    rows.filter(({ amount }) => amount === null),
  );
  await writeAudit(
    tx,
    context,
    actor,
    rows.map(({ id, entityId, siteId, quantity, unitCost, amount, currency, dated }) => ({
      action: 'write_off.recorded',
      subjectKind: 'write_off',
      subjectId: id,
      lotId: row.lotId,
      siteId,
      entityId,
      happenedAt,
      after: { disposal: row.number, quantity, unitCost, amount, currency, dated },
    })),
  );
}

async function askForCosts(
  tx: Tx,
  context: OperationContext,
  disposalCase: DisposalCase,
  unvalued: readonly { owner: string; entityId: string; dated: string }[],
): Promise<void> {
  const { row, lot } = disposalCase;
  for (const [entityId, [first]] of Map.groupBy(unvalued, (one) => one.entityId)) {
    const asked = await openValueTasks(tx, { disposalId: row.id, entityId });
    if (!first || asked.length > 0) continue;
    await addDisposalTasks(tx, context, disposalCase, [
      {
        kind: 'value_write_off',
        title: `Value what ${row.number} wrote off of ${subjectOfDisposal(disposalCase)} for ${first.owner}`,
        detail: `${first.owner} has no standard cost of ${lot.itemCode} on ${first.dated}`,
        entityId,
        dueAt: nextStageDue(row, context.clock.now()),
      },
    ]);
  }
}
