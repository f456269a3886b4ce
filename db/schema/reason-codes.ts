import { sql } from 'drizzle-orm';
import { boolean, check, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { reasonLists } from '#domain/reason-codes.ts';
import { instant, oneOf } from './columns.ts';

/** The words for why: the same in every entity. A code is permanent; what is no longer used is not active. */
export const reasonCodes = pgTable(
  'reason_codes',
  {
    list: text('list', { enum: reasonLists }).notNull(),
    code: text('code').notNull(),
    label: text('label').notNull(),
    active: boolean('active').notNull(),
    /** The words beside it have to say more than the label does. */
    requiresNote: boolean('requires_note').notNull(),
    /** Counts the changes to this code. */
    version: integer('version').notNull(),
    changedAt: instant('changed_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.list, table.code] }),
    oneOf('reason_codes_list', 'list', reasonLists),
    check('reason_codes_code', sql`"code" ~ '^[a-z][a-z0-9_]{1,39}$'`),
  ],
);
