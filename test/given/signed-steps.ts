import { randomUUID } from 'node:crypto';
import type { Caller } from '#domain/caller.ts';
import type { ReviewAction } from '#domain/review-actions.ts';
import { approveDisposal } from '#operations/approve-disposal.ts';
import { approveRelease } from '#operations/approve-release.ts';
import { cancelQuarantineReview } from '#operations/cancel-quarantine-review.ts';
import { confirmOutcome } from '#operations/confirm-outcome.ts';
import type { OperationContext } from '#operations/context.ts';
import { decideQuarantineReview } from '#operations/decide-quarantine-review.ts';
import { destroyGoods } from '#operations/destroy-goods.ts';
import { extendDisposal } from '#operations/extend-disposal.ts';
import { extendQuarantineReview } from '#operations/extend-quarantine-review.ts';
import { extendRelease } from '#operations/extend-release.ts';
import { recordReleaseResults } from '#operations/record-release-results.ts';
import { rejectRelease } from '#operations/reject-release.ts';
import { releaseUrgently } from '#operations/release-urgently.ts';
import type { Answer } from '#operations/run-command.ts';
import { settleDisposalDifference } from '#operations/settle-disposal-difference.ts';
import { witnessDestruction } from '#operations/witness-destruction.ts';
import { run } from './disposal-play.ts';
import { disposalOf, signedDisposal, signedRun } from './disposals.ts';
import { commandOf } from './lots.ts';
import { personWith, type StoryIds } from './master-data.ts';
import { givenRelease } from './release.ts';
import { enterResults, passing, signingFor } from './release-steps.ts';
import { ok, signedProposals, type WaitingStep } from './signed-proposals.ts';
import { givenReviewSigning } from './signing.ts';

type Outcome = Promise<Answer<unknown>>;

import { givenHold } from './workflow.ts';

const reason = 'Re-test of five units passed on every count';

