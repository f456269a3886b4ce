import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { duplicateStates, importedKinds, importOutcomes, sharedKinds } from '#domain/record-kinds.ts';
import { id, instant, oneOf } from './columns.ts';
import { legalEntities, sites } from './master-data.ts';
import { masterDataProposals } from './proposals.ts';

/** What holds of a record for a site, an entity, or an entity at a site, in place of what it says for everybody. */
export const localOverrides = pgTable(
  'local_overrides',
  {
    id: id(),
    kind: text('kind', { enum: sharedKinds }).notNull(),
    recordId: uuid('record_id').notNull(),
    entityId: uuid('entity_id').references(() => legalEntities.id),
    siteId: uuid('site_id').references(() => sites.id),
    field: text('field').notNull(),
    value: jsonb('value').$type<{ is: unknown }>().notNull(),
    /** The proposal that made or last changed it. */
    proposalId: uuid('proposal_id')
      .notNull()
      .references(() => masterDataProposals.id),
    since: instant('since').notNull(),
    version: integer('version').notNull().default(1),
  },
  (table) => [
    unique('local_overrides_one').on(table.recordId, table.field, table.siteId, table.entityId).nullsNotDistinct(),
    oneOf('local_overrides_kind', 'kind', sharedKinds),
    check('local_overrides_somewhere', sql`"entity_id" is not null or "site_id" is not null`),
  ],
);

/** Two records that may be one. What somebody has looked at and found different is not suspected again. */
export const duplicateSuspicions = pgTable(
  'duplicate_suspicions',
  {
    id: id(),
    kind: text('kind', { enum: sharedKinds }).notNull(),
    /** The one with the smaller id first, so that a pair has one row. */
    oneId: uuid('one_id').notNull(),
    otherId: uuid('other_id').notNull(),
    likeness: integer('likeness').notNull(),
    signs: jsonb('signs').$type<{ sign: string; says: string }[]>().notNull(),
    state: text('state', { enum: duplicateStates }).notNull(),
    foundAt: instant('found_at').notNull(),
    judgedBy: text('judged_by'),
    judgedByName: text('judged_by_name'),
    judgedAt: instant('judged_at'),
    judgedReason: text('judged_reason'),
    version: integer('version').notNull().default(1),
  },
  (table) => [
    unique('duplicate_suspicions_pair').on(table.oneId, table.otherId),
    index('duplicate_suspicions_other').on(table.otherId),
    index('duplicate_suspicions_worst').on(table.kind, table.state, table.likeness, table.id),
    oneOf('duplicate_suspicions_kind', 'kind', sharedKinds),
    oneOf('duplicate_suspicions_state', 'state', duplicateStates),
    check('duplicate_suspicions_order', sql`"one_id" < "other_id"`),
    check('duplicate_suspicions_judged', sql`("state" = 'suspected') = ("judged_by" is null)`),
  ],
);

/** A table that was checked and changes nothing by itself: what it would do is proposed, or it is left. */
export const masterDataImports = pgTable(
  'master_data_imports',
  {
    id: id(),
    number: text('number').notNull().unique(),
    kind: text('kind', { enum: importedKinds }).notNull(),
    fileName: text('file_name').notNull(),
    sha256: text('sha256').notNull(),
    sizeBytes: integer('size_bytes').notNull(),
    columns: jsonb('columns').$type<string[]>().notNull(),
    creates: integer('creates').notNull(),
    changes: integer('changes').notNull(),
    unchanged: integer('unchanged').notNull(),
    errors: integer('errors').notNull(),
    uploadedBy: text('uploaded_by').notNull(),
    uploadedByName: text('uploaded_by_name').notNull(),
    uploadedAt: instant('uploaded_at').notNull(),
    proposalId: uuid('proposal_id').references(() => masterDataProposals.id),
    version: integer('version').notNull().default(1),
  },
  (table) => [
    index('master_data_imports_uploader').on(table.uploadedBy, table.id),
    oneOf('master_data_imports_kind', 'kind', importedKinds),
  ],
);

/** A row of such a table as it was judged. Append-only by trigger. */
export const masterDataImportRows = pgTable(
  'master_data_import_rows',
  {
    importId: uuid('import_id')
      .notNull()
      .references(() => masterDataImports.id),
    /** As spreadsheets count: the heading is row 1. */
    row: integer('row').notNull(),
    outcome: text('outcome', { enum: importOutcomes }).notNull(),
    code: text('code'),
    recordId: uuid('record_id'),
    baseVersion: integer('base_version'),
    before: jsonb('before').$type<Record<string, unknown>>(),
    after: jsonb('after').$type<Record<string, unknown>>(),
    changed: jsonb('changed').$type<string[]>().notNull(),
    problems: jsonb('problems').$type<{ column: string; code: string; message: string; value: string }[]>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.importId, table.row] }),
    index('master_data_import_rows_outcome').on(table.importId, table.outcome, table.row),
    oneOf('master_data_import_rows_outcome_known', 'outcome', importOutcomes),
  ],
);
