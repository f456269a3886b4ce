import { sql } from 'drizzle-orm';
import { check, index, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { locationKinds as realPlaceKinds, virtualPlaceKinds } from '#domain/movements.ts';
import { celsius, id, oneOf } from './columns.ts';
import { completeness, version } from './governed.ts';

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
  version: version(),
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
  version: version(),
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
    version: version(),
    ...completeness(),
  },
  (table) => [
    index('locations_worst').on(table.completeness, table.id),
    unique('locations_site_code').on(table.siteId, table.code).nullsNotDistinct(),
    oneOf('locations_kind', 'kind', locationKinds),
    check(
      'locations_virtual_have_no_site',
      sql.raw(`("site_id" is null) = ("kind" in (${virtualPlaceKinds.map((kind) => `'${kind}'`).join(', ')}))`),
    ),
  ],
);
