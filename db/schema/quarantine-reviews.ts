import { sql } from 'drizzle-orm';
import {
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { reviewEvidenceKinds, reviewOutcomes, reviewStates } from '#domain/quarantine-review.ts';
import { id, instant, oneOf, quantity } from './columns.ts';
import { disposals } from './disposals.ts';
import { certificates, documents } from './documents.ts';
import { lots } from './lots.ts';
import { sites } from './master-data.ts';
import { holds, inspections, temperatureReadings } from './quality.ts';
import { signatures } from './signatures.ts';

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
    /** Who asked for the hold or reported what led to it: never the one who decides. `system` where no person did. */
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
    /** Under the decision in force; null for what was decided before there were signatures, or came with imported history. */
    decisionSignatureId: uuid('decision_signature_id').references(() => signatures.id),
    decisionReasonCode: text('decision_reason_code'),
    /** The policy rows that the decision followed. */
    decisionPolicyIds: jsonb('decision_policy_ids').$type<string[]>().notNull().default([]),
    /** How much was in the hold's reach when it was decided, in base units: what came later was not decided about. */
    decidedQuantity: quantity('decided_quantity'),
    /** How often it was decided: more than once where a decision that could not be carried out was taken back. */
    decisions: integer('decisions').notNull().default(0),
    /** The disposal that carries the decision out; reviews decided by older versions have none, and are confirmed by people. */
    disposalNumber: text('disposal_number').references(() => disposals.number),
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
    index('quarantine_reviews_signature').on(table.decisionSignatureId),
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
    /** The colleague they stood in for: counts as well. */
    onBehalfOfId: text('on_behalf_of_id'),
    confirmedAt: instant('confirmed_at').notNull(),
    reference: text('reference'),
    signatureId: uuid('signature_id').references(() => signatures.id),
  },
  (table) => [
    primaryKey({ columns: [table.reviewId, table.decision, table.confirmedBy] }),
    index('outcome_confirmations_signature').on(table.signatureId),
  ],
);
