import type { Client } from '@temporalio/client';
import { quarantineReviewProcess } from '#domain/processes.ts';
import type { ReviewAction } from '#domain/review-actions.ts';
import { lockLots } from '#operations/lock-lots.ts';
import { writeHolds } from '#operations/write-holds.ts';
import {
  confirmOutcomeUpdate,
  decideUpdate,
  extendUpdate,
  type ReviewUpdate,
} from '#workflows/quarantine-review.messages.ts';
import { type BenchDatabase, stageManager } from './database.ts';
import { openSession, type SignedInPerson, signForReview } from './signings.ts';

/** Holds lots by hand, each with its review, and answers the reviews' ids. */
export async function openReviewsOf({ context, sql }: BenchDatabase, lotIds: readonly string[]): Promise<string[]> {
  const [site] = await sql<{ id: string }[]>`select id from sites where code = 'EWR'`;
  if (!site) throw new Error('The story has lost its site EWR');
  const requests = lotIds.map((lotId) => ({
    lotId,
    siteId: site.id,
    locationId: null,
    process: 'quarantine_review' as const,
    rule: 'damage' as const,
    automatic: false,
    reason: 'Some cartons were crushed on arrival',
    happenedAt: context.clock.now(),
  }));
  const written = await context.db.transaction(async (tx) => {
    await lockLots(tx, lotIds);
    return await writeHolds(tx, context, { commandId: 'bench:holds', caller: stageManager, cause: {} }, requests);
  });
  return written.map(({ reviewId }) => reviewId ?? '');
}

/** Waits until the relay has started what it was to start. */
export async function untilStarted({ sql }: Pick<BenchDatabase, 'sql'>): Promise<void> {
  for (const patience = Date.now() + 60_000; Date.now() < patience; ) {
    const [waiting] = await sql<{ count: number }[]>`select count(*)::int from outbox where started_at is null`;
    if (waiting?.count === 0) return;
    await new Promise((resume) => setTimeout(resume, 50));
  }
  throw new Error('The relay has not started the reviews within a minute');
}

/** How many steps a review is taken through: extended, decided, confirmed. */
export const stepsOfReview = 3;

/** Two people with their sessions, since who decides does not confirm. */
export type Reviewers = { decides: SignedInPerson; confirms: SignedInPerson };

export const openReviewers = async ({ context }: Pick<BenchDatabase, 'context'>): Promise<Reviewers> => ({
  decides: await openSession(context, 'd.whitlock'),
  confirms: await openSession(context, 'i.carvalho'),
});

/** Takes a review from open to closed, each step signed: the goods go back to their supplier. */
export async function carryThrough(
  { context }: Pick<BenchDatabase, 'context'>,
  client: Client,
  reviewId: string,
  people: Reviewers,
): Promise<void> {
  const handle = client.workflow.getHandle(quarantineReviewProcess.workflowId(reviewId));
  const ask = async <Input extends { signingId?: string }>(
    by: SignedInPerson,
    step: ReviewAction,
    update: ReviewUpdate<Input>,
    asked: Omit<Input, 'signingId'>,
  ) => {
    const commandId = `bench:${reviewId}:${update.name}`;
    const signingId = await signForReview(context, by, reviewId, step);
    // What was left out of it is put back.
    const input = { ...asked, signingId } as unknown as Input;
    const request = { commandId, caller: { kind: 'person' as const, id: by.userId }, input };
    await handle.executeUpdate(update, { args: [request], updateId: commandId });
  };
  const until = new Date(Date.now() + 5 * 86_400_000).toISOString();
  await ask(people.decides, 'extend', extendUpdate, { reviewId, until, reason: 'The laboratory needs two days more' });
  await ask(people.decides, 'decide', decideUpdate, {
    reviewId,
    outcome: 'return_to_supplier',
    reason: 'The supplier takes the cartons back',
  });
  await ask(people.confirms, 'confirm_outcome', confirmOutcomeUpdate, {
    reviewId,
    reference: `RMA-${reviewId.slice(0, 8)}`,
  });
  await handle.result();
}
