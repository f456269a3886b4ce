import { activityInfo } from '@temporalio/activity';
import type { CaseRequest } from '#domain/processes.ts';
import { type Cause, type Command, systemCaller } from '#operations/context.ts';

/** What a person asks of a case, as the command of its operation, which reads their name and rights itself. */
export const asked = <Input>({
  commandId,
  caller,
  requestId,
  fromAddress,
  input,
}: CaseRequest<Input>): Command<Input> => ({
  commandId,
  caller: { ...caller, name: caller.id, grants: [] },
  cause: { ...step(), requestId, fromAddress },
  input,
});

/** What the rules do by themselves, under an id made of business ids. */
export const byRule = <Input>(commandId: string, input: Input): Command<Input> => ({
  commandId,
  caller: systemCaller,
  cause: step(),
  input,
});

/** Which workflow's step it is. */
export const step = (): Cause => {
  const { workflowExecution, activityId } = activityInfo();
  return { workflowId: workflowExecution?.workflowId, activityId };
};
