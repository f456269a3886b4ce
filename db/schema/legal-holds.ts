import { sql } from 'drizzle-orm';
import { check, date, index, integer, pgSequence, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { legalCaseKinds } from '#domain/legal-holds.ts';
import { id, instant, oneOf } from './columns.ts';
import { lots } from './lots.ts';
import { parties } from './master-data.ts';

/**
 * What has to be kept because of a dispute, an inspection or a claim, whatever retention says: everything that meets all the
 * criteria it names. Ended by a second person only, through a policy change.
 */
export const legalHolds = pgTable(
  'legal_holds',
  {
    id: id(),
    number: text('number').notNull().unique(),
    lotId: uuid('lot_id').references(() => lots.id),
    caseKind: text('case_kind', { enum: legalCaseKinds }),
    caseId: uuid('case_id'),
    supplierId: uuid('supplier_id').references(() => parties.id),
    /** Days (UTC) of which the records are kept, both included. */
    fromDay: date('from_day', { mode: 'string' }),
    untilDay: date('until_day', { mode: 'string' }),
    reason: text('reason').notNull(),
    reasonCode: text('reason_code'),
    placedBy: text('placed_by').notNull(),
    placedByName: text('placed_by_name').notNull(),
    placedAt: instant('placed_at').notNull(),
    releasedAt: instant('released_at'),
    releasedBy: text('released_by'),
    releasedByName: text('released_by_name'),
    releaseReason: text('release_reason'),
    /** The change by which two people ended it. */
    releaseChangeId: uuid('release_change_id'),
    version: integer('version').notNull().default(1),
  },
  (table) => [
    index('legal_holds_lot').on(table.lotId),
    index('legal_holds_in_force').on(table.placedAt).where(sql`"released_at" is null`),
    oneOf('legal_holds_case_kind', 'case_kind', legalCaseKinds),
    check('legal_holds_case', sql`("case_kind" is null) = ("case_id" is null)`),
    check(
      'legal_holds_criteria',
      sql`num_nonnulls("lot_id", "case_id", "supplier_id", "from_day", "until_day") > 0 and ("from_day" is null or "until_day" is null or "from_day" <= "until_day")`,
    ),
    check(
      'legal_holds_release_is_whole',
      sql`("released_at" is null) = ("released_by" is null) and ("released_at" is null) = ("release_change_id" is null)`,
    ),
  ],
);

export const legalHoldNumbers = pgSequence('legal_hold_numbers');
