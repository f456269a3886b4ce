import { z } from 'zod';
import type { Contract } from './contract.ts';
import { code, flag, instant, page, paging } from './shared.ts';

const at = z.iso.datetime();

export const recordAbsenceContract = {
  operationId: 'recordAbsence',
  tag: 'Escalation',
  summary: 'Say that somebody is away, and who is told meanwhile',
  description:
    'Your own; of others with the right to administer users or to hand tasks to others. A stand-in is told of what they may do something about; rights are handed over by a delegation.',
  method: 'post',
  path: '/absences',
  right: 'signed-in',
  body: z.strictObject({
    user: code.optional().describe('A username; left out: you'),
    from: instant.optional().describe('Left out: from now on'),
    until: instant,
    standIn: code.optional().describe('A username; left out: nobody, and reminders go up their chain at once'),
  }),
  response: z.object({
    absenceId: z.uuid(),
    userId: z.uuid(),
    from: at,
    until: at,
    standInId: z.uuid().nullable(),
  }),
  status: 201,
  refusals: ['user.unknown', 'absence.in-the-past', 'absence.overlaps', 'absence.stand-in-unfit'],
  example: { body: { from: '2026-12-21T06:00:00Z', until: '2027-01-04T06:00:00Z', standIn: 'd.whitlock' } },
} as const satisfies Contract;

export const listAbsencesContract = {
  operationId: 'listAbsences',
  tag: 'Escalation',
  summary: 'See who is away, and who is told meanwhile',
  method: 'get',
  path: '/absences',
  right: 'task.read',
  query: z.strictObject({
    ...paging,
    now: flag.optional().describe('true: only who is away now'),
    user: code.optional().describe('A username'),
  }),
  response: page(
    z.object({
      absenceId: z.uuid(),
      username: z.string(),
      name: z.string(),
      standIn: z.string().nullable(),
      standInName: z.string().nullable(),
      from: at,
      until: at,
      endedAt: at.nullable(),
    }),
  ),
  status: 200,
  refusals: [],
  example: { query: { now: 'true' } },
} as const satisfies Contract;

export const endAbsenceContract = {
  operationId: 'endAbsence',
  tag: 'Escalation',
  summary: 'Say that somebody is back',
  method: 'post',
  path: '/absences/:absenceId/end',
  right: 'signed-in',
  params: z.object({ absenceId: z.uuid() }),
  response: z.object({ absenceId: z.uuid(), endedAt: at }),
  status: 200,
  refusals: ['absence.unknown'],
} as const satisfies Contract;
