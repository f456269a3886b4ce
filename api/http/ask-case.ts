import {
  ApplicationFailure,
  type Client,
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import type { UpdateDefinition } from '@temporalio/common';
import { processStart } from '#db/queries/process-start.ts';
import { askedBy } from '#domain/caller.ts';
import type { CaseRequest } from '#domain/processes.ts';
import type { Refusal, Result } from '#domain/result.ts';
import { type Answer, findEarlierAnswer, hashInput } from '#operations/run-command.ts';
import { startOptions } from '#workflows/process-start.messages.ts';
import type { ApiRequest } from './request.ts';
import type { Services } from './services.ts';

export type CaseStep<Found extends { workflowId: string }, Input, Given> = {
  /** Of the operation behind the update: earlier answers are found by it. */
  operation: string;
  update: UpdateDefinition<Given, [CaseRequest<Input>]>;
  input: Input;
  /** Looks the case up, anew each time. */
  find(): Promise<Found | undefined>;
  /** With what it is started where it does not run: from where its table says that it stands. */
  anew(found: Found): unknown;
  unknown: Refusal;
  /** Whether the caller may see the case at all. */
  mayRead(found: Found): Result<void>;
  /** Whether the case, as the table has it, waits for this step. */
  stillWaits(found: Found): Result<void>;
};

/**
 * Carries a person's step to its case and answers its outcome. The same key and body again gets the first answer; a case that
 * is over is answered from its table; one that the relay has not started yet, or that was ended in the engine, is started.
 */
export async function askCase<Found extends { workflowId: string }, Input, Given>(
  { operations, temporal }: Pick<Services, 'operations' | 'temporal'>,
  request: ApiRequest,
  step: CaseStep<Found, Input, Given>,
): Promise<Answer<Given> | Result<Given>> {
  const { operation, input, find, unknown, mayRead, stillWaits } = step;
  const { commandId, caller, cause } = request.command(input);
  const findEarlier = () => findEarlierAnswer<Given>(operations, operation, commandId, input);
  const earlier = await findEarlier();
  if (earlier) return earlier;
  const kept = await find();
  if (!kept) return unknown;
  const may = mayRead(kept);
  if (!may.ok) return may;
  const waits = stillWaits(kept);
  if (!waits.ok) return waits;

  const asked: CaseRequest<Input> = {
    commandId,
    caller: askedBy(caller),
    ...(cause.requestId && { requestId: cause.requestId }),
    ...(cause.fromAddress && { fromAddress: cause.fromAddress }),
    attempt: operations.newId(),
    input,
  };
  const updateId = hashInput(operation, [commandId, input]);
  const outcome = await temporal.ask((client) =>
    unlessForAnother(asked.attempt, updateId, (id) => send(operations.db, client, kept, step, asked, id)),
  );
  if (outcome.ok) return outcome;
  // The same step sent twice at once: the other one was first, and its answer is this one's too.
  const first = await findEarlier();
  if (first || outcome.violation.code !== 'engine.case-not-started') return first ?? outcome;
  const ended = await find();
  const over = ended && stillWaits(ended);
  return over && !over.ok ? over : outcome;
}

async function send<Found extends { workflowId: string }, Input, Given>(
  db: Services['operations']['db'],
  client: Client,
  kept: Found,
  { update, anew }: CaseStep<Found, Input, Given>,
  asked: CaseRequest<Input>,
  updateId: string,
): Promise<Given> {
  const handle = client.workflow.getHandle(kept.workflowId);
  try {
    return await handle.executeUpdate(update, { args: [asked], updateId });
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
  const startWorkflowOperation = await startOf(db, kept.workflowId, anew(kept));
  try {
    return await client.workflow.executeUpdateWithStart(update, { args: [asked], updateId, startWorkflowOperation });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    // It ended in this moment, after its table was read.
    throw ApplicationFailure.nonRetryable(
      'The case has just ended in the engine; ask again',
      'engine.case-not-started',
    );
  }
}

async function startOf(db: Services['operations']['db'], workflowId: string, input: unknown) {
  const start = await processStart(db, workflowId);
  if (!start) throw new Error(`Process ${workflowId} has no outbox row`);
  return new WithStartWorkflowOperation(start.workflowType, {
    ...startOptions({ ...start, input }),
    // A run that was terminated in the engine left its case without anybody: the next step takes it up again.
    workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
  });
}

/**
 * The engine answers a repeated update id with the first outcome, also when that was a refusal whose cause is gone. A refusal
 * names the attempt it was for; one that was for an earlier attempt is asked for again, under an id of this one's own.
 */
async function unlessForAnother<T>(
  attempt: string | undefined,
  updateId: string,
  sendAs: (updateId: string) => Promise<T>,
): Promise<T> {
  try {
    return await sendAs(updateId);
  } catch (error) {
    const failure = error instanceof WorkflowUpdateFailedError ? error.cause : undefined;
    const answered = failure instanceof ApplicationFailure ? failure.details?.[1] : undefined;
    if (typeof answered !== 'string' || answered === attempt) throw error;
    return await sendAs(`${updateId}:${attempt}`);
  }
}
