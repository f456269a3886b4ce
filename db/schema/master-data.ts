import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  date,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { locationKinds as realPlaceKinds, virtualPlaceKinds } from '#domain/movements.ts';
import { celsius, id, oneOf } from './columns.ts';

export type Address = { street: string; city: string; region: string; postalCode: string; country: string };

export const legalEntities = pgTable('legal_entities', {
  id: id(),
  code: text('code').notNull().unique(),
  name: text('name').notNull(),
  gln: text('gln').notNull(),
  currency: text('currency').notNull(),
  groupName: text('group_name').notNull(),
  groupCurrency: text('group_currency').notNull(),
  address: jsonb('address').$type<Address>().notNull(),
  phone: text('phone').notNull(),
});

/** Own or run by a third party; `operatedByEntityId` is null for the latter and `operator` names it. */
export const sites = pgTable('sites', {
  id: id(),
  code: text('code').notNull().unique(),
  name: text('name').notNull(),
  gln: text('gln').notNull(),
  operatedByEntityId: uuid('operated_by_entity_id').references(() => legalEntities.id),
  operator: jsonb('operator').$type<{ name: string; gln: string; phone: string }>(),
  address: jsonb('address').$type<Address>().notNull(),
  phone: text('phone').notNull(),
  timeZone: text('time_zone').notNull(),
});

export const siteStockOwners = pgTable(
  'site_stock_owners',
  {
    siteId: uuid('site_id')
      .notNull()
      .references(() => sites.id),
    entityId: uuid('entity_id')
      .notNull()
      .references(() => legalEntities.id),
  },
  (table) => [primaryKey({ columns: [table.siteId, table.entityId] })],
);

const locationKinds = [...realPlaceKinds, ...virtualPlaceKinds] as const;

/** A place in a site, or, without a site, one of the virtual places the ledger balances against. */
export const locations = pgTable(
  'locations',
  {
    id: id(),
    siteId: uuid('site_id').references(() => sites.id),
    code: text('code').notNull(),
    kind: text('kind', { enum: locationKinds }).notNull(),
    name: text('name').notNull(),
    temperatureMin: celsius('temperature_min_c'),
    temperatureMax: celsius('temperature_max_c'),
  },
  (table) => [
    unique('locations_site_code').on(table.siteId, table.code).nullsNotDistinct(),
    oneOf('locations_kind', 'kind', locationKinds),
    check(
      'locations_virtual_have_no_site',
      sql.raw(`("site_id" is null) = ("kind" in (${virtualPlaceKinds.map((kind) => `'${kind}'`).join(', ')}))`),
    ),
  ],
);

export const parties = pgTable('parties', {
  id: id(),
  code: text('code').notNull().unique(),
  name: text('name').notNull(),
  isSupplier: boolean('is_supplier').notNull().default(false),
  isCustomer: boolean('is_customer').notNull().default(false),
  gln: text('gln').notNull(),
  plantGln: text('plant_gln'),
  address: jsonb('address').$type<Address>().notNull(),
  shipToGln: text('ship_to_gln'),
  servesVulnerablePeople: boolean('serves_vulnerable_people').notNull().default(false),
  otherRequirements: jsonb('other_requirements').$type<string[]>().notNull().default([]),
  /** Between 0 and 100; only suppliers are scored. */
  riskScore: numeric('risk_score', { precision: 5, scale: 2 }),
  /** Counts the changes to this record; its ETag. */
  version: integer('version').notNull().default(1),
});

export const partyContacts = pgTable('party_contacts', {
  id: id(),
  partyId: uuid('party_id')
    .notNull()
    .references(() => parties.id),
  name: text('name').notNull(),
  role: text('role').notNull(),
  phone: text('phone').notNull(),
  email: text('email').notNull(),
  forRecalls: boolean('for_recalls').notNull().default(false),
});

/** The remaining shelf life a customer asks for, in days on the requested delivery date, per category of items. */
export const customerShelfLives = pgTable(
  'customer_shelf_lives',
  {
    partyId: uuid('party_id')
      .notNull()
      .references(() => parties.id),
    category: text('category').notNull(),
    minimumRemainingDays: integer('minimum_remaining_days').notNull(),
  },
  (table) => [primaryKey({ columns: [table.partyId, table.category] })],
);

export const items = pgTable('items', {
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
  shelfLifeDays: integer('shelf_life_days').notNull(),
  inspectionRequired: boolean('inspection_required').notNull(),
  lotControlled: boolean('lot_controlled').notNull().default(true),
  soldOnlyToPartyId: uuid('sold_only_to_party_id').references(() => parties.id),
});

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
