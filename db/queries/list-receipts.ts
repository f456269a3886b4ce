import { type SQL, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { Scopes } from '#domain/caller.ts';
import { isoText } from './iso-text.ts';
import { takePage } from './take-page.ts';
import { withinScopes } from './within-scopes.ts';

export type ReceiptFilter = {
  scopes: Scopes;
  site?: string | undefined;
  owner?: string | undefined;
  supplier?: string | undefined;
  item?: string | undefined;
  /** A lot's code or its supplier's lot number. */
  lot?: string | undefined;
  number?: string | undefined;
  purchaseOrder?: string | undefined;
  /** Happened at or after, and before. */
  from?: string | undefined;
  until?: string | undefined;
};

export type ListedReceipt = {
  receiptId: string;
  number: string;
  site: string;
  owner: string;
  supplier: string;
  supplierName: string;
  purchaseOrder: string | null;
  advanceNotice: string | null;
  happenedAt: string;
  recordedAt: string;
  imported: boolean;
  lines: number;
  /** How many defects led to a task or a hold. */
  defects: number;
};

/** Receipts, the newest first. Keys of a page: instant and id. */
export async function listReceipts(
  db: DbOrTx,
  filter: ReceiptFilter & { limit: number; after?: readonly string[] | undefined },
): Promise<{ rows: readonly ListedReceipt[]; next: readonly string[] | null }> {
  const rare = filter.item !== undefined && (await isRare(db, filter.item));
  const rows = await db.execute<ListedReceipt>(sql`
    with page as materialized (
      select * from receipts receipt where ${conditions(filter, rare)}
       order by receipt.happened_at desc, receipt.id desc limit ${filter.limit + 1})
    select page.id as "receiptId", page.number, site.code as site, owner.code as owner, supplier.code as supplier,
           supplier.name as "supplierName", page.imported,
           (select number from purchase_orders where id = page.purchase_order_id) as "purchaseOrder",
           (select number from advance_notices where id = page.advance_notice_id) as "advanceNotice",
           ${isoText(sql`page.happened_at`)} as "happenedAt", ${isoText(sql`page.recorded_at`)} as "recordedAt",
           (select count(*)::int from receipt_lines where receipt_id = page.id) as lines,
           (select count(*)::int from receipt_defects where receipt_id = page.id) as defects
      from page join sites site on site.id = page.site_id
      join legal_entities owner on owner.id = page.owner_id
      join parties supplier on supplier.id = page.supplier_id
     order by page.happened_at desc, page.id desc`);
  return takePage(rows, filter.limit, ({ happenedAt, receiptId }) => [happenedAt, receiptId]);
}

const fewLines = 1_000;
const itemNamed = (code: string): SQL => sql`(select id from items where code = ${code})`;

/** Whether an item came so seldom that its receipts are found through it, and not by going through all, newest first. */
async function isRare(db: DbOrTx, item: string): Promise<boolean> {
  const [found] = await db.execute<{ few: boolean }>(sql`
    select count(*) < ${fewLines} as few
      from (select from receipt_lines where item_id = ${itemNamed(item)} limit ${fewLines}) line`);
  return found?.few ?? true;
}

function conditions(filter: ReceiptFilter & { after?: readonly string[] | undefined }, rare: boolean): SQL {
  const [happenedAt, id] = filter.after ?? [];
  const given: (SQL | undefined)[] = [
    withinScopes(filter.scopes, sql`receipt.site_id`, sql`receipt.owner_id`),
    filter.site ? sql`receipt.site_id = (select id from sites where code = ${filter.site})` : undefined,
    filter.owner ? sql`receipt.owner_id = (select id from legal_entities where code = ${filter.owner})` : undefined,
    filter.supplier ? sql`receipt.supplier_id = (select id from parties where code = ${filter.supplier})` : undefined,
    filter.item ? ofItem(filter.item, rare) : undefined,
    // The lot's receipts are few and its index finds them, so they are looked up first.
    filter.lot
      ? sql`receipt.id in (select receipt_id from receipt_lines where lot_id in (
          select id from lots where code = ${filter.lot} union select id from lots where supplier_lot_number = ${filter.lot}))`
      : undefined,
    filter.number ? sql`receipt.number = ${filter.number}` : undefined,
    filter.purchaseOrder
      ? sql`receipt.purchase_order_id = (select id from purchase_orders where number = ${filter.purchaseOrder})`
      : undefined,
    filter.from ? sql`receipt.happened_at >= ${filter.from}::timestamptz` : undefined,
    filter.until ? sql`receipt.happened_at < ${filter.until}::timestamptz` : undefined,
    happenedAt && id ? sql`(receipt.happened_at, receipt.id) < (${happenedAt}::timestamptz, ${id}::uuid)` : undefined,
  ];
  return sql.join([sql`true`, ...given.filter((condition) => condition !== undefined)], sql` and `);
}

const ofItem = (item: string, rare: boolean): SQL =>
  rare
    ? sql`receipt.id = any (array(select receipt_id from receipt_lines where item_id = ${itemNamed(item)}))`
    : sql`exists (select from receipt_lines where receipt_id = receipt.id and item_id = ${itemNamed(item)})`;
