import { sql } from 'drizzle-orm';
import { bigint, check, index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { id, instant } from './columns.ts';
import { users } from './people.ts';

/**
 * The authenticator of a person with a local account (RFC 6238). Secrets are closed with the key of the installation, because
 * they have to be read again; a new one waits beside the present one until its first code proves it.
 */
export const secondFactors = pgTable(
  'second_factors',
  {
    userId: uuid('user_id')
      .primaryKey()
      .references(() => users.id),
    secretBox: text('secret_box'),
    provedAt: instant('proved_at'),
    /** The last step of which a code was used: neither it nor one before counts again. */
    lastStep: bigint('last_step', { mode: 'number' }).notNull().default(0),
    pendingBox: text('pending_box'),
    pendingUntil: instant('pending_until'),
  },
  () => [
    check('second_factors_proved', sql`("secret_box" is null) = ("proved_at" is null)`),
    check('second_factors_pending', sql`("pending_box" is null) = ("pending_until" is null)`),
  ],
);

/** For the day the authenticator is lost, each once: 125 random bits, of which the HMAC is kept. */
export const recoveryCodes = pgTable(
  'recovery_codes',
  {
    id: id(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    codeHmac: text('code_hmac').notNull().unique(),
    madeAt: instant('made_at').notNull(),
    usedAt: instant('used_at'),
  },
  (table) => [index('recovery_codes_user').on(table.userId)],
);
