import { sql } from 'drizzle-orm';
import {
  boolean,
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
import type { DestructionPaperKind } from '#domain/destruction.ts';
import { disposalOrigins, disposalStates } from '#domain/disposal.ts';
import { id, instant, oneOf, quantity } from './columns.ts';
import { lots } from './lots.ts';
import { sites } from './master-data.ts';
import { holds } from './quality.ts';

/** The case that carries out a decision to dispose of held stock. Written by activities, but for the row itself. */
export const disposals = pgTable(
  'disposals',
  {
    id: id(),
    number: text('number').notNull().unique(),
    originKind: text('origin_kind', { enum: disposalOrigins }).notNull(),
    originId: uuid('origin_id').notNull(),
    /** What people call it, and whom in the engine it is told to. */
    originNumber: text('origin_number').notNull().default(''),
    originWorkflowId: text('origin_workflow_id').notNull().default(''),
    /** Which of the origin's decisions: one that was taken back may be followed by another. */
    originDecision: integer('origin_decision').notNull(),
    holdId: uuid('hold_id')
      .notNull()
      .references(() => holds.id),
    lotId: uuid('lot_id')
      .notNull()
      .references(() => lots.id),
    siteId: uuid('site_id').references(() => sites.id),
    workflowId: text('workflow_id').notNull().unique(),
    state: text('state', { enum: disposalStates }).notNull(),
    decidedBy: text('decided_by').notNull(),
    decidedByName: text('decided_by_name').notNull(),
    /** The colleague they stood in for: counts as well, here and wherever somebody acted. */
    decidedFor: text('decided_for'),
    decidedForName: text('decided_for_name'),
    decidedAt: instant('decided_at').notNull(),
    reason: text('reason').notNull(),
    /** How much was decided about, in base units. */
    quantity: quantity('quantity').notNull(),
    /** How many approve beside the one who decided. */
    approvalsNeeded: integer('approvals_needed').notNull(),
    witnessRequired: boolean('witness_required').notNull(),
    /** Why a witness is needed, or is not. */
    witnessReason: text('witness_reason').notNull(),
    papersRequired: jsonb('papers_required').$type<DestructionPaperKind[]>().notNull(),
    openedAt: instant('opened_at').notNull(),
    dueAt: instant('due_at').notNull(),
    /** How long each stage may take, in milliseconds, by the policy of the day it was opened. */
    stageMilliseconds: integer('stage_milliseconds').notNull(),
    extensions: integer('extensions').notNull().default(0),
    remindedAt: instant('reminded_at'),
    escalatedAt: instant('escalated_at'),
    /** Where it was ended early: how much was given back to what decided it, in base units, by whom and why. */
    givenBack: quantity('given_back').notNull().default('0'),
    endedEarlyAt: instant('ended_early_at'),
    endedEarlyBy: text('ended_early_by'),
    endedEarlyByName: text('ended_early_by_name'),
    endedEarlyFor: text('ended_early_for'),
    endedEarlyForName: text('ended_early_for_name'),
    endedEarlyReason: text('ended_early_reason'),
    endedEarlySignatureId: uuid('ended_early_signature_id'),
    closedAt: instant('closed_at'),
    certificateNumber: text('certificate_number').unique(),
    /** The policy rows it runs by. */
    policyIds: jsonb('policy_ids').$type<string[]>().notNull(),
    /** Counts the changes to this disposal: its ETag, and what tells its workflow a late answer from a fresh one. */
    version: integer('version').notNull().default(1),
  },
  (table) => [
    unique('disposals_origin').on(table.originKind, table.originId, table.originDecision),
    uniqueIndex('disposals_one_open')
      .on(table.holdId)
      .where(sql`"state" in ('awaiting_approval', 'approved', 'destroyed') and "given_back" = 0`),
    index('disposals_state').on(table.state, table.dueAt, table.id),
    index('disposals_due').on(table.dueAt, table.id),
    index('disposals_site').on(table.siteId, table.dueAt, table.id),
    index('disposals_lot').on(table.lotId),
    index('disposals_early_end_signature')
      .on(table.endedEarlySignatureId)
      .where(sql`"ended_early_signature_id" is not null`),
    oneOf('disposals_state_known', 'state', disposalStates),
    oneOf('disposals_origin_known', 'origin_kind', disposalOrigins),
    check('disposals_quantity', sql`"quantity" > 0`),
    check('disposals_given_back', sql`"given_back" >= 0 and ("given_back" > 0) = ("ended_early_at" is not null)`),
    check(
      'disposals_early_end_is_whole',
      sql`("ended_early_at" is null) = ("ended_early_by" is null) and ("ended_early_at" is null) = ("ended_early_reason" is null)`,
    ),
    check('disposals_certified_when_closed', sql`("state" = 'closed') = ("certificate_number" is not null)`),
  ],
);

/** Who approved a disposal beside the one who decided it. */
export const disposalApprovals = pgTable(
  'disposal_approvals',
  {
    disposalId: uuid('disposal_id')
      .notNull()
      .references(() => disposals.id),
    approvedBy: text('approved_by').notNull(),
    approvedByName: text('approved_by_name').notNull(),
    approvedFor: text('approved_for'),
    approvedForName: text('approved_for_name'),
    approvedAt: instant('approved_at').notNull(),
    signatureId: uuid('signature_id'),
  },
  (table) => [
    primaryKey({ columns: [table.disposalId, table.approvedBy] }),
    index('disposal_approvals_signature').on(table.signatureId),
  ],
);
