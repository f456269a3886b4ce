import { getExternalWorkflowHandle } from '@temporalio/workflow';
import type { DisposalAnswer } from '#domain/disposal-steps.ts';
import { standingSignal } from './quarantine-review.messages.ts';

/**
 * Tells the workflow of what was decided where its case stands now, as the same transaction left it. One that does not run is
 * found by reconciliation, so nothing waits for it here.
 */
export async function tellOrigin({ workflowId, standing }: DisposalAnswer['origin']): Promise<void> {
  await getExternalWorkflowHandle(workflowId)
    .signal(standingSignal, standing)
    .catch(() => undefined);
}
