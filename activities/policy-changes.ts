import type { DecideChangeInput } from '#domain/policy-change-steps.ts';
import type { CaseRequest } from '#domain/processes.ts';
import { closePolicyChange } from '#operations/close-policy-change.ts';
import type { OperationContext } from '#operations/context.ts';
import { decidePolicyChange } from '#operations/decide-policy-change.ts';
import { raisePolicyChangeException } from '#operations/raise-policy-change-exception.ts';
import { remindPolicyApprovers } from '#operations/remind-policy-approvers.ts';
import { asked, byRule } from './commands.ts';

type About = { changeId: string };

/** The steps of policy changes: each is one operation, under a command id made of business ids, so that a repeat is found. */
export const policyChangeActivities = (context: OperationContext) => ({
  decidePolicyChange: (request: CaseRequest<DecideChangeInput>) => decidePolicyChange(context, asked(request)),
  remindPolicyApprovers: (input: About & { what: 'remind' | 'escalate' }) =>
    remindPolicyApprovers(context, byRule(`policy-change:${input.changeId}:${input.what}`, input)),
  closePolicyChange: (input: About) =>
    closePolicyChange(context, byRule(`policy-change:${input.changeId}:expire`, input)),
  /** `about` tells one problem from another: the attempt at a decision that failed, the request to cancel. */
  raisePolicyChangeException: ({ changeId, about, message }: About & { about: string; message: string }) =>
    raisePolicyChangeException(context, byRule(`policy-change:${changeId}:exception:${about}`, { changeId, message })),
});

export type PolicyChangeActivities = ReturnType<typeof policyChangeActivities>;
