import type {
  AddPaperInput,
  ApproveDisposalInput,
  DestroyGoodsInput,
  EndDisposalEarlyInput,
  ExtendDisposalInput,
  SettleDifferenceInput,
  SettleDisposalInput,
  WithdrawDisposalInput,
  WitnessDestructionInput,
} from '#domain/disposal-steps.ts';
import type { CaseRequest } from '#domain/processes.ts';
import { addDestructionPaper } from '#operations/add-destruction-paper.ts';
import { approveDisposal } from '#operations/approve-disposal.ts';
import type { OperationContext } from '#operations/context.ts';
import { destroyGoods } from '#operations/destroy-goods.ts';
import { endDisposalEarly } from '#operations/end-disposal-early.ts';
import { escalateDisposal } from '#operations/escalate-disposal.ts';
import { extendDisposal } from '#operations/extend-disposal.ts';
import { raiseDisposalException } from '#operations/raise-disposal-exception.ts';
import { remindDisposal } from '#operations/remind-disposal.ts';
import { settleDisposalDifference } from '#operations/settle-disposal-difference.ts';
import { settleDisposalException } from '#operations/settle-disposal-exception.ts';
import { withdrawDisposal } from '#operations/withdraw-disposal.ts';
import { witnessDestruction } from '#operations/witness-destruction.ts';
import type { Problem } from '#operations/write-exception.ts';
import { asked, byRule } from './commands.ts';

/** The steps of disposals, each one operation under a command id made of business ids. */
export const disposalActivities = (context: OperationContext) => ({
  approveDisposal: (request: CaseRequest<ApproveDisposalInput>) => approveDisposal(context, asked(request)),
  destroyGoods: (request: CaseRequest<DestroyGoodsInput>) => destroyGoods(context, asked(request)),
  witnessDestruction: (request: CaseRequest<WitnessDestructionInput>) => witnessDestruction(context, asked(request)),
  settleDifference: (request: CaseRequest<SettleDifferenceInput>) => settleDisposalDifference(context, asked(request)),
  addPaper: (request: CaseRequest<AddPaperInput>) => addDestructionPaper(context, asked(request)),
  endDisposalEarly: (request: CaseRequest<EndDisposalEarlyInput>) => endDisposalEarly(context, asked(request)),
  extendDisposal: (request: CaseRequest<ExtendDisposalInput>) => extendDisposal(context, asked(request)),
  withdrawDisposal: (request: CaseRequest<WithdrawDisposalInput>) => withdrawDisposal(context, asked(request)),
  settleDisposalException: (request: CaseRequest<SettleDisposalInput>) =>
    settleDisposalException(context, asked(request)),
  /** One reminder and one escalation for each due date, whichever run thinks of it. */
  remindDisposal: (input: { disposalId: string; dueAt: string }) =>
    remindDisposal(context, byRule(`disposal:${input.disposalId}:remind:${input.dueAt}`, input)),
  escalateDisposal: (input: { disposalId: string; dueAt: string }) =>
    escalateDisposal(context, byRule(`disposal:${input.disposalId}:escalate:${input.dueAt}`, input)),
  /** `about` tells one problem of a disposal from another: the command that failed, the first request to cancel. */
  raiseDisposalException: ({ disposalId, about, problem }: { disposalId: string; about: string; problem: Problem }) =>
    raiseDisposalException(context, byRule(`disposal:${disposalId}:exception:${about}`, { disposalId, problem })),
});

export type DisposalActivities = ReturnType<typeof disposalActivities>;
