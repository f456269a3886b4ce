import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { proposalSources, proposalStates, recordActions, recordKinds } from '#domain/record-kinds.ts';
import { id, instant, oneOf } from './columns.ts';
import { documents } from './documents.ts';

/** The case that decides about a change of master data. Columns of the decision are written by activities only. */
export const masterDataProposals = pgTable(
  'master_data_proposals',
  {
    id: id(),
    number: text('number').notNull().unique(),
    workflowId: text('workflow_id').notNull().unique(),
    state: text('state', { enum: proposalStates }).notNull(),
    kind: text('kind', { enum: recordKinds }).notNull(),
    source: text('source', { enum: proposalSources }).notNull(),
    /** What it is about in one line: the record and the fields, or the file. */
    title: text('title').notNull(),
    reason: text('reason').notNull(),
    records: integer('records').notNull(),
    /** Categories of its items: who approves needs the right for each of them. Empty for other kinds. */
    categories: jsonb('categories').$type<string[]>().notNull(),
    /** Over its records as they were and as they shall be: what a signature is bound to. */
    contentHash: text('content_hash').notNull(),
    proposedBy: text('proposed_by').notNull(),
    proposedByName: text('proposed_by_name').notNull(),
    proposedAt: instant('proposed_at').notNull(),
    /** Who answers for it, if that is somebody else; neither of the two approves. */
    ownerId: text('owner_id').notNull(),
    ownerName: text('owner_name').notNull(),
    dueAt: instant('due_at').notNull(),
    remindedAt: instant('reminded_at'),
    escalatedAt: instant('escalated_at'),
    decidedBy: text('decided_by'),
    decidedByName: text('decided_by_name'),
    decidedAt: instant('decided_at'),
    decisionReason: text('decision_reason'),
    signatureId: uuid('signature_id'),
    /** The policy rows it was opened by. */
    policyIds: jsonb('policy_ids').$type<string[]>().notNull(),
    version: integer('version').notNull().default(1),
  },
  (table) => [
    index('master_data_proposals_state').on(table.state, table.id),
    index('master_data_proposals_signature').on(table.signatureId),
    index('master_data_proposals_kind').on(table.kind, table.id),
    index('master_data_proposals_proposer').on(table.proposedBy, table.id),
    index('master_data_proposals_search').using('gin', sql`lower("number" || ' ' || "title") trigram.gin_trgm_ops`),
    oneOf('master_data_proposals_state_known', 'state', proposalStates),
    oneOf('master_data_proposals_kind_known', 'kind', recordKinds),
    oneOf('master_data_proposals_source', 'source', proposalSources),
    check(
      'master_data_proposals_decision_is_whole',
      sql`("state" = 'open') = ("decided_by" is null) and ("decided_by" is null) = ("decided_at" is null) and ("decided_by" is null) = ("decision_reason" is null)`,
    ),
  ],
);

/** What a proposal would make of each record, beside what it was then. Append-only by trigger. */
export const masterDataProposalRecords = pgTable(
  'master_data_proposal_records',
  {
    proposalId: uuid('proposal_id')
      .notNull()
      .references(() => masterDataProposals.id),
    line: integer('line').notNull(),
    action: text('action', { enum: recordActions }).notNull(),
    /** Of a new record, the one that it will have. */
    recordId: uuid('record_id').notNull(),
    code: text('code').notNull(),
    baseVersion: integer('base_version'),
    before: jsonb('before').$type<Record<string, unknown>>(),
    after: jsonb('after').$type<Record<string, unknown>>(),
    changed: jsonb('changed').$type<string[]>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.proposalId, table.line] }),
    index('master_data_proposal_records_record').on(table.recordId, table.proposalId),
    oneOf('master_data_proposal_records_action', 'action', recordActions),
    check('master_data_proposal_records_base', sql`("action" = 'create') = ("base_version" is null)`),
  ],
);

/** What people said about a proposal, with what they attached. Append-only by trigger. */
export const masterDataProposalComments = pgTable(
  'master_data_proposal_comments',
  {
    id: id(),
    proposalId: uuid('proposal_id')
      .notNull()
      .references(() => masterDataProposals.id),
    text: text('text').notNull(),
    documentId: uuid('document_id').references(() => documents.id),
    writtenBy: text('written_by').notNull(),
    writtenByName: text('written_by_name').notNull(),
    writtenAt: instant('written_at').notNull(),
  },
  (table) => [unique('master_data_proposal_comments_order').on(table.proposalId, table.id)],
);
