import { sql } from 'drizzle-orm';
import { check, date, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import type { Shift } from '#domain/business-calendar.ts';
import type { ChainStep } from '#domain/escalation.ts';
import { teams } from '#domain/tasks.ts';
import { id, instant, oneOf } from './columns.ts';
import { sites } from './master-data.ts';
import { users } from './people.ts';

/** When a site works, Monday to Sunday, by its own clock. A site without a row works around the clock. */
export const siteCalendars = pgTable('site_calendars', {
  siteId: uuid('site_id')
    .primaryKey()
    .references(() => sites.id),
  weekly: jsonb('weekly').$type<readonly (readonly Shift[])[]>().notNull(),
  version: integer('version').notNull().default(1),
  changedAt: instant('changed_at').notNull(),
  changedBy: text('changed_by').notNull(),
});

/** A day that differs from its weekday: a holiday without shifts, an exception with others. */
export const calendarDays = pgTable(
  'calendar_days',
  {
    siteId: uuid('site_id')
      .notNull()
      .references(() => sites.id),
    date: date('date', { mode: 'string' }).notNull(),
    name: text('name').notNull(),
    shifts: jsonb('shifts').$type<readonly Shift[]>().notNull(),
    changedAt: instant('changed_at').notNull(),
    changedBy: text('changed_by').notNull(),
  },
  (table) => [primaryKey({ columns: [table.siteId, table.date] })],
);

/** Who is told, step after step, of a team's overdue tasks: at one site, or, with a null site, wherever no other is set. */
export const escalationChains = pgTable(
  'escalation_chains',
  {
    id: id(),
    team: text('team', { enum: teams }).notNull(),
    siteId: uuid('site_id').references(() => sites.id),
    steps: jsonb('steps').$type<readonly ChainStep[]>().notNull(),
    version: integer('version').notNull().default(1),
    changedAt: instant('changed_at').notNull(),
    changedBy: text('changed_by').notNull(),
  },
  (table) => [
    unique('escalation_chains_once').on(table.team, table.siteId).nullsNotDistinct(),
    oneOf('escalation_chains_team', 'team', teams),
  ],
);

/** Out of office. What is routed to this person meanwhile goes to the stand-in; rights are another matter. */
export const absences = pgTable(
  'absences',
  {
    id: id(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    standInId: uuid('stand_in_id').references(() => users.id),
    fromAt: instant('from_at').notNull(),
    untilAt: instant('until_at').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    recordedBy: text('recorded_by').notNull(),
    /** Set where they came back before the end, or never left. */
    endedAt: instant('ended_at'),
  },
  (table) => [
    index('absences_user').on(table.userId, table.untilAt),
    index('absences_until').on(table.untilAt),
    check('absences_order', sql`"from_at" < "until_at"`),
    check('absences_not_oneself', sql`"stand_in_id" <> "user_id"`),
  ],
);

/** The days on which a site's people were written to, so that a restart writes to nobody twice. */
export const digests = pgTable(
  'digests',
  {
    siteId: uuid('site_id')
      .notNull()
      .references(() => sites.id),
    date: date('date', { mode: 'string' }).notNull(),
    writtenAt: instant('written_at').notNull(),
    people: integer('people').notNull(),
  },
  (table) => [primaryKey({ columns: [table.siteId, table.date] })],
);