/** One step of each kind that takes a signature, brought to where somebody may take it, by operations alone. */
export function signedSteps({ context, ids }: { context: OperationContext; ids: StoryIds }) {
  const dana = personWith('quality_manager', ids.user('d.whitlock'));
  const ines = personWith('quality_approver', ids.user('i.carvalho'));
  const ruth = personWith('warehouse_lead', ids.user('r.okafor'));
  const omar = personWith('transport', ids.user('o.haddad'));
  const inspector = personWith('quality_inspector', ids.user('p.nair'));

  const ofReview = (step: ReviewAction, by: Caller, take: (reviewId: string, signingId: string) => Outcome) => {
    return async (): Promise<WaitingStep> => {
      const { reviewId, lot } = await givenHold({ context, ids }, { by: asking(omar) });
      if (step === 'confirm_outcome') {
        const signed = await givenReviewSigning(context, ines, reviewId, 'decide');
        const input = { reviewId, outcome: 'return_to_supplier' as const, reason, ...signed };
        await ok(decideQuarantineReview(context, commandOf(ines, input, randomUUID())));
      }
      return {
        subject: { kind: 'quarantine_review', id: reviewId },
        lot,
        sign: async () => (await givenReviewSigning(context, by, reviewId, step)).signingId ?? '',
        take: (signingId) => take(reviewId, signingId),
      };
    };
  };
  const ofRelease = (
    take: (releaseId: string, signingId: string) => Outcome,
    { by = dana, meaning = 'approval' as 'approval' | 'authorship', results = true } = {},
  ) => {
    return async (): Promise<WaitingStep> => {
      const release = await givenRelease({ context, ids });
      if (results) await ok(enterResults({ context, ids }, release, passing));
      return {
        subject: { kind: 'release_approval', id: release.releaseId },
        lot: release.lot,
        sign: () => signingFor({ context }, by, meaning, release.releaseId),
        take: (signingId) => take(release.releaseId, signingId),
      };
    };
  };
  const disposal = async (approved: boolean) => {
    const { reviewId, lot } = await givenHold({ context, ids }, { by: asking(omar) });
    const signed = await givenReviewSigning(context, ines, reviewId, 'decide');
    await ok(
      decideQuarantineReview(
        context,
        commandOf(ines, { reviewId, outcome: 'dispose', reason, ...signed }, randomUUID()),
      ),
    );
    const disposalId = await disposalOf(context, reviewId);
    if (approved) {
      const signingId = await signedDisposal(context, dana, disposalId);
      await ok(approveDisposal(context, commandOf(dana, { disposalId, signingId }, randomUUID())));
    }
    return { disposalId, lot };
  };
  const destroy = (disposalId: string, quantity = '38') =>
    ok(destroyGoods(context, commandOf(ruth, { disposalId, ...run(quantity) }, randomUUID())));

  const inDays = (days: number) => new Date(context.clock.now().getTime() + days * 86_400_000).toISOString();

  return {
    people: { dana, ines, ruth, omar, inspector },
    destroy,
    steps: {
      'decide a review': ofReview('decide', ines, (reviewId, signingId) =>
        decideQuarantineReview(
          context,
          commandOf(ines, { reviewId, outcome: 'lift', reason, signingId }, randomUUID()),
        ),
      ),
      'extend a review': ofReview('extend', ines, (reviewId, signingId) => {
        const input = { reviewId, until: inDays(3), reason, signingId };
        return extendQuarantineReview(context, commandOf(ines, input, randomUUID()));
      }),
      'call a review off': ofReview('cancel', dana, (reviewId, signingId) =>
        cancelQuarantineReview(context, commandOf(dana, { reviewId, reason, signingId }, randomUUID())),
      ),
      'confirm a return': ofReview('confirm_outcome', dana, (reviewId, signingId) =>
        confirmOutcome(context, commandOf(dana, { reviewId, reference: 'RMA-1', signingId }, randomUUID())),
      ),
      'enter results': ofRelease(
        (releaseId, signingId) =>
          recordReleaseResults(
            context,
            commandOf(inspector, { releaseId, results: passing, note: 'Read twice', signingId }, randomUUID()),
          ),
        { by: inspector, meaning: 'authorship', results: false },
      ),
      'approve a release': ofRelease((releaseId, signingId) =>
        approveRelease(context, commandOf(dana, { releaseId, signingId }, randomUUID())),
      ),
      'reject a release': ofRelease((releaseId, signingId) =>
        rejectRelease(context, commandOf(dana, { releaseId, reason, signingId }, randomUUID())),
      ),
      'release urgently': ofRelease(
        (releaseId, signingId) =>
          releaseUrgently(context, commandOf(dana, { releaseId, reason, signingId }, randomUUID())),
        { results: false },
      ),
      'extend a release': ofRelease((releaseId, signingId) =>
        extendRelease(context, commandOf(dana, { releaseId, until: inDays(10), reason, signingId }, randomUUID())),
      ),
      'extend a disposal': async (): Promise<WaitingStep> => {
        const { disposalId, lot } = await disposal(false);
        const input = { disposalId, until: inDays(10), reason };
        return {
          subject: { kind: 'disposal', id: disposalId },
          lot,
          sign: () => signedDisposal(context, dana, disposalId),
          take: (signingId) => extendDisposal(context, commandOf(dana, { ...input, signingId }, randomUUID())),
        };
      },
      'approve a disposal': async (): Promise<WaitingStep> => {
        const { disposalId, lot } = await disposal(false);
        return {
          subject: { kind: 'disposal', id: disposalId },
          lot,
          sign: () => signedDisposal(context, dana, disposalId),
          take: (signingId) => approveDisposal(context, commandOf(dana, { disposalId, signingId }, randomUUID())),
        };
      },
      'settle a difference': async (): Promise<WaitingStep> => {
        const { disposalId, lot } = await disposal(true);
        const line = { site: 'EWR', location: 'DOCK-IN', owner: 'MFF', condition: 'approved' as const };
        const input = { disposalId, found: 'missing' as const, reason, ...line, quantity: '2', unit: 'kg' };
        return {
          subject: { kind: 'disposal', id: disposalId },
          lot,
          sign: () => signedDisposal(context, dana, disposalId),
          take: (signingId) =>
            settleDisposalDifference(context, commandOf(dana, { ...input, signingId }, randomUUID())),
        };
      },
      'witness a destruction': async (): Promise<WaitingStep> => {
        const { disposalId, lot } = await disposal(true);
        await destroy(disposalId);
        const { destructionId } = await signedRun(context, omar, disposalId);
        const input = { disposalId, destructionId, confirmed: true };
        return {
          subject: { kind: 'destruction', id: destructionId },
          lot,
          sign: async () => (await signedRun(context, omar, disposalId)).signingId,
          take: (signingId) => witnessDestruction(context, commandOf(omar, { ...input, signingId }, randomUUID())),
        };
      },
      ...signedProposals({ context, ids }),
    } satisfies Record<string, () => Promise<WaitingStep>>,
  };
}

/** Who asked for a hold is not one who decides about it. */
const asking = (by: Caller): Caller => ({
  ...by,
  grants: [{ role: 'transport', rights: ['hold.place'], entityId: null, siteId: null }],
});
