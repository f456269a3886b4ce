import { sql } from 'drizzle-orm';
import { check, numeric, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import { writeOffs } from './destructions.ts';

/** The cost that finance gave to a write-off that had none, once: the write-off itself stays as it was recorded. Append-only by trigger. */
export const writeOffValuations = pgTable(
  'write_off_valuations',
  {
    writeOffId: uuid('write_off_id')
      .primaryKey()
      .references(() => writeOffs.id),
    unitCost: numeric('unit_cost', { precision: 18, scale: 6 }).notNull(),
    amount: numeric('amount', { precision: 18, scale: 2 }).notNull(),
    currency: text('currency').notNull(),
    reason: text('reason').notNull(),
    valuedBy: text('valued_by').notNull(),
    valuedByName: text('valued_by_name').notNull(),
    valuedFor: text('valued_for'),
    valuedForName: text('valued_for_name'),
    valuedAt: instant('valued_at').notNull(),
  },
  () => [check('write_off_valuations_cost', sql`"unit_cost" >= 0`)],
);
