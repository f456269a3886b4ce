import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  boolean,
  check,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { id } from './columns.ts';
import { blockedIsWhole, blocking, completeness, overridable, version } from './governed.ts';
import type { Address } from './places.ts';

export const parties = pgTable(
  'parties',
  {
    id: id(),
    code: text('code').notNull().unique(),
    name: text('name').notNull(),
    isSupplier: boolean('is_supplier').notNull().default(false),
    isCustomer: boolean('is_customer').notNull().default(false),
    gln: text('gln').notNull(),
    plantGln: text('plant_gln'),
    /** Nine digits by Dun & Bradstreet. */
    duns: text('duns'),
    address: jsonb('address').$type<Address>().notNull(),
    shipToGln: text('ship_to_gln'),
    servesVulnerablePeople: boolean('serves_vulnerable_people').notNull().default(false),
    otherRequirements: jsonb('other_requirements').$type<string[]>().notNull().default([]),
    /** Between 0 and 100; only suppliers are scored. */
    riskScore: numeric('risk_score', { precision: 5, scale: 2 }),
    overridable: overridable(),
    /** The party that it is the same as: its code leads there, and what was recorded under it stays. */
    mergedInto: uuid('merged_into').references((): AnyPgColumn => parties.id),
    ...blocking(),
    version: version(),
    ...completeness(),
  },
  (table) => [
    index('parties_gln').on(table.gln),
    index('parties_plant_gln').on(table.plantGln),
    index('parties_ship_to_gln').on(table.shipToGln),
    index('parties_duns').on(table.duns),
    index('parties_worst').on(table.completeness, table.id),
    // The operator classes of pg_trgm are in a schema of their own.
    index('parties_name_like').using('gin', sql`lower("name") trigram.gin_trgm_ops`),
    index('parties_search').using('gin', sql`lower("code" || ' ' || "name") trigram.gin_trgm_ops`),
    index('parties_merged').on(table.mergedInto).where(sql`"merged_into" is not null`),
    check('parties_merged_into_another', sql`"merged_into" <> "id"`),
    check('parties_blocked_is_whole', blockedIsWhole),
  ],
);

export const partyContacts = pgTable(
  'party_contacts',
  {
    id: id(),
    partyId: uuid('party_id')
      .notNull()
      .references(() => parties.id),
    name: text('name').notNull(),
    role: text('role').notNull(),
    phone: text('phone').notNull(),
    email: text('email').notNull(),
    forRecalls: boolean('for_recalls').notNull().default(false),
  },
  (table) => [index('party_contacts_party').on(table.partyId), index('party_contacts_email').on(sql`lower("email")`)],
);

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
