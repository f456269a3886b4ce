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
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { certificateKinds, certificateStates } from '#domain/certificates.ts';
import { celsius, id, instant, oneOf, quantity } from './columns.ts';
import { lots, movements } from './lots.ts';
import { items, legalEntities, locations, parties, sites } from './master-data.ts';

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
  (table) => [primaryKey({ columns: [table.purchaseOrderId, table.line] })],
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
  (table) => [primaryKey({ columns: [table.advanceNoticeId, table.line] })],
);

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
    check(
      'receipt_defects_followed_up',
      sql`("consequence" = 'hold') = ("hold_id" is not null) and ("consequence" = 'task') = ("task_id" is not null)`,
    ),
    foreignKey({ columns: [table.receiptId, table.line], foreignColumns: [receiptLines.receiptId, receiptLines.line] }),
  ],
);

/** A file stored under its SHA-256; the same bytes are one document. */
export const documents = pgTable(
  'documents',
  {
    id: id(),
    sha256: text('sha256').notNull().unique(),
    mediaType: text('media_type').notNull(),
    sizeBytes: integer('size_bytes').notNull(),
    fileName: text('file_name').notNull(),
    uploadedBy: text('uploaded_by').notNull(),
    uploadedAt: instant('uploaded_at').notNull(),
  },
  () => [check('documents_sha256', sql`"sha256" ~ '^[0-9a-f]{64}$'`), check('documents_size', sql`"size_bytes" > 0`)],
);

export const documentSubjectKinds = ['receipt', 'lot', 'certificate', 'inspection', 'quarantine_review'] as const;

export const documentLinks = pgTable(
  'document_links',
  {
    documentId: uuid('document_id')
      .notNull()
      .references(() => documents.id),
    subjectKind: text('subject_kind', { enum: documentSubjectKinds }).notNull(),
    subjectId: uuid('subject_id').notNull(),
    linkedBy: text('linked_by').notNull(),
    linkedAt: instant('linked_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.subjectKind, table.subjectId, table.documentId] }),
    unique('document_links_once').on(table.documentId, table.subjectKind, table.subjectId),
  ],
);

/** A supplier's paper for a lot: announced, then given, and withdrawn when its issuer takes it back. */
export const certificates = pgTable(
  'certificates',
  {
    id: id(),
    lotId: uuid('lot_id')
      .notNull()
      .references(() => lots.id),
    supplierId: uuid('supplier_id').references(() => parties.id),
    kind: text('kind', { enum: certificateKinds }).notNull(),
    state: text('state', { enum: certificateStates }).notNull(),
    /** Null while it is only announced without a number. */
    number: text('number'),
    expiresOn: date('expires_on', { mode: 'string' }),
    source: text('source'),
    recordedBy: text('recorded_by').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    withdrawnAt: instant('withdrawn_at'),
  },
  (table) => [
    unique('certificates_lot_number').on(table.lotId, table.kind, table.number).nullsNotDistinct(),
    oneOf('certificates_kind', 'kind', certificateKinds),
    oneOf('certificates_state', 'state', certificateStates),
    check('certificates_given_has_number', sql`"state" = 'announced' or "number" is not null`),
  ],
);
