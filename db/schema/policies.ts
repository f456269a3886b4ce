import { sql } from 'drizzle-orm';
import { boolean, check, customType, index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { policyKeys, policyScopeKinds } from '#domain/policies.ts';
import { id, instant, oneOf } from './columns.ts';

/** Drizzle's own `jsonb` reads a string once more, as JSON: "70" came back as a number, and "70.10" as another one. */
const policyValue = customType<{ data: string | boolean | string[]; driverData: unknown }>({
  dataType: () => 'jsonb',
  toDriver: (value) => JSON.stringify(value),
});

/** A rule's value, valid from an instant, for a scope; the most specific wins. Rows are superseded, never edited. */
export const policies = pgTable(
  'policies',
  {
    id: id(),
    key: text('key', { enum: policyKeys }).notNull(),
    scopeKind: text('scope_kind', { enum: policyScopeKinds }).notNull(),
    /** The id (entity, site, item) or the word (jurisdiction, category) of the scope; null for global. */
    scopeKey: text('scope_key'),
    value: policyValue('value').notNull(),
    version: integer('version').notNull(),
    effectiveFrom: instant('effective_from').notNull(),
    effectiveUntil: instant('effective_until'),
    reason: text('reason').notNull(),
    proposedBy: text('proposed_by').notNull(),
    approvedBy: text('approved_by'),
    /** A floor that law sets: nothing below may loosen it, and no later row of our own replaces it. */
    byLaw: boolean('by_law').notNull().default(false),
    lawReference: text('law_reference'),
    /** The proposal it comes from; null for what was installed or imported. */
    changeId: uuid('change_id'),
  },
  (table) => [
    unique('policies_version')
      .on(table.key, table.scopeKind, table.scopeKey, table.byLaw, table.version)
      .nullsNotDistinct(),
    index('policies_key').on(table.key),
    oneOf('policies_key_known', 'key', policyKeys),
    oneOf('policies_scope_kind', 'scope_kind', policyScopeKinds),
    check('policies_law_is_named', sql`"by_law" = ("law_reference" is not null)`),
    check('policies_scope_key', sql`("scope_kind" = 'global') = ("scope_key" is null)`),
  ],
);
