import type postgres from 'postgres';
import type { Caller, Scope } from '#domain/caller.ts';
import { authorize } from '#domain/caller.ts';
import type { StoryIds } from './master-data.ts';

export const categoryOf: Record<string, string> = { 'GC-BULK': 'cheese', PECORINO: 'hard_cheese', CRISP: 'dry' };

/** Goods of one lot somewhere, and what is about them: a document with a line for each item, a reading, a hold. */
export type FencedGoods = { item: string; at: string; owner: string };
export type FencedDocument = { site: string; owner: string; items: readonly string[] };
export type FencedHold = { of: number; site: string | null };

/** Writes rows by their tables, as the owner, and answers for each table which rows it wrote and where each is. */
export async function writeFencedRows(
  sql: postgres.Sql,
  ids: StoryIds,
  { goods, documents, holds }: { goods: FencedGoods[]; documents: FencedDocument[]; holds: FencedHold[] },
): Promise<FencedRow[]> {
  const rows: FencedRow[] = [];
  const lots = await sql.begin(async (tx) => {
    const written: Standing[] = [];
    for (const { item, at, owner } of goods) {
      const [lotId, movementId] = [crypto.randomUUID(), crypto.randomUUID()];
      const [locationId, ownerId] = [ids.location(at), ids.entity(owner)];
      const siteId = ids.site(at.slice(0, 3));
      await tx`insert into lots (id, code, item_id, first_known_at) values (${lotId}, ${lotId}, ${ids.item(item)}, now())`;
      await tx`insert into movements (id, kind, happened_at, recorded_at, actor_id, command_id)
               values (${movementId}, 'receipt', now(), now(), 'test', ${movementId})`;
      await tx`insert into movement_lines select ${movementId}, line, ${lotId}, place, ${ownerId}, 'approved', quantity
                 from (values (1, ${ids.location('supplier')}::uuid, -1), (2, ${locationId}::uuid, 1)) as moved (line, place, quantity)`;
      const scope = { siteId, entityId: ownerId, category: categoryOf[item] };
      written.push({ lotId, movementId, locationId, scope });
      rows.push({ table: 'stock', key: lotId, visible: (may) => may(scope) });
    }
    return written;
  });
  for (const [index, { site, owner, items }] of documents.entries()) {
    const movementId = lots[index % lots.length]?.movementId;
    rows.push(...(await writeDocument(sql, ids, { site, owner, items }, lots[0]?.lotId, movementId)));
  }
  for (const { locationId, scope } of lots) rows.push(await writeReading(sql, locationId, scope.siteId, lots));
  for (const { of, site } of holds)
    rows.push(await writeHold(sql, site && ids.site(site), lots[of % lots.length], lots));
  return rows;
}

/** A row, and whether it is to be seen by whoever may: `may` is `authorize` for a right to read. */
export type FencedRow = { table: string; key: string; visible(may: (scope: Scope) => boolean): boolean };

export const mayRead =
  (caller: Caller) =>
  (scope: Scope): boolean =>
    authorize(caller, 'lot.read', scope).ok;

type Standing = {
  lotId: string;
  movementId: string;
  locationId: string;
  scope: { siteId: string; entityId: string; category: string | undefined };
};

const documentTables = [
  { head: 'purchase_orders', lines: 'purchase_order_lines', column: 'purchase_order_id' },
  { head: 'advance_notices', lines: 'advance_notice_lines', column: 'advance_notice_id' },
] as const;

async function writeDocument(
  sql: postgres.Sql,
  ids: StoryIds,
  { site, owner, items }: FencedDocument,
  lotId: string | undefined,
  movementId: string | undefined,
): Promise<FencedRow[]> {
  const [siteId, entityId, supplierId] = [ids.site(site), ids.entity(owner), ids.party('TGD')];
  const scopes = items.map((item) => ({ siteId, entityId, category: categoryOf[item] }));
  const rows: FencedRow[] = [];
  const told = (table: string, lines: string, id: string) => {
    rows.push({ table, key: id, visible: (may) => scopes.some(may) });
    for (const [index, scope] of scopes.entries())
      rows.push({ table: lines, key: `${id} ${index + 1}`, visible: (may) => may(scope) });
  };
  for (const { head, lines, column } of documentTables) {
    const id = crypto.randomUUID();
    await sql`insert into ${sql(head)} (id, number, supplier_id, owner_id, site_id) values (${id}, ${id}, ${supplierId}, ${entityId}, ${siteId})`;
    for (const [index, item] of items.entries())
      await sql`insert into ${sql(lines)} (${sql(column)}, line, item_id, expected_quantity) values (${id}, ${index + 1}, ${ids.item(item)}, 1)`;
    told(head, lines, id);
  }
  const id = crypto.randomUUID();
  await sql`insert into receipts (id, number, site_id, owner_id, supplier_id, received_by, happened_at, recorded_at, movement_id)
            values (${id}, ${id}, ${siteId}, ${entityId}, ${supplierId}, 'test', now(), now(), ${movementId ?? null})`;
  for (const [index, item] of items.entries())
    await sql`insert into receipt_lines (receipt_id, line, lot_id, item_id, location_id, stated_quantity, stated_unit, base_quantity)
              values (${id}, ${index + 1}, ${lotId ?? null}, ${ids.item(item)}, ${ids.location(`${site}/DOCK-IN`)}, 1, 'kg', 1)`;
  told('receipts', 'receipt_lines', id);
  return rows;
}

/** What is measured at a place concerns whoever may read there whatever it is, and whoever's goods stand there. */
async function writeReading(
  sql: postgres.Sql,
  locationId: string,
  siteId: string,
  lots: readonly Standing[],
): Promise<FencedRow> {
  const id = crypto.randomUUID();
  await sql`insert into temperature_readings (id, location_id, sensor, celsius, happened_at, recorded_at)
            values (${id}, ${locationId}, ${id}, 3, now(), now())`;
  const standing = lots.filter((lot) => lot.locationId === locationId);
  return {
    table: 'temperature_readings',
    key: id,
    visible: (may) => may({ siteId, entityId: null, category: null }) || standing.some(({ scope }) => may(scope)),
  };
}

/** A hold at a site concerns whoever's goods of its lot were there; one of every site, whoever's were anywhere. */
async function writeHold(
  sql: postgres.Sql,
  siteId: string | null,
  lot: Standing | undefined,
  lots: readonly Standing[],
): Promise<FencedRow> {
  const id = crypto.randomUUID();
  if (!lot) throw new Error('A hold is on a lot');
  await sql`
    insert into holds (id, number, lot_id, site_id, process, rule, automatic, reason, placed_by, placed_by_name, happened_at, recorded_at)
    values (${id}, ${id}, ${lot.lotId}, ${siteId}, 'recall', 'recall', false, 'A test', 'test', 'test', now(), now())`;
  const { category } = lot.scope;
  const ever = lots.filter(({ lotId }) => lotId === lot.lotId).map(({ scope }) => scope);
  return {
    table: 'holds',
    key: id,
    visible: (may) =>
      siteId === null
        ? ever.some(may)
        : may({ siteId, entityId: null, category }) || ever.some((scope) => scope.siteId === siteId && may(scope)),
  };
}
