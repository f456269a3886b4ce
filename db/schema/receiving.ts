import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { receiptDefectCodes } from '#domain/receipt-facts.ts';
import { celsius, id, instant, oneOf, quantity } from './columns.ts';
import { advanceNotices, purchaseOrders } from './expected-goods.ts';
import { lots, movements } from './lots.ts';
import { items, legalEntities, locations, parties, sites } from './master-data.ts';

export const receipts = pgTable(
  'receipts',
  {
    id: id(),
    number: text('number').notNull().unique(),
    siteId: uuid('site_id')
      .notNull()
      .references(() => sites.id),
    ownerId: uuid('owner_id')
      .notNull()
      .references(() => legalEntities.id),
    supplierId: uuid('supplier_id')
      .notNull()
      .references(() => parties.id),
    purchaseOrderId: uuid('purchase_order_id').references(() => purchaseOrders.id),
    advanceNoticeId: uuid('advance_notice_id').references(() => advanceNotices.id),
    /** Reference document of 21 CFR 1.1345(a)(8), such as a bill of lading. */
    referenceDocument: jsonb('reference_document').$type<{ type: string; number: string }>(),
    temperatureOnArrival: celsius('temperature_on_arrival_c'),
    receivedBy: text('received_by').notNull(),
    happenedAt: instant('happened_at').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    movementId: uuid('movement_id')
      .notNull()
      .references(() => movements.id),
    imported: boolean('imported').notNull().default(false),
  },
  (table) => [
    index('receipts_newest').on(table.happenedAt, table.id),
    index('receipts_site_newest').on(table.siteId, table.happenedAt, table.id),
    index('receipts_supplier_newest').on(table.supplierId, table.happenedAt, table.id),
    index('receipts_purchase_order').on(table.purchaseOrderId),
    index('receipts_advance_notice').on(table.advanceNoticeId),
  ],
);

/** What was stated on the dock, kept as stated even where the lot keeps an earlier receipt's dates. */
export const receiptLines = pgTable(
  'receipt_lines',
  {
    receiptId: uuid('receipt_id')
      .notNull()
      .references(() => receipts.id),
    line: integer('line').notNull(),
    lotId: uuid('lot_id')
      .notNull()
      .references(() => lots.id),
    itemId: uuid('item_id')
      .notNull()
      .references(() => items.id),
    locationId: uuid('location_id')
      .notNull()
      .references(() => locations.id),
    statedQuantity: quantity('stated_quantity').notNull(),
    statedUnit: text('stated_unit').notNull(),
    baseQuantity: quantity('base_quantity').notNull(),
    statedTraceabilityLotCode: text('stated_traceability_lot_code'),
    statedTlcSource: text('stated_tlc_source'),
    statedManufacturedOn: date('stated_manufactured_on', { mode: 'string' }),
    statedExpiresOn: date('stated_expires_on', { mode: 'string' }),
  },
  (table) => [
    primaryKey({ columns: [table.receiptId, table.line] }),
    index('receipt_lines_lot').on(table.lotId),
    index('receipt_lines_item').on(table.itemId, table.receiptId),
    check('receipt_lines_positive', sql`"base_quantity" > 0`),
  ],
);

/** What was wrong with a line and what was done about it: a task, or a hold. */
export const receiptDefects = pgTable(
  'receipt_defects',
  {
    receiptId: uuid('receipt_id').notNull(),
    line: integer('line').notNull(),
    code: text('code').notNull(),
    consequence: text('consequence', { enum: ['task', 'hold'] }).notNull(),
    message: text('message').notNull(),
    /** The one that followed. Without foreign keys, because holds and tasks refer to receipts already. */
    holdId: uuid('hold_id'),
    taskId: uuid('task_id'),
  },
  (table) => [
    primaryKey({ columns: [table.receiptId, table.line, table.code] }),
    oneOf('receipt_defects_code', 'code', receiptDefectCodes),
    check(
      'receipt_defects_followed_up',
      sql`("consequence" = 'hold') = ("hold_id" is not null) and ("consequence" = 'task') = ("task_id" is not null)`,
    ),
    foreignKey({ columns: [table.receiptId, table.line], foreignColumns: [receiptLines.receiptId, receiptLines.line] }),
  ],
);
