import type { Tx } from '#db/connect.ts';
import { readIds } from '#db/queries/master-data-codes.ts';
import { itemCosts, itemPrices, items, itemUnits, legalEntities, parties } from '#db/schema/master-data.ts';
import { parseGtin } from '#domain/gs1.ts';
import type { MasterData } from '#domain/master-data.ts';
import type { OperationContext } from './context.ts';
import { idOf } from './id-of.ts';

/** Adds items with their units, GTINs in fourteen digits; answers how many were new. */
export async function writeItems(
  tx: Tx,
  { newId }: OperationContext,
  data: Pick<MasterData, 'items'>,
): Promise<number> {
  if (data.items.length === 0) return 0;
  const partyIds = await readIds(tx, parties);
  const added = await tx
    .insert(items)
    .values(
      data.items.map(({ units, storageMinC, storageMaxC, soldOnlyTo, ...item }) => ({
        ...item,
        id: newId(),
        gtin: fourteenDigits(item.gtin),
        storageMin: storageMinC,
        storageMax: storageMaxC,
        soldOnlyToPartyId: soldOnlyTo === null ? null : idOf(partyIds, soldOnlyTo),
      })),
    )
    .onConflictDoNothing()
    .returning({ id: items.id });
  const itemIds = await readIds(tx, items);
  const units = data.items.flatMap(({ code, units }) =>
    units.map((unit) => ({
      ...unit,
      itemId: idOf(itemIds, code),
      gtin: unit.gtin === null ? null : fourteenDigits(unit.gtin),
    })),
  );
  if (units.length > 0) await tx.insert(itemUnits).values(units).onConflictDoNothing();
  return added.length;
}

/** Adds standard costs and list prices per base unit with the day they hold from; answers how many were new. */
export async function writeMoney(
  tx: Tx,
  data: Pick<MasterData, 'costs' | 'prices'>,
): Promise<Record<'costs' | 'prices', number>> {
  const itemIds = await readIds(tx, items);
  const entityIds = await readIds(tx, legalEntities);
  const add = async (table: typeof itemCosts | typeof itemPrices, list: MasterData['costs']): Promise<number> => {
    if (list.length === 0) return 0;
    const rows = list.map(({ entity, item, ...money }) => ({
      ...money,
      entityId: idOf(entityIds, entity),
      itemId: idOf(itemIds, item),
    }));
    const added = await tx.insert(table).values(rows).onConflictDoNothing().returning({ itemId: table.itemId });
    return added.length;
  };
  return { costs: await add(itemCosts, data.costs), prices: await add(itemPrices, data.prices) };
}

function fourteenDigits(gtin: string): string {
  const parsed = parseGtin(gtin);
  if (!parsed.ok) throw new Error(`GTIN ${gtin} went past the check`);
  return parsed.value;
}
