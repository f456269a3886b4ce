import type { z } from 'zod';
import type { reviewPage } from '#api/contracts/quarantine-review-page.ts';
import { readPoliciesFollowed } from '#db/queries/policies-followed.ts';
import {
  findReview,
  personsOfConfirmation,
  readConfirmations,
  readReviewEvidence,
  readReviewHistory,
  readReviewTasks,
} from '#db/queries/quarantine-review-detail.ts';
import { standingOf } from '#db/queries/reviews-in-engine.ts';
import { readReviewFacts } from '#db/queries/shown-review.ts';
import { seeingEverything } from '#db/queries/sight.ts';
import { readSignaturesOf } from '#db/queries/signatures-of.ts';
import { readActiveHolds } from '#db/queries/stock-standing.ts';
import { authorize, type Caller } from '#domain/caller.ts';
import { overlap } from '#domain/holds.ts';
import { countOf } from '#domain/policy-values.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { meaningsOffered, offeredReviewActions } from '#domain/review-actions.ts';
import { shownReview } from '#domain/shown-review.ts';
import type { OperationContext } from '#operations/context.ts';
import { readPolicyBook } from '#operations/policy-book.ts';
import { toSign } from '#operations/to-sign.ts';
import { showLotOfReview, standingInReach } from './quarantine-review-lot.ts';

type Page = z.input<typeof reviewPage>;
type Found = NonNullable<Awaited<ReturnType<typeof findReview>>>;
type Context = Pick<OperationContext, 'db' | 'clock'>;

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** Everything a reviewer looks at, and what this caller may do about it. */
export async function showReview(context: Context, caller: Caller, reviewId: string): Promise<Result<Page>> {
  const found = await findReview(context.db, reviewId);
  if (!found) return refuse('review.unknown', `There is no quarantine review ${reviewId}`);
  // A hold of every site concerns each of them, so whoever may read reviews anywhere may read it.
  const may = authorize(caller, 'review.read', {
    siteId: found.hold.siteId ?? undefined,
    category: found.item.category,
  });
  if (!may.ok) return may;
  // First, so that what is signed for is never newer than what is shown; `shownReview` takes out what the caller may not see.
  const facts = await seeingEverything(() => readReviewFacts(context.db, reviewId));
  if (!facts) throw new Error(`Quarantine review ${reviewId} was there and is gone`);
  const shown = shownReview(caller, facts);
  const inReach = await standingInReach(context, found);
  const [ofReview, ofLot] = await Promise.all([
    aboutReview(context, caller, found, [...new Set(inReach.map(({ ownerId }) => ownerId))]),
    showLotOfReview(context, caller, found, inReach),
  ]);
  const subject = { kind: 'quarantine_review', id: reviewId };
  return allow({
    ...ofReview,
    ...ofLot,
    toSign: toSign(subject, shown, meaningsOffered(ofReview.actions)),
    shown,
  });
}

async function aboutReview({ db, clock }: Context, caller: Caller, found: Found, ownerIds: readonly string[]) {
  const { review, hold, lot, item, site, location } = found;
  const now = clock.now();
  const [signatures, policies, evidence, confirmed, tasks, history, active, book] = await Promise.all([
    readSignaturesOf(db, { kind: 'quarantine_review', id: review.id }),
    readPoliciesFollowed(db, {
      subjects: [{ kind: 'quarantine_review', id: review.id }],
      case: review.policyIds,
      hold: hold.policyIds,
      decision: review.decisionPolicyIds,
    }),
    readReviewEvidence(db, review.id),
    readConfirmations(db, review.id, review.decisions),
    readReviewTasks(db, review.id),
    readReviewHistory(db, review.id, hold.id),
    readActiveHolds(db, [lot.id]),
    readPolicyBook(db, now, ['review_extension_max_days', 'disposal_approvals']),
  ]);
  const scope = { itemId: item.id, category: item.category, siteId: hold.siteId };
  const disposalApprovals = countOf(book.read('disposal_approvals', scope).value);
  const { decision } = standingOf(review);
  const signatureOf = (id: string | null) => signatures.find(({ signatureId }) => signatureId === id) ?? null;
  return {
    reviewId: review.id,
    number: review.number,
    version: review.version,
    state: review.state,
    overdue: (review.state === 'open' || review.state === 'decided') && review.dueAt < now,
    openedAt: review.openedAt.toISOString(),
    dueAt: review.dueAt.toISOString(),
    remindedAt: iso(review.remindedAt),
    escalatedAt: iso(review.escalatedAt),
    closedAt: iso(review.closedAt),
    extensions: review.extensions,
    evidenceVersion: review.evidenceVersion,
    workflowId: review.workflowId,
    timeZone: site?.timeZone ?? null,
    decision: decision && {
      ...decision,
      reasonCode: review.decisionReasonCode,
      signature: signatureOf(review.decisionSignatureId),
    },
    signatures,
    policies,
    confirmations: {
      needed: review.outcome === 'dispose' ? disposalApprovals : review.outcome === 'return_to_supplier' ? 1 : 0,
      given: confirmed.map((one) => ({
        byName: one.confirmedByName,
        at: one.confirmedAt.toISOString(),
        reference: one.reference,
        signature: signatureOf(one.signatureId),
      })),
    },
    hold: {
      ...hold,
      holdId: hold.id,
      happenedAt: hold.happenedAt.toISOString(),
      site: site?.code ?? null,
      location,
      active: hold.endedAt === null,
      endedAt: iso(hold.endedAt),
    },
    otherHolds: active
      .filter((other) => other.id !== hold.id && overlap(other, hold))
      .map(({ id, number, rule }) => ({ holdId: id, number, rule })),
    evidence: evidence.map((one) => ({ ...one, evidenceId: one.id, addedAt: one.addedAt.toISOString() })),
    tasks: tasks.map((task) => ({ ...task, taskId: task.id, dueAt: task.dueAt.toISOString() })),
    history: history.map((entry) => ({
      ...entry,
      at: entry.happenedAt.toISOString(),
      recordedAt: entry.recordedAt.toISOString(),
    })),
    actions: offeredReviewActions(
      caller,
      {
        ...review,
        requestedFor: found.requestedFor,
        scope: { siteId: hold.siteId, category: item.category },
        ownerIds,
        decision: decision && { ...decision, by: decision.byId, forId: found.decidedFor, at: new Date(decision.at) },
      },
      {
        now,
        maxExtensionDays: countOf(book.read('review_extension_max_days', scope).value),
        confirmedBy: confirmed.map(personsOfConfirmation),
        disposalApprovals,
        exceptionOpen: tasks.some(
          ({ kind, state }) => kind === 'settle_exception' && (state === 'open' || state === 'claimed'),
        ),
      },
    ),
  };
}
