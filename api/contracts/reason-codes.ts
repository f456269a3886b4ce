import { z } from 'zod';
import { reasonLists } from '#domain/reason-codes.ts';
import type { Contract } from './contract.ts';
import { flag, page } from './shared.ts';

/** A code of a governed list, beside the reason in words. */
export const reasonCode = z
  .string()
  .trim()
  .min(1)
  .max(40)
  .describe('A code of the governed list; see GET /v1/reason-codes');

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
