import { sql } from 'drizzle-orm';
import { bigint, boolean, check, index, integer, jsonb, pgSequence, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { reasonLists } from '#domain/reason-codes.ts';
import { id, instant, transactionId } from './columns.ts';

/** Who did what, why, and what changed: append-only by trigger, one row per change, in the change's own transaction. */
export const auditEntries = pgTable(
  'audit_entries',
  {
    id: id(),
    position: bigint('position', { mode: 'bigint' }).generatedAlwaysAsIdentity().notNull().unique(),
    transactionId: transactionId('transaction_id').notNull().default(sql`pg_current_xact_id()`),
    recordedAt: instant('recorded_at').notNull(),
    happenedAt: instant('happened_at').notNull(),
    actorKind: text('actor_kind').notNull(),
    actorId: text('actor_id').notNull(),
    actorName: text('actor_name').notNull(),
    /** The colleague under whose delegation they acted. */
    onBehalfOfId: text('on_behalf_of_id'),
    onBehalfOfName: text('on_behalf_of_name'),
    /** Verb and object, past tense: `hold.placed`. */
    action: text('action').notNull(),
    subjectKind: text('subject_kind').notNull(),
    subjectId: text('subject_id').notNull(),
    lotId: uuid('lot_id'),
    siteId: uuid('site_id'),
    entityId: uuid('entity_id'),
    before: jsonb('before'),
    after: jsonb('after'),
    reason: text('reason'),
    /** The word of a governed list beside the reason, and the list it is of. */
    reasonList: text('reason_list', { enum: reasonLists }),
    reasonCode: text('reason_code'),
    commandId: text('command_id'),
    requestId: text('request_id'),
    fromAddress: text('from_address'),
    workflowId: text('workflow_id'),
    activityId: text('activity_id'),
    imported: boolean('imported').notNull().default(false),
  },
  (table) => [
    index('audit_entries_lot').on(table.lotId, table.position),
    index('audit_entries_subject').on(table.subjectKind, table.subjectId, table.position),
    index('audit_entries_action').on(table.action, table.position),
    index('audit_entries_actor').on(table.actorId, table.position),
    index('audit_entries_recorded').on(table.recordedAt),
    /** How often each word was given, and when. */
    index('audit_entries_coded').on(table.reasonList, table.recordedAt).where(sql`"reason_code" is not null`),
    check('audit_entries_reason_code', sql`("reason_list" is null) = ("reason_code" is null)`),
    /** The order in which entries are sealed: one that commits later never comes before one that is sealed. */
    index('audit_entries_order').on(table.transactionId, table.position),
  ],
);

/** One row per command carried out: a repeat with the same input gets the first answer, another input is refused. */
export const commands = pgTable(
  'commands',
  {
    id: text('id').primaryKey(),
    operation: text('operation').notNull(),
    inputHash: text('input_hash').notNull(),
    actorId: text('actor_id').notNull(),
    result: jsonb('result'),
    recordedAt: instant('recorded_at').notNull(),
    /** Its answer is no longer kept; that it was carried out stays known, so that it never is again. */
    answerRemovedAt: instant('answer_removed_at'),
  },
  (table) => [index('commands_with_answer').on(table.recordedAt).where(sql`"answer_removed_at" is null`)],
);

/** Workflows that a committed fact calls for. Law 1: written with the fact, started at least once, under one id. */
export const outbox = pgTable(
  'outbox',
  {
    id: bigint('id', { mode: 'bigint' }).generatedAlwaysAsIdentity().primaryKey(),
    workflowType: text('workflow_type').notNull(),
    workflowId: text('workflow_id').notNull().unique(),
    taskQueue: text('task_queue').notNull(),
    input: jsonb('input').notNull(),
    searchAttributes: jsonb('search_attributes').$type<Record<string, string | string[]>>().notNull(),
    summary: text('summary').notNull(),
    /** Carries the trace of the request that committed the fact (W3C traceparent). */
    traceparent: text('traceparent'),
    requestId: text('request_id'),
    createdAt: instant('created_at').notNull(),
    startedAt: instant('started_at'),
    attempts: integer('attempts').notNull().default(0),
    lastError: text('last_error'),
    nextAttemptAt: instant('next_attempt_at').notNull(),
  },
  (table) => [index('outbox_waiting').on(table.nextAttemptAt, table.id).where(sql`"started_at" is null`)],
);

/** Running numbers that people see. Sequences, not rows: two receipts must not wait for each other; gaps are no harm. */
export const lotNumbers = pgSequence('lot_numbers');
export const receiptNumbers = pgSequence('receipt_numbers');
export const inspectionNumbers = pgSequence('inspection_numbers');
export const holdNumbers = pgSequence('hold_numbers');
export const reviewNumbers = pgSequence('review_numbers');
export const disposalNumbers = pgSequence('disposal_numbers');
export const destructionCertificateNumbers = pgSequence('destruction_certificate_numbers');
export const proposalNumbers = pgSequence('proposal_numbers');
export const importNumbers = pgSequence('import_numbers');
export const releaseNumbers = pgSequence('release_numbers');
