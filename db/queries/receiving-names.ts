import { type SQL, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { LocalOverride } from '#domain/local-overrides.ts';
import type { LocationKind, VirtualPlaceKind } from '#domain/movements.ts';
import type { Certified } from '#domain/supplier-certificates.ts';

export type AskedNames = {
  site: string;
  owner: string;
  supplier: string;
  /** Codes and GTINs of fourteen digits, of an item or of one of its units. */
  items: readonly string[];
  locations: readonly string[];
  receiptNumber: string | null;
  purchaseOrder: string | null;
  advanceNotice: string | null;
  documentIds: readonly string[];
};

/** Quantities are decimal strings in base units. */
export type KnownItem = {
  id: string;
  code: string;
  gtins: string[];
  category: string;
  baseUnit: string;
  storageMin: string | null;
  storageMax: string | null;
  traceabilityList: boolean;
  shelfLifeDays: number;
  lotControlled: boolean;
  inspectionRequired: boolean;
  units: { unit: string; numerator: string; denominator: string }[];
} & Governed;

/** Whether a record is blocked, and what sites and entities override of it. */
type Governed = { blocked: boolean; overridable: string[]; overrides: LocalOverride[] };

/** The supplier that a code leads to; `namedAs` is the code of one that was merged into it, `formerIds` are all of those. */
export type KnownSupplier = {
  id: string;
  code: string;
  riskScore: string | null;
  certificates: Certified[];
  namedAs: string | null;
  formerIds: string[];
} & Governed;

type Heading = { id: string; number: string; supplier: string; owner: string; site: string };
export type KnownOrder = Heading & {
  lines: { itemId: string; quantity: string }[];
  received: { itemId: string; quantity: string }[];
};
export type KnownNotice = Heading & {
  lines: { itemId: string; supplierLotNumber: string | null; quantity: string }[];
};

/** What is behind the names on a delivery; null or missing where nobody knows one. */
export type KnownNames = {
  site: { id: string; code: string; timeZone: string; country: string } | null;
  owner: { id: string; code: string; mayHoldStockAtSite: boolean } | null;
  supplier: KnownSupplier | null;
  supplierPlaceId: string;
  items: KnownItem[];
  locations: { id: string; code: string; kind: LocationKind | VirtualPlaceKind }[];
  purchaseOrder: KnownOrder | null;
  advanceNotice: KnownNotice | null;
  documentIds: string[];
  receiptNumberTaken: boolean;
};

/** Everything a delivery names, in one round trip. Hot: prepared once per connection. */
export async function readReceivingNames(db: DbOrTx, asked: AskedNames): Promise<KnownNames> {
  const [row] = await db
    .select({ known: sql<KnownNames>`to_jsonb(known)` })
    .from(sql`(${known(asked)}) as known`)
    .prepare('receiving_names')
    .execute();
  if (!row) throw new Error('A select without a condition answered no row');
  return row.known;
}

const list = (values: readonly string[]) => sql`(select jsonb_array_elements_text(${JSON.stringify(values)}::jsonb))`;

const known = (asked: AskedNames) => sql`
  select
    (select jsonb_build_object('id', id, 'code', code, 'timeZone', time_zone, 'country', address ->> 'country')
       from sites where code = ${asked.site}) as site,
    (select jsonb_build_object('id', owner.id, 'code', owner.code, 'mayHoldStockAtSite', exists (
              select from site_stock_owners allowed join sites on sites.id = allowed.site_id
               where allowed.entity_id = owner.id and sites.code = ${asked.site}))
       from legal_entities owner where owner.code = ${asked.owner}) as owner,
    (select jsonb_build_object('id', supplier.id, 'code', supplier.code, 'riskScore', supplier.risk_score::text,
              'namedAs', nullif(named.code, supplier.code), 'formerIds', (
                select coalesce(jsonb_agg(former.id), '[]') from parties former where former.merged_into = supplier.id),
              'certificates', (
              select coalesce(jsonb_agg(jsonb_build_object('scheme', paper.scheme, 'categories', paper.categories, 'items', paper.items,
                       'validFrom', paper.valid_from, 'validUntil', paper.valid_until, 'withdrawn', paper.withdrawn)), '[]')
                from supplier_certificates paper where paper.party_id = supplier.id))
              || ${governed(sql`supplier`)}
       from parties named join parties supplier on supplier.id = coalesce(named.merged_into, named.id)
      where named.code = ${asked.supplier} and supplier.is_supplier) as supplier,
    (select id from locations where site_id is null and code = 'supplier') as "supplierPlaceId",
    (select coalesce(jsonb_agg(${item}), '[]') from items item where item.id in (
       select id from items where code in ${list(asked.items)}
       union select id from items where gtin in ${list(asked.items)}
       union select item_id from item_units where gtin in ${list(asked.items)})) as items,
    (select coalesce(jsonb_agg(jsonb_build_object('id', place.id, 'code', place.code, 'kind', place.kind)), '[]')
       from locations place join sites on sites.id = place.site_id
      where sites.code = ${asked.site} and place.code in ${list(asked.locations)}) as locations,
    (select ${heading(sql`"order"`)} || jsonb_build_object('lines', (
              select coalesce(jsonb_agg(jsonb_build_object('itemId', item_id, 'quantity', quantity::text)), '[]')
                from (select item_id, sum(expected_quantity) as quantity from purchase_order_lines line
                       where line.purchase_order_id = "order".id group by item_id) expected),
            'received', (
              select coalesce(jsonb_agg(jsonb_build_object('itemId', item_id, 'quantity', quantity::text)), '[]')
                from (select line.item_id, sum(line.base_quantity) as quantity
                        from receipts receipt join receipt_lines line on line.receipt_id = receipt.id
                       where receipt.purchase_order_id = "order".id group by 1) arrived))
       from purchase_orders "order" where ${orderOf(asked)}) as "purchaseOrder",
    (select ${heading(sql`notice`)} || jsonb_build_object('lines', (
              select coalesce(jsonb_agg(jsonb_build_object('itemId', item_id, 'supplierLotNumber', supplier_lot_number,
                                                           'quantity', expected_quantity::text)), '[]')
                from advance_notice_lines line where line.advance_notice_id = notice.id))
       from advance_notices notice where notice.number = ${asked.advanceNotice}) as "advanceNotice",
    (select coalesce(jsonb_agg(id), '[]') from documents
      where id in (select jsonb_array_elements_text(${JSON.stringify(asked.documentIds)}::jsonb)::uuid)) as "documentIds",
    exists (select from receipts where number = ${asked.receiptNumber}) as "receiptNumberTaken"`;

const governed = (
  kept: SQL,
) => sql`jsonb_build_object('blocked', ${kept}.blocked_at is not null, 'overridable', ${kept}.overridable,
  'overrides', case when ${kept}.overridable = '[]' then '[]' else (
    select coalesce(jsonb_agg(jsonb_build_object('field', local.field, 'entityId', local.entity_id, 'siteId', local.site_id,
             'value', local.value -> 'is')), '[]') from local_overrides local where local.record_id = ${kept}.id) end)`;

const item = sql`${governed(sql`item`)} || jsonb_build_object('id', item.id, 'code', item.code, 'category', item.category,
  'baseUnit', item.base_unit, 'storageMin', item.storage_min_c::text, 'storageMax', item.storage_max_c::text,
  'traceabilityList', item.traceability_list, 'shelfLifeDays', item.shelf_life_days, 'lotControlled', item.lot_controlled,
  'inspectionRequired', item.inspection_required,
  'gtins', (select jsonb_build_array(item.gtin) || coalesce(jsonb_agg(unit.gtin) filter (where unit.gtin is not null), '[]')
              from item_units unit where unit.item_id = item.id),
  'units', (select jsonb_build_array(jsonb_build_object('unit', item.base_unit, 'numerator', '1', 'denominator', '1'))
                || coalesce(jsonb_agg(jsonb_build_object('unit', unit, 'numerator', numerator::text,
                                                         'denominator', denominator::text)), '[]')
              from item_units unit where unit.item_id = item.id))`;

const heading = (of: ReturnType<typeof sql>) => sql`jsonb_build_object('id', ${of}.id, 'number', ${of}.number,
  'supplier', (select supplier.code from parties named join parties supplier on supplier.id = coalesce(named.merged_into, named.id)
                where named.id = ${of}.supplier_id),
  'owner', (select code from legal_entities where id = ${of}.owner_id),
  'site', (select code from sites where id = ${of}.site_id))`;

/** The order that was named, else the one the notice is about. */
const orderOf = ({ purchaseOrder, advanceNotice }: Pick<AskedNames, 'purchaseOrder' | 'advanceNotice'>) =>
  purchaseOrder === null
    ? sql`"order".id = (select purchase_order_id from advance_notices where number = ${advanceNotice})`
    : sql`"order".number = ${purchaseOrder}`;

/**
 * Locks the order of a delivery, in a statement of its own before it is read: of two deliveries on one
 * order the second counts what the first brought.
 */
export async function lockExpectations(
  db: DbOrTx,
  asked: Pick<AskedNames, 'purchaseOrder' | 'advanceNotice'>,
): Promise<void> {
  if (asked.purchaseOrder === null && asked.advanceNotice === null) return;
  await db.execute(sql`select from purchase_orders "order" where ${orderOf(asked)} for no key update`);
}
