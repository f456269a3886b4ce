import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { loginPurposes } from '#domain/provider-login.ts';
import { id, instant, oneOf } from './columns.ts';
import { sessions, users } from './people.ts';

/** Whom an identity provider calls what: a person is known by issuer and subject, never by an e-mail address. */
export const userIdentities = pgTable(
  'user_identities',
  {
    id: id(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    linkedBy: text('linked_by').notNull(),
    linkedAt: instant('linked_at').notNull(),
    lastSignInAt: instant('last_sign_in_at'),
  },
  (table) => [
    unique('user_identities_subject').on(table.issuer, table.subject),
    unique('user_identities_once').on(table.userId, table.issuer),
  ],
);

/**
 * Answers that came back from the identity provider. The unique HMAC of what began it makes each count once; a login for
 * signing stands for the password at one signing, for a short while.
 */
export const providerLogins = pgTable(
  'provider_logins',
  {
    id: id(),
    flowHmac: text('flow_hmac').notNull().unique(),
    purpose: text('purpose').$type<(typeof loginPurposes)[number]>().notNull(),
    claimedAt: instant('claimed_at').notNull(),
    sessionId: uuid('session_id').references(() => sessions.id),
    authenticatedAt: instant('authenticated_at'),
    validUntil: instant('valid_until'),
    usedAt: instant('used_at'),
  },
  (table) => [
    oneOf('provider_logins_purpose', 'purpose', loginPurposes),
    index('provider_logins_session').on(table.sessionId),
    check('provider_logins_valid', sql`("authenticated_at" is null) = ("valid_until" is null)`),
  ],
);

/** Failed sign-ins in a row by name, whether there is such an account or not, and by network. Names only as HMAC. */
export const signInFailures = pgTable(
  'sign_in_failures',
  {
    key: text('key').primaryKey(),
    failures: integer('failures').notNull(),
    lastFailedAt: instant('last_failed_at').notNull(),
    lockedUntil: instant('locked_until'),
  },
  (table) => [index('sign_in_failures_age').on(table.lastFailedAt)],
);
