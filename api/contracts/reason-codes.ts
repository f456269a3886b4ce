import { z } from 'zod';
import { exceptionRows } from '#domain/exception-codes.ts';
import { automaticHoldRules } from '#domain/holds.ts';
import { reasonLists } from '#domain/reason-codes.ts';
import { rights } from '#domain/rights.ts';
import { taskKinds, teams } from '#domain/tasks.ts';
import type { Contract } from './contract.ts';
import { flag, instant, page, reasonText } from './shared.ts';

/** A code of a governed list, beside the reason in words. */
export const reasonCode = z
  .string()
  .trim()
  .min(1)
  .max(40)
  .describe('A code of the governed list; see GET /v1/reason-codes');

/** A reason in words, with a code beside it. */
export const reasoned = { reason: reasonText, reasonCode: reasonCode.optional() };

export const reasonCodeRefusals = [
  'reason-code.unknown',
  'reason-code.inactive',
  'reason-code.required',
  'reason-code.note-required',
] as const;

export const listReasonCodesContract = {
  operationId: 'listReasonCodes',
  tag: 'Policies',
  summary: 'List the codes that a reason can be given by, the same in every entity',
  description:
    'They are changed by POST /v1/policy-changes. Whether a code has to be given is the policy `reason_code_required`.',
  method: 'get',
  path: '/reason-codes',
  right: 'policy.read',
  query: z.strictObject({ list: z.enum(reasonLists).optional(), active: flag.optional() }),
  response: page(
    z.object({
      list: z.enum(reasonLists),
      code: z.string(),
      label: z.string(),
      active: z.boolean(),
      requiresNote: z.boolean(),
      version: z.int(),
    }),
  ).extend({ nextCursor: z.null() }),
  status: 200,
  refusals: [],
  example: { query: { list: 'hold' } },
} as const satisfies Contract;

const list = z.enum(reasonLists);

/** The codes given in the steps of a record, shown beside their reasons. */
export const givenCodes = z.array(
  z.object({
    action: z.string(),
    list,
    code: z.string(),
    label: z.string(),
    byName: z.string(),
    at: z.iso.datetime(),
  }),
);

export const countReasonCodesContract = {
  operationId: 'countReasonCodes',
  tag: 'Policies',
  summary: 'Count how often each code was given, by site and entity',
  description:
    'From the audit trail, as far as you may read it. A step counts once. `from` up to, and not with, `until`.',
  method: 'get',
  path: '/reason-codes/uses',
  right: 'audit.read',
  query: z.strictObject({ list: list.optional(), from: instant, until: instant }),
  response: page(
    z.object({
      list,
      code: z.string(),
      label: z.string(),
      site: z.string().nullable(),
      entity: z.string().nullable(),
      uses: z.int(),
      lastAt: z.iso.datetime(),
    }),
  ).extend({ nextCursor: z.null() }),
  status: 200,
  refusals: [],
  example: { query: { from: '2026-10-01T00:00:00Z', until: '2026-11-01T00:00:00Z' } },
} as const satisfies Contract;

export const listExceptionCodesContract = {
  operationId: 'listExceptionCodes',
  tag: 'Policies',
  summary: 'List what may go otherwise than it should, with what follows and who settles it',
  description:
    'One list for receipts, holds by rule and processes, the same in every entity. `hold`: a quarantine review decides; `task`: it is worked by its team. `reasonList` is the list that a reason for its settlement has its code of.',
  method: 'get',
  path: '/exception-codes',
  right: 'policy.read',
  response: page(
    z.object({
      code: z.enum(Object.keys(exceptionRows) as [string, ...string[]]),
      meaning: z.string(),
      hold: z.enum(automaticHoldRules).nullable(),
      task: z.enum(taskKinds).nullable(),
      team: z.enum(teams),
      right: z.enum(rights),
      reasonList: list,
    }),
  ).extend({ nextCursor: z.null() }),
  status: 200,
  refusals: [],
} as const satisfies Contract;
