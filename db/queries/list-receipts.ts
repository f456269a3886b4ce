import { type SQL, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { Scopes } from '#domain/caller.ts';
import { itemsOfCategories, onlyCategories, throughFewLines } from './few-lines.ts';
import { isoText } from './iso-text.ts';
import { someLineOf } from './lines-of-category.ts';
import { samePartyAs } from './merged-parties.ts';
import { takePage } from './take-page.ts';
import { allOf, withinScopes } from './within-scopes.ts';

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
  const found = await throughLines(db, filter);
  const rows = await db.execute<ListedReceipt>(sql`
    with page as materialized (
      select * from receipts receipt where ${conditions(filter, found)}
       order by receipt.happened_at desc, receipt.id desc limit ${filter.limit + 1})
    select page.id as "receiptId", page.number, site.code as site, owner.code as owner, supplier.code as supplier,
           supplier.name as "supplierName", page.imported,
           (select number from purchase_orders where id = page.purchase_order_id) as "purchaseOrder",
           (select number from advance_notices where id = page.advance_notice_id) as "advanceNotice",
           ${isoText(sql`page.happened_at`)} as "happenedAt", ${isoText(sql`page.recorded_at`)} as "recordedAt",
           (select count(*)::int from receipt_lines line join items item on item.id = line.item_id
             where line.receipt_id = page.id and ${ofLine(filter.scopes)}) as lines,
           (select count(*)::int from receipt_defects defect
              join receipt_lines line on line.receipt_id = defect.receipt_id and line.line = defect.line
              join items item on item.id = line.item_id where defect.receipt_id = page.id and ${ofLine(filter.scopes)}) as defects
      from page join sites site on site.id = page.site_id
      join legal_entities owner on owner.id = page.owner_id
      join parties supplier on supplier.id = page.supplier_id
     order by page.happened_at desc, page.id desc`);
  return takePage(rows, filter.limit, ({ happenedAt, receiptId }) => [happenedAt, receiptId]);
}

const itemNamed = (code: string): SQL => sql`(select id from items where code = ${code})`;

/** Lines of their own categories: what a list counts is what the receipt itself shows. */
const ofLine = (scopes: Scopes): SQL =>
  withinScopes(scopes, sql`page.site_id`, sql`page.owner_id`, (category) => sql`item.category = ${category}`);

/** Conditions that find receipts by what is on their lines. What is of no category of theirs is looked for in vain, so not at all. */
async function throughLines(db: DbOrTx, { scopes, item }: ReceiptFilter): Promise<SQL | undefined> {
  const categories = onlyCategories(scopes);
  const receiptLines = { lines: sql`receipt_lines`, column: sql`receipt_id` };
  const through = (items: SQL) => throughFewLines(db, receiptLines, items, sql`receipt.id`);
  if (item === undefined) return categories ? await through(itemsOfCategories(categories)) : undefined;
  const theirs = categories ? sql`(select category from items where code = ${item}) in ${categories}` : undefined;
  const ofItem =
    (await through(itemNamed(item))) ??
    sql`exists (select from receipt_lines where receipt_id = receipt.id and item_id = ${itemNamed(item)})`;
  return allOf([theirs, ofItem]);
}

function conditions(filter: ReceiptFilter & { after?: readonly string[] | undefined }, found: SQL | undefined): SQL {
  const [happenedAt, id] = filter.after ?? [];
  const given: (SQL | undefined)[] = [
    withinScopes(filter.scopes, sql`receipt.site_id`, sql`receipt.owner_id`, (category) =>
      someLineOf(sql`receipt.id`, category),
    ),
    found,
    filter.site ? sql`receipt.site_id = (select id from sites where code = ${filter.site})` : undefined,
    filter.owner ? sql`receipt.owner_id = (select id from legal_entities where code = ${filter.owner})` : undefined,
    filter.supplier ? sql`receipt.supplier_id in ${samePartyAs(sql`named.code = ${filter.supplier}`)}` : undefined,
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
