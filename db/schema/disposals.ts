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
    remindedAt: instant('reminded_at'),
    escalatedAt: instant('escalated_at'),
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
      .where(sql`"state" in ('awaiting_approval', 'approved', 'destroyed')`),
    index('disposals_state').on(table.state, table.dueAt, table.id),
    index('disposals_due').on(table.dueAt, table.id),
    index('disposals_site').on(table.siteId, table.dueAt, table.id),
    index('disposals_lot').on(table.lotId),
    oneOf('disposals_state_known', 'state', disposalStates),
    oneOf('disposals_origin_known', 'origin_kind', disposalOrigins),
    check('disposals_quantity', sql`"quantity" > 0`),
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
