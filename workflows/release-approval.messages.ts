import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { CaseRequest } from '#domain/processes.ts';
import type { ReleaseProgress } from '#domain/release-progress.ts';
import type {
  ApproveReleaseInput,
  ExtendReleaseInput,
  RejectReleaseInput,
  ReleaseAnswer,
  ReleaseStanding,
  ReleaseUrgentlyInput,
  SettleReleaseInput,
} from '#domain/release-steps.ts';
import { allow, type Result, refuse } from '#domain/result.ts';

export type ReleaseUpdate<Input> = ReturnType<typeof defineUpdate<ReleaseAnswer, [CaseRequest<Input>]>>;

/** The case's people speak by updates: each is durable before it acts, and its answer is final. */
export const approveUpdate = defineUpdate<ReleaseAnswer, [CaseRequest<ApproveReleaseInput>]>('approve');
export const rejectUpdate = defineUpdate<ReleaseAnswer, [CaseRequest<RejectReleaseInput>]>('reject');
export const releaseUrgentlyUpdate = defineUpdate<ReleaseAnswer, [CaseRequest<ReleaseUrgentlyInput>]>(
  'releaseUrgently',
);
export const extendUpdate = defineUpdate<ReleaseAnswer, [CaseRequest<ExtendReleaseInput>]>('extend');
export const settleExceptionUpdate = defineUpdate<ReleaseAnswer, [CaseRequest<SettleReleaseInput>]>('settleException');

/** Tells a run what the table says, where a fact moved the case on: results, a hold, stock that left. */
export const standingSignal = defineSignal<[ReleaseStanding]>('standing');

/** Where it stands, for operators; lists are read from the table. */
export const releaseQuery = defineQuery<ReleaseProgress>('release');

/** Whether a request can be carried to its operation at all. What it may do is the operation's to say. */
export function wellFormed(
  { commandId, caller, input }: CaseRequest<{ releaseId: string }>,
  releaseId: string,
): Result<void> {
  const sound =
    [commandId, caller?.kind, caller?.id].every((part) => typeof part === 'string' && part !== '') &&
    input?.releaseId === releaseId;
  return sound ? allow(undefined) : refuse('request.malformed', `This is no request about release ${releaseId}`);
}
