import type { RuleViolation } from '#domain/result.ts';
import { refuse } from '#domain/result.ts';
import { awaitsDecision } from '#domain/review-progress.ts';
import type { DecideInput, ReviewAnswer } from '#domain/review-steps.ts';
import { decideUpdate } from '#workflows/quarantine-review.messages.ts';
import { askReview } from './ask-review.ts';
import { problemOf } from './problem.ts';
import type { ApiRequest } from './request.ts';
import type { Services } from './services.ts';

type Decision = Omit<DecideInput, 'signingId'>;

export type DecidedRow =
  | { ok: true; reviewId: string; status: number; answer: ReviewAnswer }
  | ({ ok: false; reviewId: string; status: number } & Pick<RuleViolation, 'code'> & { title: string; detail: string });

/** Cases are carried side by side, but not so many that people who decide by ones wait behind them. */
const atOnce = 4;

/**
 * Decides about many reviews, each by its own case under a key of its own, and answers each by itself. Once the engine is found
 * away the rest is not tried: each would wait as long to learn the same.
 */
export async function decideReviews(
  services: Services,
  request: ApiRequest,
  { signingId, decisions }: { signingId: string; decisions: readonly Decision[] },
): Promise<DecidedRow[]> {
  const rows = new Map<string, DecidedRow>();
  const waiting = decisions.values();
  let away: RuleViolation | undefined;

  const decideOne = async (decision: Decision) => {
    const { reviewId } = decision;
    const outcome = away
      ? refuse(away.code, away.message)
      : await askReview(services, forRow(request, reviewId), {
          operation: 'decide-quarantine-review',
          update: decideUpdate,
          stillWaits: awaitsDecision,
          input: { ...decision, signingId },
        });
    if (outcome.ok) return void rows.set(reviewId, { ok: true, reviewId, status: 200, answer: outcome.value });
    const { violation } = outcome;
    if (violation.code === 'engine.unavailable') away = violation;
    const { status, title, detail } = problemOf(violation, '');
    rows.set(reviewId, { ok: false, reviewId, status, code: violation.code, title, detail });
  };
  const takeTurns = async () => {
    for (const decision of waiting) await decideOne(decision);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, decisions.length) }, takeTurns));
  return decisions.flatMap(({ reviewId }) => rows.get(reviewId) ?? []);
}

/** The request as one row of it: its command is the caller's key and the row's review. */
const forRow = (request: ApiRequest, reviewId: string): ApiRequest => ({
  ...request,
  command: (input) => {
    const command = request.command(input);
    return { ...command, commandId: `${command.commandId}:${reviewId}` };
  },
});
