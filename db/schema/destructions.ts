import { sql } from 'drizzle-orm';
import { check, date, index, integer, numeric, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { conditions } from '#domain/conditions.ts';
import { destructionMethods, destructionPaperKinds, destructionStates, differenceKinds } from '#domain/destruction.ts';
import { id, instant, oneOf, quantity } from './columns.ts';
import { disposals } from './disposals.ts';
import { documents } from './documents.ts';
import { lots, movements } from './lots.ts';
import { items, legalEntities, locations, sites } from './master-data.ts';

const ofDisposal = () =>
  uuid('disposal_id')
    .notNull()
    .references(() => disposals.id);

/** One run of a destruction: goods may be destroyed on several days, by several contractors. */
export const destructions = pgTable(
  'destructions',
  {
    id: id(),
    disposalId: ofDisposal(),
    run: integer('run').notNull(),
    state: text('state', { enum: destructionStates }).notNull(),
    method: text('method', { enum: destructionMethods }).notNull(),
    place: text('place').notNull(),
    contractor: text('contractor'),
    contractorLicence: text('contractor_licence'),
    transportDocument: text('transport_document'),
    seal: text('seal'),
    renderedUnfit: text('rendered_unfit'),
    /** What the weighbridge said; the net weight by the item's record is computed. */
    weightKg: numeric('weight_kg', { precision: 18, scale: 4 }),
    note: text('note'),
    startedAt: instant('started_at').notNull(),
    happenedAt: instant('happened_at').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    recordedBy: text('recorded_by').notNull(),
    recordedByName: text('recorded_by_name').notNull(),
    recordedFor: text('recorded_for'),
    recordedForName: text('recorded_for_name'),
    witnessedBy: text('witnessed_by'),
    witnessedByName: text('witnessed_by_name'),
    witnessedFor: text('witnessed_for'),
    witnessedForName: text('witnessed_for_name'),
    witnessedAt: instant('witnessed_at'),
    witnessNote: text('witness_note'),
    witnessSignatureId: uuid('witness_signature_id'),
    /** Set when it was booked. */
    movementId: uuid('movement_id').references(() => movements.id),
  },
  (table) => [
    unique('destructions_run').on(table.disposalId, table.run),
    index('destructions_witness_signature').on(table.witnessSignatureId),
    oneOf('destructions_state', 'state', destructionStates),
    oneOf('destructions_method', 'method', destructionMethods),
    check('destructions_booked', sql`("state" = 'booked') = ("movement_id" is not null)`),
    check('destructions_in_order', sql`"started_at" <= "happened_at"`),
    check(
      'destructions_witness_is_whole',
      sql`("witnessed_by" is null) = ("witnessed_at" is null) and ("witnessed_by" is null) = ("witnessed_by_name" is null)`,
    ),
    check('destructions_not_own_witness', sql`"witnessed_by" <> "recorded_by"`),
  ],
);

/** What was destroyed in a run, from where and whose; in base units, and as it was stated. */
export const destructionLines = pgTable(
  'destruction_lines',
  {
    destructionId: uuid('destruction_id')
      .notNull()
      .references(() => destructions.id),
    line: integer('line').notNull(),
    locationId: uuid('location_id')
      .notNull()
      .references(() => locations.id),
    ownerId: uuid('owner_id')
      .notNull()
      .references(() => legalEntities.id),
    condition: text('condition', { enum: conditions }).notNull(),
    quantity: quantity('quantity').notNull(),
    statedQuantity: quantity('stated_quantity').notNull(),
    statedUnit: text('stated_unit').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.destructionId, table.line] }),
    check('destruction_lines_positive', sql`"quantity" > 0`),
    oneOf('destruction_lines_condition', 'condition', conditions),
  ],
);

/** Papers that prove a destruction, of one run or of all. */
export const destructionPapers = pgTable(
  'destruction_papers',
  {
    id: id(),
    disposalId: ofDisposal(),
    destructionId: uuid('destruction_id').references(() => destructions.id),
    kind: text('kind', { enum: destructionPaperKinds }).notNull(),
    documentId: uuid('document_id')
      .notNull()
      .references(() => documents.id),
    number: text('number'),
    issuedBy: text('issued_by'),
    issuedOn: date('issued_on', { mode: 'string' }),
    addedBy: text('added_by').notNull(),
    addedByName: text('added_by_name').notNull(),
    addedAt: instant('added_at').notNull(),
  },
  (table) => [
    unique('destruction_papers_once').on(table.disposalId, table.kind, table.documentId),
    oneOf('destruction_papers_kind', 'kind', destructionPaperKinds),
  ],
);

/** What was booked and not there, or there and not booked, with its explanation and who settled it. */
export const disposalDifferences = pgTable(
  'disposal_differences',
  {
    id: id(),
    disposalId: ofDisposal(),
    found: text('found', { enum: differenceKinds }).notNull(),
    locationId: uuid('location_id')
      .notNull()
      .references(() => locations.id),
    ownerId: uuid('owner_id')
      .notNull()
      .references(() => legalEntities.id),
    condition: text('condition', { enum: conditions }).notNull(),
    quantity: quantity('quantity').notNull(),
    reason: text('reason').notNull(),
    settledBy: text('settled_by').notNull(),
    settledByName: text('settled_by_name').notNull(),
    settledFor: text('settled_for'),
    settledForName: text('settled_for_name'),
    settledAt: instant('settled_at').notNull(),
    signatureId: uuid('signature_id'),
    movementId: uuid('movement_id')
      .notNull()
      .references(() => movements.id),
  },
  (table) => [
    index('disposal_differences_signature').on(table.signatureId),
    index('disposal_differences_disposal').on(table.disposalId),
    oneOf('disposal_differences_found', 'found', differenceKinds),
    check('disposal_differences_positive', sql`"quantity" > 0`),
  ],
);

/**
 * What an entity writes off, at its standard cost of the day it happened, as it happened at the site. Without a cost there
 * is no amount, and finance is asked for one. A surplus is a negative row.
 */
export const writeOffs = pgTable(
  'write_offs',
  {
    id: id(),
    disposalId: ofDisposal(),
    destructionId: uuid('destruction_id').references(() => destructions.id),
    differenceId: uuid('difference_id').references(() => disposalDifferences.id),
    entityId: uuid('entity_id')
      .notNull()
      .references(() => legalEntities.id),
    siteId: uuid('site_id')
      .notNull()
      .references(() => sites.id),
    lotId: uuid('lot_id')
      .notNull()
      .references(() => lots.id),
    itemId: uuid('item_id')
      .notNull()
      .references(() => items.id),
    quantity: quantity('quantity').notNull(),
    unitCost: numeric('unit_cost', { precision: 18, scale: 6 }),
    amount: numeric('amount', { precision: 18, scale: 2 }),
    currency: text('currency'),
    dated: date('dated', { mode: 'string' }).notNull(),
    movementId: uuid('movement_id')
      .notNull()
      .references(() => movements.id),
    recordedAt: instant('recorded_at').notNull(),
  },
  (table) => [
    index('write_offs_disposal').on(table.disposalId),
    index('write_offs_entity').on(table.entityId, table.dated, table.id),
    index('write_offs_dated').on(table.dated, table.id),
    check('write_offs_cause', sql`("destruction_id" is null) <> ("difference_id" is null)`),
    check(
      'write_offs_money_is_whole',
      sql`("unit_cost" is null) = ("amount" is null) and ("unit_cost" is null) = ("currency" is null)`,
    ),
  ],
);
