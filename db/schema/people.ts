import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { sessionMethods } from '#domain/provider-login.ts';
import { id, instant, oneOf } from './columns.ts';
import { legalEntities, sites } from './master-data.ts';

export const users = pgTable('users', {
  id: id(),
  username: text('username').notNull().unique(),
  name: text('name').notNull(),
  email: text('email'),
  /** Argon2id; null for accounts that cannot sign in here. */
  passwordHash: text('password_hash'),
  active: boolean('active').notNull().default(true),
  failedSignIns: integer('failed_sign_ins').notNull().default(0),
  lastFailedSignInAt: instant('last_failed_sign_in_at'),
  lockedUntil: instant('locked_until'),
  /** Somebody else chose the password, so its owner changes it before anything else. */
  passwordChangeDue: boolean('password_change_due').notNull().default(false),
  /** Until when such a password is good; null for one that its owner chose. */
  passwordValidUntil: instant('password_valid_until'),
});

/** `version` counts the changes to the role's rights; its ETag. */
export const roles = pgTable('roles', {
  name: text('name').primaryKey(),
  version: integer('version').notNull().default(1),
});

export const roleRights = pgTable(
  'role_rights',
  {
    role: text('role')
      .notNull()
      .references(() => roles.name),
    right: text('right').notNull(),
  },
  (table) => [primaryKey({ columns: [table.role, table.right] })],
);

/**
 * Rights that a role got from the program once, or that an administrator took from it: neither is given again. Grows when a newer
 * version gives a role something it did not have before.
 */
export const decidedRights = pgTable(
  'decided_rights',
  {
    role: text('role')
      .notNull()
      .references(() => roles.name),
    right: text('right').notNull(),
  },
  (table) => [primaryKey({ columns: [table.role, table.right] })],
);

/** A hashed secret for a system. `prefix` finds the row, the HMAC proves the rest. After a rotation the one before works on for a while. */
export const apiKeys = pgTable('api_keys', {
  id: id(),
  name: text('name').notNull(),
  prefix: text('prefix').notNull().unique(),
  secretHmac: text('secret_hmac').notNull(),
  createdBy: text('created_by').notNull(),
  createdAt: instant('created_at').notNull(),
  expiresAt: instant('expires_at'),
  revokedAt: instant('revoked_at'),
  lastUsedAt: instant('last_used_at'),
  rotatedAt: instant('rotated_at'),
  previousPrefix: text('previous_prefix').unique(),
  previousSecretHmac: text('previous_secret_hmac'),
  previousUntil: instant('previous_until'),
  previousLastUsedAt: instant('previous_last_used_at'),
});

/** A role over a scope, for a person or a key, within dates. A null entity, site or item category means all. */
export const roleGrants = pgTable(
  'role_grants',
  {
    id: id(),
    userId: uuid('user_id').references(() => users.id),
    apiKeyId: uuid('api_key_id').references(() => apiKeys.id),
    role: text('role')
      .notNull()
      .references(() => roles.name),
    entityId: uuid('entity_id').references(() => legalEntities.id),
    siteId: uuid('site_id').references(() => sites.id),
    category: text('category'),
    validFrom: instant('valid_from').notNull(),
    validUntil: instant('valid_until'),
    grantedBy: text('granted_by').notNull(),
  },
  (table) => [
    index('role_grants_user').on(table.userId),
    index('role_grants_api_key').on(table.apiKeyId),
    unique('role_grants_once')
      .on(table.userId, table.apiKeyId, table.role, table.entityId, table.siteId, table.category, table.validFrom)
      .nullsNotDistinct(),
    check('role_grants_one_holder', sql`("user_id" is null) <> ("api_key_id" is null)`),
  ],
);

export const sessions = pgTable(
  'sessions',
  {
    id: id(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    tokenHmac: text('token_hmac').notNull().unique(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
    endedAt: instant('ended_at'),
    fromAddress: text('from_address'),
    userAgent: text('user_agent'),
    method: text('method').$type<(typeof sessionMethods)[number]>().notNull().default('password'),
    /** Of the provider's session this one came from, so that its logout ends this one too. */
    providerIssuer: text('provider_issuer'),
    providerSubject: text('provider_subject'),
    providerSid: text('provider_sid'),
  },
  (table) => [
    index('sessions_user').on(table.userId),
    index('sessions_provider')
      .on(table.providerIssuer, table.providerSubject)
      .where(sql`"provider_issuer" is not null`),
    oneOf('sessions_method', 'method', sessionMethods),
  ],
);
