import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { CaseRequest } from '#domain/processes.ts';
import { reviewOutcomes } from '#domain/quarantine-review.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { exceptionSettlements } from '#domain/review-follow-up.ts';
import type { ReviewProgress } from '#domain/review-progress.ts';
import type {
  CancelInput,
  ConfirmInput,
  DecideInput,
  ExtendInput,
  ReviewAnswer,
  ReviewStanding,
  SettleExceptionInput,
} from '#domain/review-steps.ts';

export type ReviewUpdate<Input> = ReturnType<typeof defineUpdate<ReviewAnswer, [CaseRequest<Input>]>>;

/** The case's people speak by updates: each is durable before it acts, and its answer is final. */
export const decideUpdate = defineUpdate<ReviewAnswer, [CaseRequest<DecideInput>]>('decide');
export const extendUpdate = defineUpdate<ReviewAnswer, [CaseRequest<ExtendInput>]>('extend');
export const cancelUpdate = defineUpdate<ReviewAnswer, [CaseRequest<CancelInput>]>('cancel');
export const confirmOutcomeUpdate = defineUpdate<ReviewAnswer, [CaseRequest<ConfirmInput>]>('confirmOutcome');
export const settleExceptionUpdate = defineUpdate<ReviewAnswer, [CaseRequest<SettleExceptionInput>]>('settleException');

/** Tells a run what the table says, where the two have parted. An older standing than the run's own changes nothing. */
export const standingSignal = defineSignal<[ReviewStanding]>('standing');

/** Where it stands, for operators; lists are read from the table. */
export const reviewQuery = defineQuery<ReviewProgress>('review');

type Asked = { reviewId: string; outcome?: unknown; settlement?: unknown; until?: unknown; signingId?: unknown };

/** Whether a request can be carried to its operation at all. What it may do is the operation's to say. */
export function wellFormed({ commandId, caller, input }: CaseRequest<Asked>, reviewId: string): Result<void> {
  const sound =
    [commandId, caller?.kind, caller?.id].every((part) => typeof part === 'string' && part !== '') &&
    input?.reviewId === reviewId &&
    isOneOf(reviewOutcomes, input.outcome) &&
    isOneOf(exceptionSettlements, input.settlement) &&
    (input.signingId === undefined || typeof input.signingId === 'string') &&
    (input.until === undefined || !Number.isNaN(Date.parse(String(input.until))));
  return sound ? allow(undefined) : refuse('request.malformed', `This is no request about review ${reviewId}`);
}

const isOneOf = (words: readonly string[], word: unknown): boolean =>
  word === undefined || words.some((known) => known === word);
