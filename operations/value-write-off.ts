import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { items, legalEntities, writeOffs, writeOffValuations } from '#db/schema/index.ts';
import { tasks } from '#db/schema/tasks.ts';
import { costOf } from '#domain/cost.ts';
import { canonical } from '#domain/quantity.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { mayValue } from '#domain/write-offs.ts';
import { giveReason } from './check-reason-code.ts';
import type { Actor, Command, OperationContext } from './context.ts';
import { endDisposalTasks } from './disposal-tasks.ts';
import { lockLots } from './lock-lots.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';

/** `unitCost` is of one base unit, a decimal string in the currency of the entity. */
export type ValueWriteOff = { writeOffId: string; unitCost: string; reason: string; reasonCode?: string | undefined };
export type ValuedWriteOff = {
  writeOffId: string;
  quantity: string;
  unitCost: string;
  amount: string;
  currency: string;
};

/**
 * Gives a write-off the cost that its owner had none of when the goods were destroyed. The amount is reckoned from the quantity
 * that was written off, which stays; finance's task is settled with the last one of that owner.
 */
export function valueWriteOff(
  context: OperationContext,
  command: Command<ValueWriteOff>,
): Promise<Answer<ValuedWriteOff>> {
  const { writeOffId, unitCost, reason, reasonCode } = command.input;
  return runCommand(context, 'value-write-off', command, async (tx) => {
    const locked = await lockWriteOff(tx, writeOffId);
    if (!locked.ok) return locked;
    const { row, currency, category, valuedBy } = locked.value;
    const scope = { siteId: row.siteId, entityId: row.entityId, category };
    const may = mayValue(command.caller, { scope, currency, valuedBy }, { reason });
    if (!may.ok) return may;
    const given = await giveReason(tx, context, command, {
      ...{ list: 'disposal', reason, reasonCode },
      scopes: [{ itemId: row.itemId, ...scope }],
    });
    if (!given.ok) return given;
    const amount = costOf([{ quantity: row.quantity, amountPerBaseUnit: unitCost }]);
    const value = { unitCost: canonical(unitCost), amount, currency };
    await writeValuation(tx, context, given.value, row, { ...value, reason: reason.trim() });
    return allow({ writeOffId, quantity: canonical(row.quantity), ...value });
  });
}

type Row = typeof writeOffs.$inferSelect;
type Locked = { row: Row; currency: string; category: string; valuedBy: string | null };

/** Locks a write-off by the lot it is of, then reads whether anybody has valued it. */
async function lockWriteOff(tx: Tx, writeOffId: string): Promise<Result<Locked>> {
  const [found] = await tx.select({ lotId: writeOffs.lotId }).from(writeOffs).where(eq(writeOffs.id, writeOffId));
  if (!found) return refuse('write-off.unknown', `There is no write-off ${writeOffId}`);
  await lockLots(tx, [found.lotId]);
  const [read] = await tx
    .select({
      row: writeOffs,
      currency: legalEntities.currency,
      category: items.category,
      valuedByName: writeOffValuations.valuedByName,
    })
    .from(writeOffs)
    .innerJoin(legalEntities, eq(legalEntities.id, writeOffs.entityId))
    .innerJoin(items, eq(items.id, writeOffs.itemId))
    .leftJoin(writeOffValuations, eq(writeOffValuations.writeOffId, writeOffs.id))
    .where(eq(writeOffs.id, writeOffId));
  if (!read) throw new Error(`Write-off ${writeOffId} was there and is gone`);
  const valuedBy = read.row.unitCost === null ? read.valuedByName : 'the standard cost of that day';
  return allow({ ...read, valuedBy });
}

async function writeValuation(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  row: Row,
  value: { unitCost: string; amount: string; currency: string; reason: string },
): Promise<void> {
  const { caller } = actor;
  const { reason, ...money } = value;
  await tx.insert(writeOffValuations).values({
    ...value,
    writeOffId: row.id,
    valuedBy: caller.id,
    valuedByName: caller.name,
    valuedFor: caller.onBehalfOf?.id,
    valuedForName: caller.onBehalfOf?.name,
    valuedAt: context.clock.now(),
  });
  await settleWhenAllAreValued(tx, context, actor, row, reason);
  await writeAudit(tx, context, actor, [
    {
      action: 'write_off.valued',
      ...{ subjectKind: 'write_off', subjectId: row.id, lotId: row.lotId, siteId: row.siteId, entityId: row.entityId },
      reason,
      before: { quantity: canonical(row.quantity), unitCost: null, amount: null, currency: null },
      after: { quantity: canonical(row.quantity), ...money },
    },
  ]);
}

/** One task asks finance for what a disposal wrote off of an owner, however many rows that are. */
async function settleWhenAllAreValued(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  { disposalId, entityId }: Row,
  note: string,
): Promise<void> {
  const ofOwner = and(eq(writeOffs.disposalId, disposalId), eq(writeOffs.entityId, entityId));
  const open = await tx
    .select({ id: writeOffs.id })
    .from(writeOffs)
    .leftJoin(writeOffValuations, eq(writeOffValuations.writeOffId, writeOffs.id))
    .where(and(ofOwner, isNull(writeOffs.unitCost), isNull(writeOffValuations.writeOffId)));
  if (open.length > 0) return;
  const asked = await openValueTasks(tx, { disposalId, entityId });
  const taskIds = asked.map(({ id }) => id);
  if (taskIds.length > 0) await endDisposalTasks(tx, context, actor, { disposalId, taskIds, as: 'settled', note });
}

/** The tasks that ask finance to value what a disposal wrote off of an owner. */
export const openValueTasks = (tx: Tx, { disposalId, entityId }: Pick<Row, 'disposalId' | 'entityId'>) =>
  tx
    .select({ id: tasks.id })
    .from(tasks)
    .where(
      and(
        ...[eq(tasks.subjectKind, 'disposal'), eq(tasks.subjectId, disposalId), eq(tasks.kind, 'value_write_off')],
        ...[eq(tasks.entityId, entityId), inArray(tasks.state, ['open', 'claimed'])],
      ),
    );
