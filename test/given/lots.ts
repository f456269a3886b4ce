import { sql } from 'drizzle-orm';
import { lots } from '#db/schema/lots.ts';
import type { Caller } from '#domain/caller.ts';
import type { Condition } from '#domain/conditions.ts';
import { negate } from '#domain/quantity.ts';
import { type Command, type OperationContext, systemCaller } from '#operations/context.ts';
import { writeMovement } from '#operations/write-movement.ts';
import type { StoryIds } from './master-data.ts';

/** Where some of a lot stands: `at` is `EWR/C-01`, the quantity in base units. */
export type GivenStock = { at: string; owner?: string; condition?: Condition; quantity: string };

export type GivenLot = {
  code: string;
  item?: string;
  supplier?: string;
  supplierLotNumber?: string;
  arrivedAt?: Date;
  stock: readonly GivenStock[];
};

/** A lot with stock on its shelves, as a supplier's movement put it there. */
export async function givenLot(
  context: OperationContext,
  ids: StoryIds,
  { code, item = 'GC-BULK', supplier = 'TGD', supplierLotNumber = code, arrivedAt, stock }: GivenLot,
): Promise<{ id: string; code: string }> {
  const id = context.newId();
  const happenedAt = arrivedAt ?? new Date(context.clock.now().getTime() - 3_600_000);
  await context.db.transaction(async (tx) => {
    await tx.insert(lots).values({
      id,
      code,
      itemId: ids.item(item),
      supplierId: ids.party(supplier),
      supplierLotNumber,
      firstKnownAt: happenedAt,
    });
    const actor = { caller: systemCaller, cause: {}, commandId: `given-${code}` };
    await writeMovement(tx, context, actor, {
      kind: 'receipt',
      happenedAt,
      lines: stock.flatMap(({ at, owner = 'MFF', condition = 'approved', quantity }) => {
        const line = { lotId: id, ownerId: ids.entity(owner), condition };
        return [
          { ...line, locationId: ids.location('supplier'), quantity: negate(quantity) },
          { ...line, locationId: ids.location(at), quantity },
        ];
      }),
    });
  });
  return { id, code };
}

/** What stands where, as `EWR/C-01 MFF approved 12.5`. */
export async function stockOf({ db }: OperationContext, lotId: string): Promise<string[]> {
  const rows = await db.execute<{ line: string }>(sql`
    select format('%s/%s %s %s %s', sites.code, locations.code, legal_entities.code, condition, trim_scale(quantity)) as line
      from stock join locations on locations.id = location_id join sites on sites.id = site_id
      join legal_entities on legal_entities.id = owner_id
     where lot_id = ${lotId} order by 1`);
  return rows.map(({ line }) => line);
}

let commands = 0;

/** A command with an id of its own, or the given one. */
export const commandOf = <Input>(caller: Caller, input: Input, commandId = `test-${++commands}`): Command<Input> => ({
  commandId,
  caller,
  cause: { requestId: 'request-1' },
  input,
});
