import { z } from 'zod';
import type { Contract } from './contract.ts';
import { disposalStep, signatureRefusals, throughEngine } from './disposal-answer.ts';
import { reasonCodeRefusals, reasoned } from './reason-codes.ts';
import { instant } from './shared.ts';
import { signingId } from './signings.ts';

const refusals = [
  ...throughEngine,
  ...signatureRefusals,
  ...reasonCodeRefusals,
  'disposal.second-person-required',
  'reason.too-short',
] as const;

export const endDisposalEarlyContract = {
  ...disposalStep,
  operationId: 'endDisposalEarly',
  summary: 'End a disposal of which a part is destroyed',
  description:
    'The rest stays held, and what decided is open again for it at once. What was destroyed is certified when its papers are there. Sign for `toSign` (approval or responsibility). By nobody who decided, destroyed or witnessed.',
  path: '/disposals/:disposalId/early-end',
  right: 'disposal.settle',
  body: z.strictObject({ ...reasoned, signingId: signingId.optional() }),
  refusals: [
    ...refusals,
    'access.duties-conflict',
    'disposal.not-approved',
    'disposal.nothing-left',
    'disposal.runs-pending',
    'disposal.nothing-destroyed',
  ],
  example: { body: { reason: 'The plant burnt down; the supplier may take back what is left' } },
} as const satisfies Contract;

export const extendDisposalContract = {
  ...disposalStep,
  operationId: 'extendDisposal',
  summary: 'Move the due date of what a disposal waits for',
  description:
    'To a later instant, at most as far ahead as the policy disposal_extension_max_days says. Its tasks, reminder and escalation move along. Sign for `toSign` (approval or responsibility).',
  path: '/disposals/:disposalId/extension',
  right: 'disposal.extend',
  body: z.strictObject({ until: instant, ...reasoned, signingId: signingId.optional() }),
  refusals: [...refusals, 'disposal.extension-not-later', 'disposal.extension-too-long'],
  example: { body: { until: '2026-12-11T16:00:00Z', reason: 'The contractor comes on Friday' } },
} as const satisfies Contract;
