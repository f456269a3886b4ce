import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { type ReleaseTerms, releaseDecisions, releaseStates, runningReleaseStates } from '#domain/release-approval.ts';
import { resultsOutcomes } from '#domain/release-results.ts';
import type { SampleNumbers } from '#domain/specifications.ts';
import { id, instant, oneOf, quantity } from './columns.ts';
import { documents } from './documents.ts';
import { lots } from './lots.ts';
import { legalEntities, locations, sites } from './master-data.ts';
import { holds } from './quality.ts';
import { itemSpecifications } from './specifications.ts';

const isRunning = `"state" in (${runningReleaseStates.map((state) => `'${state}'`).join(', ')})`;

/** The case that decides about an owner's stock of a lot that waits for quality at a site. One runs at a time for each. */
export const releaseApprovals = pgTable(
  'release_approvals',
  {
    id: id(),
    number: text('number').notNull().unique(),
    lotId: uuid('lot_id')
      .notNull()
      .references(() => lots.id),
    siteId: uuid('site_id')
      .notNull()
      .references(() => sites.id),
    ownerId: uuid('owner_id')
      .notNull()
      .references(() => legalEntities.id),
    /** The conditions it is about, where it frees no waiting stock but changes what an earlier release allowed. */
    limitId: uuid('limit_id').references((): AnyPgColumn => releaseLimits.id),
    workflowId: text('workflow_id').notNull().unique(),
    state: text('state', { enum: releaseStates }).notNull(),
    openedAt: instant('opened_at').notNull(),
    /** By when it is decided, or, after an urgent release, by when the results are in; then the stock is held. */
    dueAt: instant('due_at').notNull(),
    remindedAt: instant('reminded_at'),
    escalatedAt: instant('escalated_at'),
    extensions: integer('extensions').notNull().default(0),
    /** What waits, in base units; the samples are reckoned by all that has ever waited in it. */
    quantity: quantity('quantity').notNull(),
    sampledQuantity: quantity('sampled_quantity').notNull(),
    /** Null where the item had none when it opened: then an inspection that passed is what it rests on. */
    specificationId: uuid('specification_id').references(() => itemSpecifications.id),
    samplingLevel: text('sampling_level').notNull(),
    /** Null where policy skips samples, or nothing says how many. */
    samples: jsonb('samples').$type<SampleNumbers>(),
    outcome: text('outcome', { enum: resultsOutcomes }).notNull(),
    /** Grows with each entry of results; a decision names the one it read. */
    resultsVersion: integer('results_version').notNull().default(0),
    approvalsNeeded: integer('approvals_needed').notNull(),
    approvalsInOrder: boolean('approvals_in_order').notNull(),
    /** What the first of two approvals was given to. */
    terms: jsonb('terms').$type<ReleaseTerms>(),
    /** Which of its releases is being decided about: approvals given to an earlier part do not count for the next. */
    round: integer('round').notNull().default(1),
    roundId: uuid('round_id').notNull(),
    decidedBy: text('decided_by'),
    decidedByName: text('decided_by_name'),
    decidedAt: instant('decided_at'),
    decisionReason: text('decision_reason'),
    /** The hold that its failure, rejection or delay left. */
    holdId: uuid('hold_id').references(() => holds.id),
    closedAt: instant('closed_at'),
    /** The policy rows it runs by. */
    policyIds: jsonb('policy_ids').$type<string[]>().notNull(),
    /** Counts its changes: its ETag, and what tells its workflow a late answer from a fresh one. */
    version: integer('version').notNull().default(1),
  },
  (table) => [
    uniqueIndex('release_approvals_one_running')
      .on(table.lotId, table.siteId, table.ownerId)
      .where(sql.raw(`${isRunning} and "limit_id" is null`)),
    uniqueIndex('release_approvals_one_change').on(table.limitId).where(sql.raw(isRunning)),
    index('release_approvals_state').on(table.state, table.dueAt, table.id),
    index('release_approvals_due').on(table.dueAt, table.id),
    index('release_approvals_site').on(table.siteId, table.dueAt, table.id),
    index('release_approvals_lot').on(table.lotId, table.id),
    oneOf('release_approvals_state_known', 'state', releaseStates),
    oneOf('release_approvals_outcome', 'outcome', resultsOutcomes),
    check('release_approvals_closed_when_over', sql.raw(`("closed_at" is null) = (${isRunning})`)),
  ],
);

