import { sql } from 'drizzle-orm';
import { integer, jsonb, text } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';

/** Counts the changes to a record; its ETag, and what a proposal was made on. */
export const version = () => integer('version').notNull().default(1);

/** How much of what its rules ask for is there, 0 to 100, and which rules miss something; null until it is scored. */
export const completeness = () => ({
  completeness: integer('completeness'),
  missing: jsonb('missing').$type<string[]>(),
  /** The edition of the rules it was scored by. */
  scoredBy: integer('scored_by'),
});

/** Stopped at once by anybody with the right; freed by an approved proposal alone. */
export const blocking = () => ({
  blockedAt: instant('blocked_at'),
  blockedBy: text('blocked_by'),
  blockedReason: text('blocked_reason'),
});
export const blockedIsWhole = sql`("blocked_at" is null) = ("blocked_by" is null) and ("blocked_at" is null) = ("blocked_reason" is null)`;

/** Which of its fields a site or an entity may override; see `domain/local-overrides.ts`. */
export const overridable = () => jsonb('overridable').$type<string[]>().notNull().default([]);
