import { waitingBatches } from '#db/queries/deliveries-in-engine.ts';
import { notificationDeliveryProcess } from '#domain/processes.ts';
import { giveUpDeliveries } from '#operations/give-up-deliveries.ts';
import { byRule, type KeptProcess } from './kept-case.ts';

/**
 * Notifications that wait, by the batch that one workflow delivers. What the engine has forgotten is delivered anew, under the
 * same message ids; what somebody ended there is given up, and a task says whom to reach otherwise. A run with nothing left to
 * deliver finds that out at its next try and ends.
 */
export const keptDeliveries: KeptProcess = {
  workflowType: notificationDeliveryProcess.workflowType,
  open: async ({ db }, page) =>
    (await waitingBatches(db, page)).map(({ batchId, workflowId }) => ({
      caseId: batchId,
      workflowId,
      state: null,
      anew: () => ({ batchId }),
      tell: async () => {},
      report: (operations, { status, at }) => {
        const error = `The workflow that delivers it is ${status} in the engine`;
        const commandId = `notifications:${batchId}:ended-${at}`;
        return giveUpDeliveries(operations, byRule({ commandId, workflowId }, { batchId, error }));
      },
    })),
};
