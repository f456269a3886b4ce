import { z } from 'zod';
import { policyKeys, policyScopeKinds } from '#domain/policies.ts';

/** The versions of policies that a case and its decisions followed, as they were: shown wherever what was decided is shown. */
export const policiesFollowed = z
  .array(
    z.object({
      policyId: z.uuid().describe('The version: GET /v1/policies tells the others of its key'),
      key: z.enum(policyKeys),
      scopeKind: z.enum(policyScopeKinds),
      scope: z.string().nullable().describe('Null: everything'),
      value: z.union([z.string(), z.boolean(), z.array(z.string())]),
      version: z.int(),
      byLaw: z.boolean(),
      lawReference: z.string().nullable(),
      effectiveFrom: z.iso.datetime(),
      approvedBy: z.string().nullable(),
      changeId: z.uuid().nullable().describe('The proposal it comes from; null: installed or imported'),
      followedBy: z.array(
        z.object({
          by: z.enum(['case', 'hold', 'decision', 'signature']),
          signatureId: z.uuid().nullable().describe('The signed decision that states it'),
        }),
      ),
    }),
  )
  .describe('The versions of policies that it and the decisions in it followed');
