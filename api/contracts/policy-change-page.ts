import { z } from 'zod';
import { policyKeys, policyScopeKinds } from '#domain/policies.ts';
import { policyChangeStates, policyChangeSubjects } from '#domain/policy-change.ts';
import { reasonLists } from '#domain/reason-codes.ts';
import { reasoned } from './reason-codes.ts';
import { code, instant } from './shared.ts';

const at = z.iso.datetime();
export const policyValue = z
  .union([z.string().max(200), z.boolean(), z.array(z.string().max(80)).max(50)])
  .describe('A decimal string, a switch, a word, or a list of words');

const reasonCodeRow = {
  list: z.enum(reasonLists),
  code: z.string().trim().min(2).max(40),
  label: z.string().trim().min(2).max(200),
  active: z.boolean(),
  requiresNote: z.boolean().describe('The words beside it have to say more than the label does'),
};
const expectedVersion = z.int().min(0).describe('The version you read; 0 where nothing is set there yet');

export const proposedChange = z.discriminatedUnion('subject', [
  z.strictObject({
    subject: z.literal('policy'),
    key: z.enum(policyKeys),
    scopeKind: z.enum(policyScopeKinds),
    scope: code
      .nullable()
      .default(null)
      .describe('Code of the item, site or entity, a category, a country; null: everything'),
    value: policyValue.nullable().describe('null: what is set there ends'),
    effectiveFrom: instant.nullable().default(null).describe('null: when it is approved'),
    byLaw: z.boolean().default(false).describe('A floor: nothing below may loosen it'),
    lawReference: z.string().trim().min(1).max(200).nullable().default(null),
    expectedVersion,
    ...reasoned,
  }),
  z.strictObject({ subject: z.literal('reason_code'), ...reasonCodeRow, expectedVersion, ...reasoned }),
  z.strictObject({
    subject: z.literal('legal_hold_release'),
    legalHoldId: z.uuid(),
    expectedVersion,
    ...reasoned,
  }),
]);

const change = z.discriminatedUnion('subject', [
  z.object({
    subject: z.literal('policy'),
    key: z.enum(policyKeys),
    scopeKind: z.enum(policyScopeKinds),
    scope: z.string().nullable(),
    value: policyValue.nullable(),
    effectiveFrom: z.string().nullable(),
    byLaw: z.boolean(),
    lawReference: z.string().nullable(),
  }),
  z.object({ subject: z.literal('reason_code'), ...reasonCodeRow }),
  z.object({ subject: z.literal('legal_hold_release'), legalHoldId: z.uuid(), number: z.string() }),
]);

export const changeStanding = z.object({
  changeId: z.uuid(),
  number: z.string(),
  version: z.int(),
  state: z.enum(policyChangeStates),
  decision: z.object({ byName: z.string(), at, reason: z.string() }).nullable(),
  effectiveFrom: at.nullable(),
});

export const changeInList = z.object({
  changeId: z.uuid(),
  number: z.string(),
  subject: z.enum(policyChangeSubjects),
  state: z.enum(policyChangeStates),
  change,
  reason: z.string(),
  proposedBy: z.string(),
  proposedAt: at,
  dueAt: at,
  expiresAt: at,
  decidedBy: z.string().nullable(),
  decidedAt: at.nullable(),
  effectiveFrom: at.nullable(),
});
