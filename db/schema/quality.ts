import { sql } from 'drizzle-orm';
import { boolean, check, index, jsonb, numeric, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { holdEndings, holdProcesses, holdRules } from '#domain/holds.ts';
import { inspectionResults } from '#domain/inspections.ts';
import { celsius, id, instant, oneOf } from './columns.ts';
import { lots } from './lots.ts';
import { locations, sites } from './master-data.ts';
import { receipts } from './receiving.ts';

export const inspections = pgTable('inspections', {
  id: id(),
  number: text('number').notNull().unique(),
  siteId: uuid('site_id')
    .notNull()
    .references(() => sites.id),
  receiptId: uuid('receipt_id').references(() => receipts.id),
  result: text('result', { enum: inspectionResults }).notNull(),
  checks: jsonb('checks').$type<{ name: string; result: 'pass' | 'fail'; note?: string | undefined }[]>().notNull(),
  inspectedBy: text('inspected_by').notNull(),
  happenedAt: instant('happened_at').notNull(),
  recordedAt: instant('recorded_at').notNull(),
  imported: boolean('imported').notNull().default(false),
});

export const inspectionLots = pgTable(
  'inspection_lots',
  {
    inspectionId: uuid('inspection_id')
      .notNull()
      .references(() => inspections.id),
    lotId: uuid('lot_id')
      .notNull()
      .references(() => lots.id),
  },
  (table) => [primaryKey({ columns: [table.inspectionId, table.lotId] }), index('inspection_lots_lot').on(table.lotId)],
);

export const temperatureReadings = pgTable(
  'temperature_readings',
  {
    id: id(),
    locationId: uuid('location_id')
      .notNull()
      .references(() => locations.id),
    sensor: text('sensor').notNull(),
    celsius: celsius('celsius').notNull(),
    /** As the sensor's gateway states it; null where it states none and the run of readings tells. */
    minutesOutside: numeric('minutes_outside', { precision: 10, scale: 2 }),
    happenedAt: instant('happened_at').notNull(),
    recordedAt: instant('recorded_at').notNull(),
  },
  (table) => [
    unique('temperature_readings_once').on(table.sensor, table.happenedAt),
    index('temperature_readings_location').on(table.locationId, table.happenedAt),
    index('temperature_readings_taken').on(table.happenedAt, table.id),
  ],
);

/**
 * Stops stock: of a lot everywhere, at a site, or at a location. Stock keeps its condition beneath; quarantined is
 * derived while `ended_at` is null. Law 4.
 */
export const holds = pgTable(
  'holds',
  {
    id: id(),
    number: text('number').notNull().unique(),
    lotId: uuid('lot_id')
      .notNull()
      .references(() => lots.id),
    siteId: uuid('site_id').references(() => sites.id),
    locationId: uuid('location_id').references(() => locations.id),
    process: text('process', { enum: holdProcesses }).notNull(),
    rule: text('rule', { enum: holdRules }).notNull(),
    automatic: boolean('automatic').notNull(),
    reason: text('reason').notNull(),
    placedBy: text('placed_by').notNull(),
    placedByName: text('placed_by_name').notNull(),
    happenedAt: instant('happened_at').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    endedAt: instant('ended_at'),
    endedBy: text('ended_by'),
    endedAs: text('ended_as', { enum: holdEndings }),
    imported: boolean('imported').notNull().default(false),
    /** The policy rows that the rule followed which placed it. */
    policyIds: jsonb('policy_ids').$type<string[]>().notNull().default([]),
    reasonCode: text('reason_code'),
  },
  (table) => [
    index('holds_active_lot').on(table.lotId).where(sql`"ended_at" is null`),
    index('holds_active_newest').on(table.id).where(sql`"ended_at" is null`),
    index('holds_lot').on(table.lotId, table.id),
    check('holds_location_in_site', sql`"location_id" is null or "site_id" is not null`),
    check(
      'holds_end_is_whole',
      sql`("ended_at" is null) = ("ended_by" is null) and ("ended_at" is null) = ("ended_as" is null)`,
    ),
    oneOf('holds_rule', 'rule', holdRules),
    oneOf('holds_process', 'process', holdProcesses),
  ],
);

/** What a hold reached before it was widened because stock left its reach under a right and a reason. */
export const holdExtensions = pgTable('hold_extensions', {
  id: id(),
  holdId: uuid('hold_id')
    .notNull()
    .references(() => holds.id),
  fromSiteId: uuid('from_site_id'),
  fromLocationId: uuid('from_location_id'),
  toSiteId: uuid('to_site_id'),
  toLocationId: uuid('to_location_id'),
  extendedBy: text('extended_by').notNull(),
  extendedAt: instant('extended_at').notNull(),
  reason: text('reason').notNull(),
});
