import { sql } from 'drizzle-orm';
import { check, foreignKey, index, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { signatureMeanings, signingMethods } from '#domain/signatures.ts';
import { id, instant, oneOf } from './columns.ts';
import { lots } from './lots.ts';
import { legalEntities, sites } from './master-data.ts';
import { sessions, users } from './people.ts';

/** Somebody proved again that it is them, for one meaning and some records. Never changed: what was signed with it has its own row. */
export const signings = pgTable(
  'signings',
  {
    id: id(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    sessionId: uuid('session_id')
      .notNull()
      .references(() => sessions.id),
    meaning: text('meaning', { enum: signatureMeanings }).notNull(),
    method: text('method', { enum: signingMethods }).notNull(),
    authenticatedAt: instant('authenticated_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  () => [
    oneOf('signings_meaning_known', 'meaning', signatureMeanings),
    oneOf('signings_method_known', 'method', signingMethods),
    check('signings_end_after_beginning', sql`"expires_at" > "authenticated_at"`),
  ],
);

/** The records a signing is for, each with the hash of what its reader was shown. */
export const signingSubjects = pgTable(
  'signing_subjects',
  {
    signingId: uuid('signing_id')
      .notNull()
      .references(() => signings.id),
    kind: text('kind').notNull(),
    subjectId: text('subject_id').notNull(),
    shownHash: text('shown_hash').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.signingId, table.kind, table.subjectId] }),
    check('signing_subjects_hash_is_sha256', sql`"shown_hash" ~ '^[0-9a-f]{64}$'`),
  ],
);

/**
 * A signature under one record: who (printed name), when, what it means (21 CFR 11.50), and what exactly was signed: the text
 * that was shown and its hash, and what was decided under it (11.70). Written in the transaction of the decision.
 */
export const signatures = pgTable(
  'signatures',
  {
    id: id(),
    signingId: uuid('signing_id')
      .notNull()
      .references(() => signings.id),
    subjectKind: text('subject_kind').notNull(),
    subjectId: text('subject_id').notNull(),
    meaning: text('meaning', { enum: signatureMeanings }).notNull(),
    method: text('method', { enum: signingMethods }).notNull(),
    signedBy: uuid('signed_by')
      .notNull()
      .references(() => users.id),
    printedName: text('printed_name').notNull(),
    signedAt: instant('signed_at').notNull(),
    /** Of the record's site, as it was then; UTC where it belongs to none. */
    timeZone: text('time_zone').notNull(),
    shownHash: text('shown_hash').notNull(),
    /** Canonical JSON, so that what was signed can be shown for years. */
    shown: text('shown').notNull(),
    statement: text('statement').notNull(),
    lotId: uuid('lot_id').references(() => lots.id),
    siteId: uuid('site_id').references(() => sites.id),
    entityId: uuid('entity_id').references(() => legalEntities.id),
    commandId: text('command_id').notNull(),
    digest: text('digest').notNull().unique(),
  },
  (table) => [
    unique('signatures_once').on(table.signingId, table.subjectKind, table.subjectId),
    foreignKey({
      name: 'signatures_for_what_was_signed',
      columns: [table.signingId, table.subjectKind, table.subjectId],
      foreignColumns: [signingSubjects.signingId, signingSubjects.kind, signingSubjects.subjectId],
    }),
    index('signatures_subject').on(table.subjectKind, table.subjectId, table.id),
    index('signatures_command').on(table.commandId),
    oneOf('signatures_meaning_known', 'meaning', signatureMeanings),
    oneOf('signatures_method_known', 'method', signingMethods),
    check(
      'signatures_hash_is_of_what_was_shown',
      sql`"shown_hash" = encode(sha256(convert_to("shown", 'UTF8')), 'hex')`,
    ),
  ],
);
