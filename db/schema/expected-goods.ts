import { boolean, date, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { id, quantity } from './columns.ts';
import { items, legalEntities, parties, sites } from './master-data.ts';

export const purchaseOrders = pgTable(
  'purchase_orders',
  {
    id: id(),
    number: text('number').notNull().unique(),
    supplierId: uuid('supplier_id')
      .notNull()
      .references(() => parties.id),
    ownerId: uuid('owner_id')
      .notNull()
      .references(() => legalEntities.id),
    siteId: uuid('site_id')
      .notNull()
      .references(() => sites.id),
    expectedOn: date('expected_on', { mode: 'string' }),
    imported: boolean('imported').notNull().default(false),
  },
  (table) => [
    index('purchase_orders_site_newest').on(table.siteId, table.id),
    index('purchase_orders_supplier_newest').on(table.supplierId, table.id),
  ],
);

export const purchaseOrderLines = pgTable(
  'purchase_order_lines',
  {
    purchaseOrderId: uuid('purchase_order_id')
      .notNull()
      .references(() => purchaseOrders.id),
    line: integer('line').notNull(),
    itemId: uuid('item_id')
      .notNull()
      .references(() => items.id),
    /** In the item's base unit. */
    expectedQuantity: quantity('expected_quantity').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.purchaseOrderId, table.line] }),
    index('purchase_order_lines_item').on(table.itemId, table.purchaseOrderId),
  ],
);

export const advanceNotices = pgTable(
  'advance_notices',
  {
    id: id(),
    number: text('number').notNull().unique(),
    supplierId: uuid('supplier_id')
      .notNull()
      .references(() => parties.id),
    ownerId: uuid('owner_id')
      .notNull()
      .references(() => legalEntities.id),
    siteId: uuid('site_id')
      .notNull()
      .references(() => sites.id),
    purchaseOrderId: uuid('purchase_order_id').references(() => purchaseOrders.id),
    expectedOn: date('expected_on', { mode: 'string' }),
    imported: boolean('imported').notNull().default(false),
  },
  (table) => [
    index('advance_notices_site_newest').on(table.siteId, table.id),
    index('advance_notices_supplier_newest').on(table.supplierId, table.id),
    index('advance_notices_purchase_order').on(table.purchaseOrderId),
  ],
);

export const advanceNoticeLines = pgTable(
  'advance_notice_lines',
  {
    advanceNoticeId: uuid('advance_notice_id')
      .notNull()
      .references(() => advanceNotices.id),
    line: integer('line').notNull(),
    itemId: uuid('item_id')
      .notNull()
      .references(() => items.id),
    supplierLotNumber: text('supplier_lot_number'),
    expectedQuantity: quantity('expected_quantity').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.advanceNoticeId, table.line] }),
    index('advance_notice_lines_item').on(table.itemId, table.advanceNoticeId),
  ],
);
