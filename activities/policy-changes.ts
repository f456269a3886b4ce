import { activityInfo } from '@temporalio/activity';
import type { DecideChangeInput } from '#domain/policy-change-steps.ts';
import type { CaseRequest } from '#domain/processes.ts';
import { closePolicyChange } from '#operations/close-policy-change.ts';
import { type Cause, type Command, type OperationContext, systemCaller } from '#operations/context.ts';
import { decidePolicyChange } from '#operations/decide-policy-change.ts';
import { raisePolicyChangeException } from '#operations/raise-policy-change-exception.ts';
import { remindPolicyApprovers } from '#operations/remind-policy-approvers.ts';

type About = { changeId: string };

/** The steps of policy changes: each is one operation, under a command id made of business ids, so that a repeat is found. */
export const policyChangeActivities = (context: OperationContext) => ({
  decidePolicyChange: ({ commandId, caller, requestId, fromAddress, input }: CaseRequest<DecideChangeInput>) =>
    decidePolicyChange(context, {
      commandId,
      // Name and rights are read by the operation.
      caller: { ...caller, name: caller.id, grants: [] },
      cause: { ...step(), requestId, fromAddress },
      input,
    }),
  remindPolicyApprovers: (input: About & { what: 'remind' | 'escalate' }) =>
    remindPolicyApprovers(context, byRule(`policy-change:${input.changeId}:${input.what}`, input)),
  closePolicyChange: (input: About) =>
    closePolicyChange(context, byRule(`policy-change:${input.changeId}:expire`, input)),
  /** `about` tells one problem from another: the command that failed, the request to cancel. */
  raisePolicyChangeException: ({ changeId, about, message }: About & { about: string; message: string }) =>
    raisePolicyChangeException(context, byRule(`policy-change:${changeId}:exception:${about}`, { changeId, message })),
});

export type PolicyChangeActivities = ReturnType<typeof policyChangeActivities>;

const byRule = <Input>(commandId: string, input: Input): Command<Input> => ({
  commandId,
  caller: systemCaller,
  cause: step(),
  input,
});

const step = (): Cause => {
  const { workflowExecution, activityId } = activityInfo();
  return { workflowId: workflowExecution?.workflowId, activityId };
};
