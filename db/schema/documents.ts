import { sql } from 'drizzle-orm';
import { check, date, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { certificateKinds, certificateStates } from '#domain/certificates.ts';
import { id, instant, oneOf } from './columns.ts';
import { lots } from './lots.ts';
import { parties } from './master-data.ts';

/** A file stored under its SHA-256; the same bytes are one document. */
export const documents = pgTable(
  'documents',
  {
    id: id(),
    sha256: text('sha256').notNull().unique(),
    mediaType: text('media_type').notNull(),
    sizeBytes: integer('size_bytes').notNull(),
    fileName: text('file_name').notNull(),
    uploadedBy: text('uploaded_by').notNull(),
    uploadedAt: instant('uploaded_at').notNull(),
    /** Its file was removed when retention was over; the row stays as the proof that it was there. */
    removedAt: instant('removed_at'),
    removedByPolicyIds: jsonb('removed_by_policy_ids').$type<string[]>(),
  },
  (table) => [
    index('documents_kept').on(table.uploadedAt, table.id).where(sql`"removed_at" is null`),
    check('documents_sha256', sql`"sha256" ~ '^[0-9a-f]{64}$'`),
    check('documents_size', sql`"size_bytes" > 0`),
  ],
);

export const documentSubjectKinds = [
  'receipt',
  'lot',
  'certificate',
  'inspection',
  'quarantine_review',
  'disposal',
  'release_approval',
  'supplier_certificate',
  'master_data_proposal',
] as const;

export const documentLinks = pgTable(
  'document_links',
  {
    documentId: uuid('document_id')
      .notNull()
      .references(() => documents.id),
    subjectKind: text('subject_kind', { enum: documentSubjectKinds }).notNull(),
    subjectId: uuid('subject_id').notNull(),
    linkedBy: text('linked_by').notNull(),
    linkedAt: instant('linked_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.subjectKind, table.subjectId, table.documentId] }),
    unique('document_links_once').on(table.documentId, table.subjectKind, table.subjectId),
  ],
);

/** A supplier's paper for a lot: announced, then given, and withdrawn when its issuer takes it back. */
export const certificates = pgTable(
  'certificates',
  {
    id: id(),
    lotId: uuid('lot_id')
      .notNull()
      .references(() => lots.id),
    supplierId: uuid('supplier_id').references(() => parties.id),
    kind: text('kind', { enum: certificateKinds }).notNull(),
    state: text('state', { enum: certificateStates }).notNull(),
    /** Null while it is only announced without a number. */
    number: text('number'),
    expiresOn: date('expires_on', { mode: 'string' }),
    source: text('source'),
    recordedBy: text('recorded_by').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    withdrawnAt: instant('withdrawn_at'),
  },
  (table) => [
    unique('certificates_lot_number').on(table.lotId, table.kind, table.number).nullsNotDistinct(),
    oneOf('certificates_kind', 'kind', certificateKinds),
    oneOf('certificates_state', 'state', certificateStates),
    check('certificates_given_has_number', sql`"state" = 'announced' or "number" is not null`),
  ],
);
