import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { traceabilityFoods } from '#domain/traceability-foods.ts';
import { celsius, id } from './columns.ts';
import { blockedIsWhole, blocking, completeness, overridable, version } from './governed.ts';
import { parties } from './parties.ts';
import { legalEntities } from './places.ts';

export const items = pgTable(
  'items',
  {
    id: id(),
    code: text('code').notNull().unique(),
    name: text('name').notNull(),
    gtin: text('gtin').notNull().unique(),
    category: text('category').notNull(),
    baseUnit: text('base_unit').notNull(),
    /** Kilograms of product in one base unit. */
    netWeightKg: numeric('net_weight_kg', { precision: 18, scale: 8 }).notNull(),
    storageMin: celsius('storage_min_c'),
    storageMax: celsius('storage_max_c'),
    /** On the Food Traceability List (21 CFR 1 subpart S). */
    traceabilityList: boolean('traceability_list').notNull(),
    /** Which food of the list it is; why it is none although its category has some. */
    traceabilityFood: text('traceability_food', { enum: traceabilityFoods }),
    traceabilityExemption: text('traceability_exemption'),
    /** Null: nobody has said; empty: it has none. */
    allergens: jsonb('allergens').$type<string[]>(),
    shelfLifeDays: integer('shelf_life_days').notNull(),
    inspectionRequired: boolean('inspection_required').notNull(),
    lotControlled: boolean('lot_controlled').notNull().default(true),
    soldOnlyToPartyId: uuid('sold_only_to_party_id').references(() => parties.id),
    overridable: overridable(),
    ...blocking(),
    version: version(),
    ...completeness(),
  },
  (table) => [
    index('items_category').on(table.category, table.code),
    index('items_worst').on(table.completeness, table.id),
    index('items_name_like').using('gin', sql`lower("name") trigram.gin_trgm_ops`),
    index('items_search').using('gin', sql`lower("code" || ' ' || "name") trigram.gin_trgm_ops`),
    check('items_blocked_is_whole', blockedIsWhole),
  ],
);

/** One `unit` is numerator ÷ denominator base units, exactly. */
export const itemUnits = pgTable(
  'item_units',
  {
    itemId: uuid('item_id')
      .notNull()
      .references(() => items.id),
    unit: text('unit').notNull(),
    numerator: numeric('numerator', { precision: 20, scale: 0 }).notNull(),
    denominator: numeric('denominator', { precision: 20, scale: 0 }).notNull(),
    gtin: text('gtin'),
  },
  (table) => [
    primaryKey({ columns: [table.itemId, table.unit] }),
    index('item_units_gtin').on(table.gtin),
    check('item_units_positive', sql`"numerator" > 0 and "denominator" > 0`),
  ],
);

const moneyPerBaseUnit = () => ({
  entityId: uuid('entity_id')
    .notNull()
    .references(() => legalEntities.id),
  itemId: uuid('item_id')
    .notNull()
    .references(() => items.id),
  amount: numeric('amount_per_base_unit', { precision: 18, scale: 6 }).notNull(),
  currency: text('currency').notNull(),
  effectiveFrom: date('effective_from', { mode: 'string' }).notNull(),
});

export const itemCosts = pgTable('item_costs', moneyPerBaseUnit(), (table) => [
  primaryKey({ columns: [table.entityId, table.itemId, table.effectiveFrom] }),
]);

export const itemPrices = pgTable('item_prices', moneyPerBaseUnit(), (table) => [
  primaryKey({ columns: [table.entityId, table.itemId, table.effectiveFrom] }),
]);
