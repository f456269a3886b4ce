import { index, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import type { Characteristic, SamplingPlan } from '#domain/specifications.ts';
import { id, instant } from './columns.ts';
import { items } from './master-data.ts';

/**
 * What an item has to be, version by version: the latest that is in effect holds. Append-only by trigger: a change is a new
 * version, so that each release can show what it was judged by. Only what somebody else approved is written at all.
 */
export const itemSpecifications = pgTable(
  'item_specifications',
  {
    id: id(),
    itemId: uuid('item_id')
      .notNull()
      .references(() => items.id),
    version: integer('version').notNull(),
    effectiveFrom: instant('effective_from').notNull(),
    characteristics: jsonb('characteristics').$type<readonly Characteristic[]>().notNull(),
    sampling: jsonb('sampling').$type<SamplingPlan>().notNull(),
    reason: text('reason').notNull(),
    proposedBy: text('proposed_by').notNull(),
    approvedBy: text('approved_by').notNull(),
    recordedAt: instant('recorded_at').notNull(),
  },
  (table) => [
    unique('item_specifications_version').on(table.itemId, table.version),
    index('item_specifications_item').on(table.itemId, table.effectiveFrom),
  ],
);
