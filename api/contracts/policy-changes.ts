import { z } from 'zod';
import { policyKeys } from '#domain/policies.ts';
import { policyChangeDecisions, policyChangeStates, policyChangeSubjects } from '#domain/policy-change.ts';
import { ruleCodes } from '#domain/rule-codes.ts';
import type { Contract } from './contract.ts';
import { policiesFollowed } from './policies-followed.ts';
import { changeInList, changeStanding, policyValue, proposedChange } from './policy-change-page.ts';
import { givenCodes, reasonCodeRefusals, reasoned } from './reason-codes.ts';
import { page, paging } from './shared.ts';
import { signature, signingId, toSign } from './signings.ts';

const at = z.iso.datetime();
const params = z.object({ changeId: z.uuid() });
const tag = 'Policies';

export const proposePolicyChangeContract = {
  operationId: 'proposePolicyChange',
  tag,
  summary: 'Propose a policy, a reason code, or the release of a legal hold',
  description:
    'Nothing changes until a second person approves it. Of two proposals about the same the first is decided first. What law asks for at least cannot be loosened.',
  method: 'post',
  path: '/policy-changes',
  right: 'policy.read',
  body: proposedChange,
  response: changeStanding,
  status: 201,
  location: '/policy-changes/{changeId}',
  refusals: [
    'policy.unknown',
    'policy.out-of-range',
    'policy.below-floor',
    'policy.scope-unknown',
    'policy.scope-not-followed',
    'policy.version-changed',
    'policy.effective-in-past',
    'policy.law-reference-missing',
    'policy.cannot-end',
    'policy-change.already-proposed',
    'policy-change.changes-nothing',
    'policy-change.second-person-required',
    'reason-code.malformed',
    'reason-code.last-of-list',
    'legal-hold.unknown',
    'legal-hold.released',
    'reason.too-short',
    ...reasonCodeRefusals,
  ],
  example: {
    body: {
      subject: 'policy',
      key: 'supplier_risk_limit',
      scopeKind: 'category',
      scope: 'cheese',
      value: '60',
      expectedVersion: 0,
      reason: 'Two findings of Listeria this quarter',
    },
  },
} as const satisfies Contract;

export const listPolicyChangesContract = {
  operationId: 'listPolicyChanges',
  tag,
  summary: 'List what was proposed, the newest first',
  method: 'get',
  path: '/policy-changes',
  right: 'policy.read',
  query: z.strictObject({
    ...paging,
    state: z.enum(policyChangeStates).optional(),
    subject: z.enum(policyChangeSubjects).optional(),
    key: z.enum(policyKeys).optional(),
  }),
  response: page(changeInList),
  status: 200,
  refusals: [],
} as const satisfies Contract;

export const readPolicyChangeContract = {
  operationId: 'readPolicyChange',
  tag,
  summary: 'Read a proposal, with what holds now and what you may do',
  method: 'get',
  path: '/policy-changes/:changeId',
  right: 'policy.read',
  params,
  response: changeInList.extend({
    version: z.int(),
    expectedVersion: z.int(),
    current: z
      .object({ value: policyValue, version: z.int() })
      .nullable()
      .describe('What is set there now, of a policy; null where nothing is'),
    remindedAt: at.nullable(),
    escalatedAt: at.nullable(),
    decisionReason: z.string().nullable(),
    reasonCodes: givenCodes,
    signature: signature.nullable(),
    toSign,
    policyIds: z.array(z.uuid()).describe('The policies whose durations it runs by'),
    policies: policiesFollowed,
    workflowId: z.string(),
    actions: z.array(
      z.object({
        action: z.enum(policyChangeDecisions),
        allowed: z.boolean(),
        code: z.enum(ruleCodes).optional(),
        reason: z.string().optional(),
      }),
    ),
  }),
  status: 200,
  etag: true,
  refusals: ['policy-change.unknown'],
} as const satisfies Contract;

export const decidePolicyChangeContract = {
  operationId: 'decidePolicyChange',
  tag,
  summary: 'Approve, reject or withdraw a proposal',
  description:
    'Approving takes your signature for what `toSign` of the proposal says, and is never done by who proposed it. Who proposed it withdraws it, others reject it.',
  method: 'post',
  path: '/policy-changes/:changeId/decision',
  right: 'policy.read',
  params,
  body: z.strictObject({
    decision: z.enum(policyChangeDecisions),
    ...reasoned,
    signingId: signingId.optional(),
  }),
  response: changeStanding,
  status: 200,
  refusals: [
    'engine.unavailable',
    'engine.case-not-started',
    'policy-change.unknown',
    'policy-change.already-decided',
    'policy-change.second-person-required',
    'policy-change.not-yours',
    'policy-change.changes-nothing',
    'policy.version-changed',
    'policy.below-floor',
    'policy.scope-unknown',
    'policy.cannot-end',
    'legal-hold.released',
    'access.duties-conflict',
    'signature.required',
    'signature.unknown',
    'signature.session-ended',
    'signature.other-subject',
    'signature.already-used',
    'signature.expired',
    'signature.meaning-wrong',
    'signature.shown-changed',
    'reason.too-short',
    ...reasonCodeRefusals,
  ],
  example: { body: { decision: 'reject', reason: 'The limit is part of the contract with two suppliers' } },
} as const satisfies Contract;
