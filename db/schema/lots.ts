import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  date,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { conditions } from '#domain/conditions.ts';
import { movementKinds } from '#domain/movements.ts';
import { id, instant, oneOf, quantity, transactionId } from './columns.ts';
import { items, legalEntities, locations, parties } from './master-data.ts';

/** One identity across sites, legal entities and owners: a supplier's lot of an item is one lot, however often it is received. */
export const lots = pgTable(
  'lots',
  {
    id: id(),
    /** The word people use for it; from history, or made of the item's code and a running number. */
    code: text('code').notNull().unique(),
    itemId: uuid('item_id')
      .notNull()
      .references(() => items.id),
    supplierId: uuid('supplier_id').references(() => parties.id),
    supplierLotNumber: text('supplier_lot_number'),
    traceabilityLotCode: text('traceability_lot_code'),
    tlcSourceGln: text('tlc_source_gln'),
    tlcSourceReference: text('tlc_source_reference'),
    manufacturedOn: date('manufactured_on', { mode: 'string' }),
    expiresOn: date('expires_on', { mode: 'string' }),
    firstKnownAt: instant('first_known_at').notNull(),
    /** The number of the receipt whose dates the lot keeps. */
    firstReceipt: text('first_receipt'),
  },
  (table) => [
    unique('lots_supplier_lot').on(table.itemId, table.supplierId, table.supplierLotNumber),
    index('lots_supplier_lot_number').on(table.supplierLotNumber),
    index('lots_traceability_lot_code').on(table.traceabilityLotCode),
    index('lots_item').on(table.itemId, table.expiresOn),
    // Lists go from the newest id down; searches are by the beginning of a code, whatever its case.
    index('lots_item_newest').on(table.itemId, table.id),
    index('lots_supplier_newest').on(table.supplierId, table.id),
    index('lots_code_begins').on(sql`upper("code") text_pattern_ops`),
    index('lots_supplier_lot_number_begins').on(sql`upper("supplier_lot_number") text_pattern_ops`),
    index('lots_traceability_lot_code_begins').on(sql`upper("traceability_lot_code") text_pattern_ops`),
    check('lots_expire_after_manufacture', sql`"expires_on" > "manufactured_on"`),
  ],
);

/**
 * Balances at real places, kept beside the ledger in `movement_lines` and rebuildable from it (law 3). What is empty has no
 * row, so that lists of what is on hand stay as short as the shelves.
 */
export const stock = pgTable(
  'stock',
  {
    lotId: uuid('lot_id')
      .notNull()
      .references(() => lots.id),
    locationId: uuid('location_id')
      .notNull()
      .references(() => locations.id),
    ownerId: uuid('owner_id')
      .notNull()
      .references(() => legalEntities.id),
    condition: text('condition', { enum: conditions }).notNull(),
    quantity: quantity('quantity').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.lotId, table.locationId, table.ownerId, table.condition] }),
    index('stock_location').on(table.locationId, table.lotId),
    // Nearly all stock is approved; what is not yet, somebody waits for.
    index('stock_undecided').on(table.condition, table.lotId).where(sql`"condition" <> 'approved'`),
    check('stock_not_negative', sql`"quantity" >= 0`),
    oneOf('stock_condition', 'condition', conditions),
  ],
);

/** Append-only by trigger. `position` orders the ledger; `transaction_id` tells what is surely committed. */
export const movements = pgTable(
  'movements',
  {
    id: id(),
    position: bigint('position', { mode: 'bigint' }).generatedAlwaysAsIdentity().notNull().unique(),
    transactionId: transactionId('transaction_id').notNull().default(sql`pg_current_xact_id()`),
    kind: text('kind', { enum: movementKinds }).notNull(),
    happenedAt: instant('happened_at').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    actorId: text('actor_id').notNull(),
    commandId: text('command_id').notNull(),
    /** What it belongs to: a receipt, a quarantine review. */
    subjectKind: text('subject_kind'),
    subjectId: uuid('subject_id'),
    reason: text('reason'),
    imported: boolean('imported').notNull().default(false),
  },
  (table) => [
    index('movements_subject').on(table.subjectKind, table.subjectId),
    // What stood somewhere at an instant is what stands there now, less what has happened since.
    index('movements_happened').on(table.happenedAt),
    oneOf('movements_kind', 'kind', movementKinds),
  ],
);

/** Signed quantities that sum to zero for each lot of a movement (a statement trigger refuses anything else). */
export const movementLines = pgTable(
  'movement_lines',
  {
    movementId: uuid('movement_id')
      .notNull()
      .references(() => movements.id),
    line: integer('line').notNull(),
    lotId: uuid('lot_id')
      .notNull()
      .references(() => lots.id),
    locationId: uuid('location_id')
      .notNull()
      .references(() => locations.id),
    ownerId: uuid('owner_id')
      .notNull()
      .references(() => legalEntities.id),
    condition: text('condition', { enum: conditions }).notNull(),
    quantity: quantity('quantity').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.movementId, table.line] }),
    index('movement_lines_lot').on(table.lotId),
    check('movement_lines_not_zero', sql`"quantity" <> 0`),
    oneOf('movement_lines_condition', 'condition', conditions),
  ],
);
