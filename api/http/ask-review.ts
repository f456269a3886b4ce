import {
  ApplicationFailure,
  type Client,
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { processStart } from '#db/queries/process-start.ts';
import { type ReviewInEngine, reviewInEngine } from '#db/queries/reviews-in-engine.ts';
import { askedBy, authorize } from '#domain/caller.ts';
import type { CaseRequest } from '#domain/processes.ts';
import { type Result, refuse } from '#domain/result.ts';
import { follow, openedReview, type ReviewProgress } from '#domain/review-progress.ts';
import type { ReviewAnswer } from '#domain/review-steps.ts';
import { type Answer, findEarlierAnswer, hashInput } from '#operations/run-command.ts';
import { startOptions } from '#workflows/process-start.messages.ts';
import type { ReviewUpdate } from '#workflows/quarantine-review.messages.ts';
import type { ApiRequest } from './request.ts';
import type { Services } from './services.ts';

type Step<Input> = {
  /** Of the operation behind the update: earlier answers are found by it. */
  operation: string;
  update: ReviewUpdate<Input>;
  /** Whether the case, as the table has it, waits for this step at all. */
  stillWaits: (review: Pick<ReviewProgress, 'state' | 'decision'>) => Result<void>;
  input: Input;
};

/**
 * Carries a person's step to its case and answers its outcome. The same key and body again gets the first answer; a case that
 * is over is answered from its table; one that the relay has not started yet, or that was ended in the engine, is started.
 */
export async function askReview<Input extends { reviewId: string }>(
  { operations, temporal }: Services,
  request: ApiRequest,
  { operation, update, stillWaits, input }: Step<Input>,
): Promise<Answer<ReviewAnswer> | Result<ReviewAnswer>> {
  const { commandId, caller, cause } = request.command(input);
  const findEarlier = () => findEarlierAnswer<ReviewAnswer>(operations, operation, commandId, input);
  const earlier = await findEarlier();
  if (earlier) return earlier;
  const found = await reviewInEngine(operations.db, input.reviewId);
  if (!found) return refuse('review.unknown', `There is no quarantine review ${input.reviewId}`);
  const may = authorize(caller, 'review.read', { siteId: found.siteId ?? undefined });
  if (!may.ok) return may;
  const waits = stillWaits(found.standing);
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
    unlessForAnother(asked.attempt, updateId, (id) => send(operations.db, client, found, update, asked, id)),
  );
  if (outcome.ok) return outcome;
  // The same step sent twice at once: the other one was first, and its answer is this one's too.
  const first = await findEarlier();
  if (first || outcome.violation.code !== 'engine.case-not-started') return first ?? outcome;
  const ended = await reviewInEngine(operations.db, input.reviewId);
  const over = ended && stillWaits(ended.standing);
  return over && !over.ok ? over : outcome;
}

async function send<Input extends { reviewId: string }>(
  db: Services['operations']['db'],
  client: Client,
  found: ReviewInEngine,
  update: ReviewUpdate<Input>,
  asked: CaseRequest<Input>,
  updateId: string,
): Promise<ReviewAnswer> {
  const handle = client.workflow.getHandle(found.workflowId);
  try {
    return await handle.executeUpdate(update, { args: [asked], updateId });
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
  const startWorkflowOperation = await startOf(db, found);
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

/** How the case is started when it does not run: from where its table says that it stands. */
async function startOf(db: Services['operations']['db'], { workflowId, input, standing }: ReviewInEngine) {
  const start = await processStart(db, workflowId);
  if (!start) throw new Error(`Review ${standing.reviewId} has no outbox row`);
  const opened = openedReview(input.remindAt, input.escalateAt);
  const progress = follow(opened, standing, new Date().toISOString());
  return new WithStartWorkflowOperation(start.workflowType, {
    ...startOptions({ ...start, input: { ...input, progress } }),
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
