import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { holdEndings, holdProcesses, holdRules } from '#domain/holds.ts';
import { inspectionResults } from '#domain/inspections.ts';
import { reviewEvidenceKinds, reviewOutcomes, reviewStates } from '#domain/quarantine-review.ts';
import { celsius, id, instant, oneOf } from './columns.ts';
import { lots } from './lots.ts';
import { locations, sites } from './master-data.ts';
import { certificates, documents, receipts } from './receiving.ts';

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

/** The case that decides about one hold. Columns of the decision are written by activities only. */
export const quarantineReviews = pgTable(
  'quarantine_reviews',
  {
    id: id(),
    number: text('number').notNull().unique(),
    holdId: uuid('hold_id')
      .notNull()
      .references(() => holds.id),
    lotId: uuid('lot_id')
      .notNull()
      .references(() => lots.id),
    siteId: uuid('site_id').references(() => sites.id),
    workflowId: text('workflow_id').notNull().unique(),
    state: text('state', { enum: reviewStates }).notNull(),
    /** Who asked for the hold: never the one who decides. `system` where a rule did. */
    requestedBy: text('requested_by').notNull(),
    openedAt: instant('opened_at').notNull(),
    dueAt: instant('due_at').notNull(),
    remindedAt: instant('reminded_at'),
    escalatedAt: instant('escalated_at'),
    extensions: integer('extensions').notNull().default(0),
    /** Grows with each piece of evidence; a decision names the one it read. */
    evidenceVersion: integer('evidence_version').notNull().default(0),
    outcome: text('outcome', { enum: reviewOutcomes }),
    decidedBy: text('decided_by'),
    decidedByName: text('decided_by_name'),
    decidedAt: instant('decided_at'),
    decisionReason: text('decision_reason'),
    /** How often it was decided: more than once where a decision that could not be carried out was taken back. */
    decisions: integer('decisions').notNull().default(0),
    closedAt: instant('closed_at'),
    /** The policy rows whose durations it runs by. */
    policyIds: jsonb('policy_ids').$type<string[]>().notNull(),
    /** Counts the changes to this review: its ETag, and what tells its workflow a late answer from a fresh one. */
    version: integer('version').notNull().default(1),
  },
  (table) => [
    uniqueIndex('quarantine_reviews_one_open').on(table.holdId).where(sql`"state" in ('open', 'decided')`),
    index('quarantine_reviews_state').on(table.state, table.dueAt, table.id),
    index('quarantine_reviews_due').on(table.dueAt, table.id),
    index('quarantine_reviews_site').on(table.siteId, table.dueAt, table.id),
    index('quarantine_reviews_lot').on(table.lotId),
    oneOf('quarantine_reviews_state_known', 'state', reviewStates),
    check(
      'quarantine_reviews_decision_is_whole',
      sql`("outcome" is null) = ("decided_by" is null) and ("outcome" is null) = ("decided_at" is null) and ("outcome" is null) = ("decision_reason" is null)`,
    ),
  ],
);

export const reviewEvidence = pgTable(
  'review_evidence',
  {
    id: id(),
    reviewId: uuid('review_id')
      .notNull()
      .references(() => quarantineReviews.id),
    version: integer('version').notNull(),
    kind: text('kind', { enum: reviewEvidenceKinds }).notNull(),
    documentId: uuid('document_id').references(() => documents.id),
    inspectionId: uuid('inspection_id').references(() => inspections.id),
    readingId: uuid('reading_id').references(() => temperatureReadings.id),
    certificateId: uuid('certificate_id').references(() => certificates.id),
    note: text('note'),
    addedBy: text('added_by').notNull(),
    addedByName: text('added_by_name').notNull(),
    addedAt: instant('added_at').notNull(),
  },
  (table) => [
    unique('review_evidence_version').on(table.reviewId, table.version),
    oneOf('review_evidence_kind', 'kind', reviewEvidenceKinds),
  ],
);

/** Who confirmed that a decided outcome was carried out, for which decision of its review; disposal asks for two people. */
export const outcomeConfirmations = pgTable(
  'outcome_confirmations',
  {
    reviewId: uuid('review_id')
      .notNull()
      .references(() => quarantineReviews.id),
    decision: integer('decision').notNull().default(1),
    confirmedBy: text('confirmed_by').notNull(),
    confirmedByName: text('confirmed_by_name').notNull(),
    confirmedAt: instant('confirmed_at').notNull(),
    reference: text('reference'),
  },
  (table) => [primaryKey({ columns: [table.reviewId, table.decision, table.confirmedBy] })],
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
