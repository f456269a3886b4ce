import { bigint, customType, index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { instant, transactionId } from './columns.ts';

const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
const position = (name: string) => bigint(name, { mode: 'bigint' }).notNull();

/** Batches of the audit trail, each under a Merkle root and chained to the one before; `domain/audit-seals.ts` says how. */
export const auditSeals = pgTable(
  'audit_seals',
  {
    number: bigint('number', { mode: 'bigint' }).primaryKey(),
    previousHash: text('previous_hash').notNull().unique(),
    fromTransaction: transactionId('from_transaction').notNull(),
    fromPosition: position('from_position'),
    untilTransaction: transactionId('until_transaction').notNull(),
    untilPosition: position('until_position'),
    firstPosition: position('first_position'),
    lastPosition: position('last_position'),
    rowCount: integer('row_count').notNull(),
    positions: text('positions').notNull(),
    leaves: bytes('leaves').notNull(),
    root: text('root').notNull(),
    sealedAt: instant('sealed_at').notNull(),
    hash: text('hash').notNull(),
  },
  (table) => [index('audit_seals_from').on(table.fromTransaction, table.fromPosition)],
);
