import { sql } from 'drizzle-orm';
import { index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { taskKinds, taskStates, teams } from '#domain/tasks.ts';
import { id, instant, oneOf } from './columns.ts';
import { lots } from './lots.ts';
import { legalEntities, sites } from './master-data.ts';

/** Something a person must do by a time. */
export const tasks = pgTable(
  'tasks',
  {
    id: id(),
    kind: text('kind', { enum: taskKinds }).notNull(),
    state: text('state', { enum: taskStates }).notNull(),
    team: text('team', { enum: teams }).notNull(),
    title: text('title').notNull(),
    detail: text('detail'),
    /** The case or record it is about: `quarantine_review`, `receipt`. */
    subjectKind: text('subject_kind').notNull(),
    subjectId: uuid('subject_id').notNull(),
    lotId: uuid('lot_id').references(() => lots.id),
    siteId: uuid('site_id').references(() => sites.id),
    entityId: uuid('entity_id').references(() => legalEntities.id),
    workflowId: text('workflow_id'),
    assigneeId: text('assignee_id'),
    assigneeName: text('assignee_name'),
    dueAt: instant('due_at').notNull(),
    remindedAt: instant('reminded_at'),
    escalatedAt: instant('escalated_at'),
    /** When the watch reminds of it and takes it one step up its chain; null where a process keeps its time, or nothing is left. */
    remindAt: instant('remind_at'),
    escalateAt: instant('escalate_at'),
    /** How many steps of its chain have been told. */
    escalationStep: integer('escalation_step').notNull().default(0),
    createdAt: instant('created_at').notNull(),
    settledAt: instant('settled_at'),
    settledBy: text('settled_by'),
    settledNote: text('settled_note'),
    /** Counts the changes to this task; its ETag. */
    version: integer('version').notNull().default(1),
  },
  (table) => [
    index('tasks_inbox').on(table.state, table.dueAt, table.id),
    index('tasks_waiting').on(table.dueAt, table.id).where(sql`"state" in ('open', 'claimed')`),
    index('tasks_attention').on(sql`least("remind_at", "escalate_at")`).where(sql`"state" in ('open', 'claimed')`),
    index('tasks_due').on(table.dueAt, table.id),
    index('tasks_kind').on(table.kind, table.dueAt, table.id),
    index('tasks_lot').on(table.lotId, table.dueAt),
    index('tasks_assignee').on(table.assigneeId, table.state, table.dueAt),
    index('tasks_subject').on(table.subjectKind, table.subjectId),
    oneOf('tasks_kind', 'kind', taskKinds),
    oneOf('tasks_state', 'state', taskStates),
    oneOf('tasks_team', 'team', teams),
  ],
);
