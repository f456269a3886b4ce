import { getExternalWorkflowHandle } from '@temporalio/workflow';
import type { DisposalAnswer, DisposalOriginStanding } from '#domain/disposal-steps.ts';
import type { CaseRequest } from '#domain/processes.ts';
import type { Result } from '#domain/result.ts';
import { disposalToldSignal } from './disposal.messages.ts';
import { standingSignal } from './quarantine-review.messages.ts';

/**
 * Tells the workflow of what was decided where its case stands now, as the same transaction left it; one that is no review is told
 * where the disposal stands. One that does not run is found by reconciliation, so nothing waits for it here.
 */
export async function tellOrigin({ workflowId, standing, disposal }: DisposalOriginStanding): Promise<void> {
  const origin = getExternalWorkflowHandle(workflowId);
  const told = standing
    ? origin.signal(standingSignal, standing)
    : disposal && origin.signal(disposalToldSignal, disposal);
  await told?.catch(() => undefined);
}

/** A step that gives goods back while the disposal itself goes on: who decided it hears at once. */
export const andTellOrigin =
  <Input>(step: (request: CaseRequest<Input>) => Promise<Result<DisposalAnswer>>) =>
  async (request: CaseRequest<Input>): Promise<Result<DisposalAnswer>> => {
    const answer = await step(request);
    if (answer.ok) await tellOrigin(answer.value.origin);
    return answer;
  };
