import type { Tx } from '#db/connect.ts';
import { movementLines, movements } from '#db/schema/lots.ts';
import type { Condition } from '#domain/conditions.ts';
import type { MovementKind } from '#domain/movements.ts';
import type { Actor, OperationContext } from './context.ts';
import { insertRows } from './insert-rows.ts';

/** Signed quantity in the item's base unit; the lines of a movement sum to zero for each lot. */
export type PostedLine = {
  lotId: string;
  locationId: string;
  ownerId: string;
  condition: Condition;
  quantity: string;
};

export type PostedMovement = {
  kind: MovementKind;
  happenedAt: Date;
  subjectKind?: string | undefined;
  subjectId?: string | undefined;
  reason?: string | undefined;
  imported?: boolean | undefined;
  lines: readonly PostedLine[];
};

/**
 * Posts a movement to the ledger; the database moves the balances and refuses what does not sum to zero. The caller holds
 * the locks of its lots. Taking more than there is breaks `stock_not_negative`: check before, this is the last fence.
 */
export async function writeMovement(
  tx: Tx,
  { clock, newId }: OperationContext,
  { caller, commandId }: Actor,
  { lines, ...movement }: PostedMovement,
): Promise<string> {
  const id = newId();
  await tx.insert(movements).values({ id, ...movement, recordedAt: clock.now(), actorId: caller.id, commandId });
  await insertRows(
    tx,
    movementLines,
    lines.map((line, index) => ({ movementId: id, line: index + 1, ...line })),
  );
  return id;
}
