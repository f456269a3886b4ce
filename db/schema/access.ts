import { sql } from 'drizzle-orm';
import { bigint, check, index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { duties } from '#domain/segregation.ts';
import { id, instant, oneOf } from './columns.ts';
import { lots } from './lots.ts';
import { users } from './people.ts';

/** Who did what with a lot or in a case, for the table of duties that may not meet. Append-only by trigger. */
export const lotDuties = pgTable(
  'lot_duties',
  {
    position: bigint('position', { mode: 'bigint' }).generatedAlwaysAsIdentity().primaryKey(),
    duty: text('duty', { enum: duties }).notNull(),
    personId: text('person_id').notNull(),
    personName: text('person_name').notNull(),
    /** The colleague they stood in for: counts as well. */
    onBehalfOfId: text('on_behalf_of_id'),
    onBehalfOfName: text('on_behalf_of_name'),
    lotId: uuid('lot_id').references(() => lots.id),
    caseKind: text('case_kind'),
    caseId: uuid('case_id'),
    happenedAt: instant('happened_at').notNull(),
    commandId: text('command_id').notNull(),
  },
  (table) => [
    index('lot_duties_lot').on(table.lotId, table.duty),
    index('lot_duties_case').on(table.caseId, table.duty).where(sql`"case_id" is not null`),
    oneOf('lot_duties_duty', 'duty', duties),
    check('lot_duties_about_something', sql`"lot_id" is not null or "case_id" is not null`),
    check('lot_duties_case_is_whole', sql`("case_id" is null) = ("case_kind" is null)`),
  ],
);

/** A person's grants, or some of them, in a colleague's hands from one instant to another. */
export const delegations = pgTable(
  'delegations',
  {
    id: id(),
    fromUserId: uuid('from_user_id')
      .notNull()
      .references(() => users.id),
    toUserId: uuid('to_user_id')
      .notNull()
      .references(() => users.id),
    /** Which of the grants; null: all they have at each moment. A grant that ends, ends here too. */
    grantIds: jsonb('grant_ids').$type<string[]>(),
    validFrom: instant('valid_from').notNull(),
    validUntil: instant('valid_until').notNull(),
    reason: text('reason').notNull(),
    createdAt: instant('created_at').notNull(),
    endedAt: instant('ended_at'),
    endedBy: text('ended_by'),
  },
  (table) => [
    index('delegations_to').on(table.toUserId, table.validUntil),
    index('delegations_from').on(table.fromUserId, table.validUntil),
    check('delegations_to_somebody_else', sql`"from_user_id" <> "to_user_id"`),
    check('delegations_have_a_span', sql`"valid_from" < "valid_until"`),
    check('delegations_end_is_whole', sql`("ended_at" is null) = ("ended_by" is null)`),
  ],
);
