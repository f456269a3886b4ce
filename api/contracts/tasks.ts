import { z } from 'zod';
import { inboxViews } from '#domain/inbox.ts';
import { ruleCodes } from '#domain/rule-codes.ts';
import { taskKinds, taskStates, teams } from '#domain/tasks.ts';
import type { Contract } from './contract.ts';
import { givenCodes, reasonCode, reasonCodeRefusals } from './reason-codes.ts';
import { code, page, paging } from './shared.ts';
import { taskSubject } from './task-subjects.ts';

const at = z.iso.datetime();
const params = z.object({ taskId: z.uuid() });

const task = {
  taskId: z.uuid(),
  kind: z.enum(taskKinds),
  state: z.enum(taskStates),
  team: z.enum(teams),
  title: z.string(),
  detail: z.string().nullable(),
  subjectKind: z.string(),
  subjectId: z.uuid(),
  lotId: z.uuid().nullable(),
  lot: z.string().nullable(),
  site: z.string().nullable(),
  timeZone: z.string().nullable(),
  assigneeId: z.string().nullable(),
  assigneeName: z.string().nullable(),
  dueAt: at,
  overdue: z.boolean(),
  remindedAt: at.nullable(),
  escalatedAt: at.nullable(),
  remindAt: at.nullable().describe('When its team or whoever has it is reminded next; null where its process does'),
  escalateAt: at.nullable().describe('When it goes one step up its chain'),
  escalationStep: z.int().describe('How many steps of its chain have been told'),
  assigneeAway: z
    .object({ until: at, standIn: z.string().nullable() })
    .nullable()
    .describe('Who has it is away until then'),
  createdAt: at,
  settledAt: at.nullable(),
  workflowId: z.string().nullable(),
  version: z.int(),
};

export const listTasksContract = {
  operationId: 'listTasks',
  tag: 'Tasks',
  summary: 'Read the inbox, what is due first first',
  description:
    '`mine` are claimed by you, `team` is what your roles do where you have them, `unassigned` what of that nobody has claimed, `overdue` what of it or of yours is late, `all` everything you may see, settled tasks too.',
  method: 'get',
  path: '/tasks',
  right: 'task.read',
  query: z.strictObject({
    ...paging,
    view: z.enum(inboxViews).default('all'),
    site: code.optional(),
    team: z.enum(teams).optional(),
    kind: z.enum(taskKinds).optional(),
    state: z.enum(taskStates).optional(),
    lot: code.optional().describe("The lot's code or id"),
    subjectKind: code.optional(),
    subjectId: z.uuid().optional(),
  }),
  response: page(z.object(task)),
  status: 200,
  refusals: ['lot.unknown', 'site.unknown'],
  example: { query: { view: 'team' } },
} as const satisfies Contract;

export const countTasksContract = {
  operationId: 'countTasks',
  tag: 'Tasks',
  summary: 'Count what waits in each view of the inbox',
  method: 'get',
  path: '/tasks/summary',
  right: 'task.read',
  response: z.object({ mine: z.int(), team: z.int(), unassigned: z.int(), overdue: z.int(), all: z.int() }),
  status: 200,
  refusals: [],
} as const satisfies Contract;

export const readTaskContract = {
  operationId: 'readTask',
  tag: 'Tasks',
  summary: 'Read a task with what it is about and what you may do with it',
  method: 'get',
  path: '/tasks/:taskId',
  right: 'task.read',
  params,
  response: z.object({
    ...task,
    item: z.string().nullable(),
    itemName: z.string().nullable(),
    siteName: z.string().nullable(),
    entity: z.string().nullable(),
    settledBy: z.string().nullable(),
    settledNote: z.string().nullable(),
    reasonCodes: givenCodes,
    subject: taskSubject.nullable(),
    actions: z.array(
      z.object({
        action: z.enum(['claim', 'release', 'reassign', 'settle']),
        allowed: z.boolean(),
        code: z.enum(ruleCodes).nullable(),
        reason: z.string().nullable().describe('Why not'),
      }),
    ),
  }),
  status: 200,
  etag: true,
  refusals: ['task.unknown'],
} as const satisfies Contract;

const changed = z.object({
  taskId: z.uuid(),
  state: z.enum(taskStates),
  assigneeId: z.string().nullable(),
  assigneeName: z.string().nullable(),
  settledAt: at.nullable(),
  version: z.int(),
});
const change = { tag: 'Tasks', method: 'post', params, response: changed, status: 200, etag: true } as const;

export const claimTaskContract = {
  ...change,
  operationId: 'claimTask',
  summary: 'Take a task',
  description: 'Of several who want it at once one gets it, and the others are told who.',
  path: '/tasks/:taskId/claim',
  right: 'task.work',
  refusals: ['task.unknown', 'task.already-claimed', 'task.settled'],
} as const satisfies Contract;

export const releaseTaskContract = {
  ...change,
  operationId: 'releaseTask',
  summary: 'Give a task back to its team',
  path: '/tasks/:taskId/release',
  right: 'task.work',
  refusals: ['task.unknown', 'task.not-claimed', 'task.not-yours', 'task.settled'],
} as const satisfies Contract;

export const reassignTaskContract = {
  ...change,
  operationId: 'reassignTask',
  summary: 'Give a task to a named person',
  path: '/tasks/:taskId/reassign',
  right: 'task.reassign',
  body: z.strictObject({ to: code.describe('A username') }),
  refusals: ['task.unknown', 'task.settled', 'task.assignee-not-entitled', 'user.unknown', 'user.inactive'],
  example: { body: { to: 'p.nair' } },
} as const satisfies Contract;

export const settleTaskContract = {
  ...change,
  operationId: 'settleTask',
  summary: 'Declare a task done',
  description: 'Tasks of a process are settled by deciding or confirming there.',
  path: '/tasks/:taskId/settle',
  right: 'task.work',
  body: z.strictObject({
    note: z.string().trim().min(1).max(2_000).describe('What was done'),
    reasonCode: reasonCode.optional(),
  }),
  refusals: [
    'task.unknown',
    'task.settled',
    'task.settled-by-process',
    'task.not-yours',
    'reason.too-short',
    ...reasonCodeRefusals,
  ],
  example: { body: { note: 'The supplier confirmed 118 cases and sends a credit' } },
} as const satisfies Contract;
