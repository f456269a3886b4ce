import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import { policyChangeDecisions } from '#domain/policy-change.ts';
import type { PolicyChangeProgress } from '#domain/policy-change-progress.ts';
import type { DecideChangeInput, PolicyChangeStanding } from '#domain/policy-change-steps.ts';
import type { CaseRequest } from '#domain/processes.ts';
import { allow, type Result, refuse } from '#domain/result.ts';

/** Approve, reject or withdraw: durable before it acts, and its answer is final. */
export const decideChangeUpdate = defineUpdate<PolicyChangeStanding, [CaseRequest<DecideChangeInput>]>('decideChange');

/** Tells a run what the table says, where the two have parted. An older standing than the run's own changes nothing. */
export const policyChangeStandingSignal = defineSignal<[PolicyChangeStanding]>('standing');

/** Where it stands, for operators; lists are read from the table. */
export const policyChangeQuery = defineQuery<PolicyChangeProgress>('policyChange');

/** Whether a request can be carried to its operation at all. What it may do is the operation's to say. */
export function wellFormed(
  { commandId, caller, input }: CaseRequest<DecideChangeInput>,
  changeId: string,
): Result<void> {
  const sound =
    [commandId, caller?.kind, caller?.id, input?.reason].every((part) => typeof part === 'string' && part !== '') &&
    input.changeId === changeId &&
    policyChangeDecisions.some((decision) => decision === input.decision);
  return sound ? allow(undefined) : refuse('request.malformed', `This is no request about policy change ${changeId}`);
}
