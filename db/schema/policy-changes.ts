import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, pgSequence, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { type ProposedChange, policyChangeStates, policyChangeSubjects } from '#domain/policy-change.ts';
import { id, instant, oneOf } from './columns.ts';
import { legalEntities, sites } from './master-data.ts';

/** A rule that somebody proposed and a second person decides about. Columns of the decision are written by activities only. */
export const policyChanges = pgTable(
  'policy_changes',
  {
    id: id(),
    number: text('number').notNull().unique(),
    subjectKind: text('subject_kind', { enum: policyChangeSubjects }).notNull(),
    /** What the change is about, as one word: two proposals of the same cannot both be open. */
    subject: text('subject').notNull(),
    state: text('state', { enum: policyChangeStates }).notNull(),
    change: jsonb('change').$type<ProposedChange>().notNull(),
    /** The version of the subject that was read; 0 where there was none. */
    expectedVersion: integer('expected_version').notNull(),
    siteId: uuid('site_id').references(() => sites.id),
    entityId: uuid('entity_id').references(() => legalEntities.id),
    reason: text('reason').notNull(),
    proposedBy: text('proposed_by').notNull(),
    proposedByName: text('proposed_by_name').notNull(),
    proposedAt: instant('proposed_at').notNull(),
    dueAt: instant('due_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    remindedAt: instant('reminded_at'),
    escalatedAt: instant('escalated_at'),
    decidedBy: text('decided_by'),
    decidedByName: text('decided_by_name'),
    decidedAt: instant('decided_at'),
    decisionReason: text('decision_reason'),
    signatureId: uuid('signature_id'),
    /** When what was approved takes effect. */
    effectiveFrom: instant('effective_from'),
    workflowId: text('workflow_id').notNull().unique(),
    /** The policy rows whose durations it runs by. */
    policyIds: jsonb('policy_ids').$type<string[]>().notNull(),
    /** Counts the changes to this row; its ETag, and what tells its workflow a late answer from a fresh one. */
    version: integer('version').notNull().default(1),
  },
  (table) => [
    uniqueIndex('policy_changes_one_open').on(table.subject).where(sql`"state" = 'proposed'`),
    index('policy_changes_state').on(table.state, table.proposedAt, table.id),
    index('policy_changes_signature').on(table.signatureId),
    index('policy_changes_subject').on(table.subject, table.id),
    oneOf('policy_changes_subject_kind', 'subject_kind', policyChangeSubjects),
    oneOf('policy_changes_state_known', 'state', policyChangeStates),
    check(
      'policy_changes_decision_is_whole',
      sql`("state" = 'proposed') = ("decided_at" is null) and ("decided_at" is null) = ("decided_by" is null)`,
    ),
    check('policy_changes_second_person', sql`"state" <> 'approved' or "decided_by" <> "proposed_by"`),
    check('policy_changes_in_effect', sql`("state" = 'approved') = ("effective_from" is not null)`),
  ],
);

export const policyChangeNumbers = pgSequence('policy_change_numbers');
