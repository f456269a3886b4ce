import { type SQL, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { Scopes } from '#domain/caller.ts';
import { itemsOfCategories, onlyCategories, throughFewLines } from './few-lines.ts';
import { samePartyAs } from './merged-parties.ts';
import { takePage } from './take-page.ts';
import { withinScopes } from './within-scopes.ts';

export type ExpectedKind = 'purchase_order' | 'advance_notice';

export type ExpectedLine = {
  line: number;
  item: string;
  itemName: string;
  supplierLotNumber: string | null;
  unit: string;
  expectedQuantity: string;
  /** Of the whole item on this order or notice (of the lot, where the notice names one), in base units. */
  receivedQuantity: string;
};

export type ExpectedGoods = {
  id: string;
  number: string;
  siteId: string;
  ownerId: string;
  site: string;
  owner: string;
  supplier: string;
  supplierName: string;
  purchaseOrder: string | null;
  expectedOn: string | null;
  imported: boolean;
  /** Nothing came yet. */
  open: boolean;
  lines: ExpectedLine[];
  receipts: { receiptId: string; number: string }[];
};

export type ExpectedFilter = {
  scopes: Scopes;
  site?: string | undefined;
  supplier?: string | undefined;
  number?: string | undefined;
  open?: boolean | undefined;
};

/** Orders or notices, the newest first, expected against received per line. */
export async function listExpectedGoods(
  db: DbOrTx,
  kind: ExpectedKind,
  filter: ExpectedFilter & { limit: number; after?: readonly string[] | undefined },
): Promise<{ rows: readonly ExpectedGoods[]; next: readonly string[] | null }> {
  const { limit, after, site, supplier, number, open } = filter;
  const received = sql`exists (select from receipts where receipts.${columnOf[kind]} = expected.id)`;
  const categories = onlyCategories(filter.scopes);
  const lines = { lines: linesOf[kind], column: columnOf[kind] };
  const given: (SQL | undefined)[] = [
    categories ? await throughFewLines(db, lines, itemsOfCategories(categories), sql`expected.id`) : undefined,
    withinHead(kind, filter.scopes),
    site ? sql`expected.site_id = (select id from sites where code = ${site})` : undefined,
    supplier ? sql`expected.supplier_id in ${samePartyAs(sql`named.code = ${supplier}`)}` : undefined,
    number ? sql`expected.number = ${number}` : undefined,
    open === undefined ? undefined : open ? sql`not ${received}` : received,
    after?.[0] ? sql`expected.id < ${after[0]}::uuid` : undefined,
  ];
  const where = sql.join([sql`true`, ...given.filter((condition) => condition !== undefined)], sql` and `);
  const page = sql`select * from ${tableOf[kind]} expected where ${where} order by expected.id desc limit ${limit + 1}`;
  const rows = await db.execute<ExpectedGoods>(select(kind, page, filter.scopes));
  return takePage(rows, limit, ({ id }) => [id]);
}

/** One order or notice; undefined where none lies within the scopes. */
export async function readExpectedGoods(
  db: DbOrTx,
  kind: ExpectedKind,
  id: string,
  scopes: Scopes,
): Promise<ExpectedGoods | undefined> {
  const found = sql`select * from ${tableOf[kind]} expected where expected.id = ${id} and ${withinHead(kind, scopes)}`;
  const [row] = await db.execute<ExpectedGoods>(select(kind, found, scopes));
  return row;
}

/** A heading is of each item category that one of its lines is of. */
const withinHead = (kind: ExpectedKind, scopes: Scopes): SQL =>
  withinScopes(
    scopes,
    sql`expected.site_id`,
    sql`expected.owner_id`,
    (category) => sql`exists (
      select from ${linesOf[kind]} one join items item on item.id = one.item_id
       where one.${columnOf[kind]} = expected.id and item.category = ${category})`,
  );

/** Of an order or notice, its lines of one's own categories. */
const withinLine = (scopes: Scopes): SQL =>
  withinScopes(scopes, sql`expected.site_id`, sql`expected.owner_id`, (category) => sql`item.category = ${category}`);

const tableOf = { purchase_order: sql`purchase_orders`, advance_notice: sql`advance_notices` };
const linesOf = { purchase_order: sql`purchase_order_lines`, advance_notice: sql`advance_notice_lines` };
const columnOf = { purchase_order: sql`purchase_order_id`, advance_notice: sql`advance_notice_id` };
const orderOf = {
  purchase_order: sql`null`,
  advance_notice: sql`(select number from purchase_orders where id = expected.purchase_order_id)`,
};
const lotOf = { purchase_order: sql`null::text`, advance_notice: sql`line.supplier_lot_number` };

const select = (kind: ExpectedKind, page: SQL, scopes: Scopes): SQL => sql`
  with expected as materialized (${page})
  select expected.id, expected.number, expected.site_id as "siteId", expected.owner_id as "ownerId", site.code as site,
         owner.code as owner, supplier.code as supplier, supplier.name as "supplierName", expected.imported,
         ${orderOf[kind]} as "purchaseOrder", expected.expected_on::text as "expectedOn",
         not exists (select from receipts where receipts.${columnOf[kind]} = expected.id) as open,
         (select jsonb_agg(jsonb_build_object('line', line.line, 'item', item.code, 'itemName', item.name,
                   'supplierLotNumber', ${lotOf[kind]}, 'unit', item.base_unit,
                   'expectedQuantity', trim_scale(line.expected_quantity)::text,
                   'receivedQuantity', trim_scale(coalesce((
                     select sum(arrived.base_quantity) from receipts receipt
                       join receipt_lines arrived on arrived.receipt_id = receipt.id
                       join lots lot on lot.id = arrived.lot_id
                      where receipt.${columnOf[kind]} = expected.id and arrived.item_id = line.item_id
                        and (${lotOf[kind]} is null or lot.supplier_lot_number = ${lotOf[kind]})), 0))::text)
                 order by line.line)
            from ${linesOf[kind]} line join items item on item.id = line.item_id
           where line.${columnOf[kind]} = expected.id and ${withinLine(scopes)}) as lines,
         (select coalesce(jsonb_agg(jsonb_build_object('receiptId', id, 'number', number) order by happened_at), '[]')
            from receipts where receipts.${columnOf[kind]} = expected.id) as receipts
    from expected join sites site on site.id = expected.site_id
    join legal_entities owner on owner.id = expected.owner_id join parties supplier on supplier.id = expected.supplier_id
   order by expected.id desc`;
