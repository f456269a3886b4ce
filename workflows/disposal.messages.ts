import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import { disposalSettlements } from '#domain/disposal.ts';
import type { DisposalProgress } from '#domain/disposal-progress.ts';
import type {
  AddPaperInput,
  ApproveDisposalInput,
  DestroyGoodsInput,
  DisposalAnswer,
  DisposalStanding,
  EndDisposalEarlyInput,
  ExtendDisposalInput,
  SettleDifferenceInput,
  SettleDisposalInput,
  WithdrawDisposalInput,
  WitnessDestructionInput,
} from '#domain/disposal-steps.ts';
import type { CaseRequest } from '#domain/processes.ts';
import { allow, type Result, refuse } from '#domain/result.ts';

export type DisposalUpdate<Input> = ReturnType<typeof defineUpdate<DisposalAnswer, [CaseRequest<Input>]>>;

/** The case's people speak by updates: each is durable before it acts, and its answer is final. */
export const approveDisposalUpdate = defineUpdate<DisposalAnswer, [CaseRequest<ApproveDisposalInput>]>('approve');
export const destroyGoodsUpdate = defineUpdate<DisposalAnswer, [CaseRequest<DestroyGoodsInput>]>('destroyGoods');
export const witnessDestructionUpdate = defineUpdate<DisposalAnswer, [CaseRequest<WitnessDestructionInput>]>(
  'witnessDestruction',
);
export const settleDifferenceUpdate = defineUpdate<DisposalAnswer, [CaseRequest<SettleDifferenceInput>]>(
  'settleDifference',
);
export const addPaperUpdate = defineUpdate<DisposalAnswer, [CaseRequest<AddPaperInput>]>('addPaper');
export const withdrawDisposalUpdate = defineUpdate<DisposalAnswer, [CaseRequest<WithdrawDisposalInput>]>('withdraw');
export const endDisposalEarlyUpdate = defineUpdate<DisposalAnswer, [CaseRequest<EndDisposalEarlyInput>]>('endEarly');
export const extendDisposalUpdate = defineUpdate<DisposalAnswer, [CaseRequest<ExtendDisposalInput>]>('extend');
export const settleDisposalUpdate = defineUpdate<DisposalAnswer, [CaseRequest<SettleDisposalInput>]>('settleException');

/** Tells a run what the table says, where the two have parted. An older standing than the run's own changes nothing. */
export const disposalStandingSignal = defineSignal<[DisposalStanding]>('standing');

/** Tells the workflow of what decided a disposal, other than a review, where the disposal stands. */
export const disposalToldSignal = defineSignal<[DisposalStanding]>('disposal');

/** Where it stands, for operators; lists are read from the table. */
export const disposalQuery = defineQuery<DisposalProgress>('disposal');

type Asked = { disposalId: string; settlement?: unknown; lines?: unknown; until?: unknown };

/** Whether a request can be carried to its operation at all. What it may do is the operation's to say. */
export function isDisposalRequest({ commandId, caller, input }: CaseRequest<Asked>, disposalId: string): Result<void> {
  const sound =
    [commandId, caller?.kind, caller?.id].every((part) => typeof part === 'string' && part !== '') &&
    input?.disposalId === disposalId &&
    (input.settlement === undefined || disposalSettlements.some((known) => known === input.settlement)) &&
    (input.until === undefined || Number.isFinite(Date.parse(String(input.until)))) &&
    (input.lines === undefined || (Array.isArray(input.lines) && input.lines.length > 0));
  return sound ? allow(undefined) : refuse('request.malformed', `This is no request about disposal ${disposalId}`);
}