/** One measured value. A later one of the same characteristic and sample corrects it; both stay. Append-only by trigger. */
export const releaseResults = pgTable(
  'release_results',
  {
    id: id(),
    releaseId: uuid('release_id')
      .notNull()
      .references(() => releaseApprovals.id),
    version: integer('version').notNull(),
    characteristic: text('characteristic').notNull(),
    sample: integer('sample'),
    value: text('value').notNull(),
    conforms: boolean('conforms').notNull(),
    note: text('note'),
    recordedBy: text('recorded_by').notNull(),
    recordedByName: text('recorded_by_name').notNull(),
    happenedAt: instant('happened_at').notNull(),
    /** When the samples were taken; when they were measured is `happenedAt`. */
    sampledAt: instant('sampled_at'),
    laboratory: text('laboratory'),
    /** The laboratory's report. */
    documentId: uuid('document_id').references(() => documents.id),
    recordedAt: instant('recorded_at').notNull(),
    signatureId: uuid('signature_id'),
  },
  (table) => [
    index('release_results_signature').on(table.signatureId),
    unique('release_results_once')
      .on(table.releaseId, table.version, table.characteristic, table.sample)
      .nullsNotDistinct(),
  ],
);

/** What people decided, with their signatures. Append-only by trigger. */
export const releaseDecisionRows = pgTable(
  'release_decisions',
  {
    id: id(),
    releaseId: uuid('release_id')
      .notNull()
      .references(() => releaseApprovals.id),
    round: integer('round').notNull(),
    decision: text('decision', { enum: releaseDecisions }).notNull(),
    terms: jsonb('terms').$type<ReleaseTerms>(),
    reason: text('reason'),
    /** Of an extension: the new due date. */
    until: instant('until'),
    resultsVersion: integer('results_version').notNull(),
    decidedBy: text('decided_by').notNull(),
    decidedByName: text('decided_by_name').notNull(),
    decidedAt: instant('decided_at').notNull(),
    signatureId: uuid('signature_id'),
  },
  (table) => [
    // More time may be given by the same person again.
    uniqueIndex('release_decisions_once')
      .on(table.releaseId, table.round, table.decidedBy, table.decision)
      .where(sql`"decision" <> 'extend'`),
    index('release_decisions_signature').on(table.signatureId),
    oneOf('release_decisions_decision', 'decision', releaseDecisions),
  ],
);

/**
 * What a conditional release allows, of an owner's stock of a lot within a reach. It widens when the stock leaves it; changed
 * conditions are a row of their own.
 */
export const releaseLimits = pgTable(
  'release_limits',
  {
    id: id(),
    releaseId: uuid('release_id')
      .notNull()
      .references(() => releaseApprovals.id),
    lotId: uuid('lot_id')
      .notNull()
      .references(() => lots.id),
    ownerId: uuid('owner_id')
      .notNull()
      .references(() => legalEntities.id),
    siteId: uuid('site_id').references(() => sites.id),
    locationId: uuid('location_id').references(() => locations.id),
    /** Ids; null for all. */
    customerIds: jsonb('customer_ids').$type<string[]>(),
    useBy: date('use_by', { mode: 'string' }),
    setAt: instant('set_at').notNull(),
    /** Once other conditions, or none, took its place. */
    endedAt: instant('ended_at'),
    replacedBy: uuid('replaced_by'),
  },
  (table) => [
    index('release_limits_lot').on(table.lotId),
    check('release_limits_say_something', sql`"customer_ids" is not null or "use_by" is not null`),
    check('release_limits_location_in_site', sql`"location_id" is null or "site_id" is not null`),
  ],
);
