import { z } from 'zod';
import { destructionPaperKinds } from '#domain/destruction.ts';
import { disposalSettlements } from '#domain/disposal.ts';
import type { Contract } from './contract.ts';
import { disposalStep, signatureRefusals, throughEngine, words } from './disposal-answer.ts';
import { reasonCodeRefusals, reasoned } from './reason-codes.ts';
import { calendarDate } from './shared.ts';
import { signingId } from './signings.ts';

export const approveDisposalContract = {
  ...disposalStep,
  operationId: 'approveDisposal',
  summary: 'Approve that held goods are destroyed',
  description:
    'Never by who decided it. Sign for `toSign` of the disposal (meaning approval) by POST /v1/signings. The last approval needed lets the work begin.',
  path: '/disposals/:disposalId/approvals',
  right: 'disposal.approve',
  body: z.strictObject({ signingId: signingId.optional() }),
  refusals: [
    ...throughEngine,
    ...signatureRefusals,
    'access.duties-conflict',
    'disposal.already-approved',
    'disposal.approved-twice',
    'disposal.second-person-required',
    'stock.held-by-other',
    'stock.more-in-reach',
  ],
  example: { body: { signingId: '019e2f2c-3c5a-7d70-8f6e-0f5a1c2b3d4e' } },
} as const satisfies Contract;

export const addDestructionPaperContract = {
  ...disposalStep,
  operationId: 'addDestructionPaper',
  summary: 'Add a paper that proves a destruction',
  description: 'A document stored before. The last one that is missing closes the disposal under a certificate number.',
  path: '/disposals/:disposalId/papers',
  right: 'disposal.destroy',
  body: z.strictObject({
    kind: z.enum(destructionPaperKinds),
    documentId: z.uuid(),
    destructionId: z.uuid().optional().describe('The run it is about; left out where it is about all'),
    number: words(100).optional(),
    issuedBy: words(200).optional(),
    issuedOn: calendarDate.optional(),
  }),
  refusals: [...throughEngine, 'document.unknown', 'disposal.destruction-unknown', 'date.impossible'],
  example: {
    body: {
      kind: 'certificate_of_destruction',
      documentId: '019e2f2c-3c5a-7d70-8f6e-0f5a1c2b3d4e',
      number: 'DC-EWR-01',
    },
  },
} as const satisfies Contract;

export const withdrawDisposalContract = {
  ...disposalStep,
  operationId: 'withdrawDisposal',
  summary: 'Take the decision to dispose back while nothing was destroyed',
  description: 'The goods stay held, and the review that decided is open again.',
  path: '/disposals/:disposalId/withdrawal',
  right: 'disposal.approve',
  body: z.strictObject(reasoned),
  refusals: [
    ...throughEngine,
    'disposal.already-destroyed',
    'disposal.second-person-required',
    'reason.too-short',
    ...reasonCodeRefusals,
  ],
  example: { body: { reason: 'The supplier takes the goods back after all' } },
} as const satisfies Contract;

export const settleDisposalExceptionContract = {
  ...disposalStep,
  operationId: 'settleDisposalException',
  summary: 'Settle what keeps a disposal from going on',
  description:
    '`retry` books the runs that could not be booked, `strike` takes them back, so that what was destroyed is recorded anew.',
  path: '/disposals/:disposalId/exception-settlement',
  right: 'disposal.settle',
  body: z.strictObject({ settlement: z.enum(disposalSettlements), ...reasoned }),
  refusals: [
    ...throughEngine,
    'access.duties-conflict',
    'disposal.nothing-to-settle',
    'disposal.second-person-required',
    'stock.held-by-other',
    'stock.insufficient',
    'reason.too-short',
    ...reasonCodeRefusals,
  ],
  example: { body: { settlement: 'retry', reason: 'The other hold was lifted this morning' } },
} as const satisfies Contract;
