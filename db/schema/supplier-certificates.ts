import { sql } from 'drizzle-orm';
import { boolean, check, date, index, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { certificateSchemes } from '#domain/certificates.ts';
import { id, oneOf } from './columns.ts';
import { documents } from './documents.ts';
import { version } from './governed.ts';
import { parties } from './master-data.ts';

/** Papers about a supplier itself, such as an audit of its plant; a lot's papers are in `certificates`. */
export const supplierCertificates = pgTable(
  'supplier_certificates',
  {
    id: id(),
    code: text('code').notNull().unique(),
    partyId: uuid('party_id')
      .notNull()
      .references(() => parties.id),
    scheme: text('scheme', { enum: certificateSchemes }).notNull(),
    standard: text('standard'),
    number: text('number').notNull(),
    issuer: text('issuer').notNull(),
    /** Nothing named in both of these: all that the supplier delivers. */
    categories: jsonb('categories').$type<string[]>().notNull().default([]),
    items: jsonb('items').$type<string[]>().notNull().default([]),
    plants: jsonb('plants').$type<string[]>().notNull().default([]),
    validFrom: date('valid_from', { mode: 'string' }).notNull(),
    validUntil: date('valid_until', { mode: 'string' }).notNull(),
    documentId: uuid('document_id').references(() => documents.id),
    withdrawn: boolean('withdrawn').notNull().default(false),
    version: version(),
  },
  (table) => [
    index('supplier_certificates_party').on(table.partyId, table.validUntil),
    index('supplier_certificates_end').on(table.validUntil, table.id),
    // One paper is one record: two proposals that make it at once meet here.
    uniqueIndex('supplier_certificates_paper').on(table.scheme, sql`lower("number")`, sql`lower("issuer")`),
    oneOf('supplier_certificates_scheme', 'scheme', certificateSchemes),
    check('supplier_certificates_dates', sql`"valid_until" >= "valid_from"`),
  ],
);
