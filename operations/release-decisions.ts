import type { Tx } from '#db/connect.ts';
import { releaseDecisionRows } from '#db/schema/release-approvals.ts';
import type { ReleaseDecision, ReleaseTerms } from '#domain/release-approval.ts';
import { allow, type Result } from '#domain/result.ts';
import type { SignatureMeaning } from '#domain/signatures.ts';
import type { Actor, OperationContext } from './context.ts';
import { type ReleaseCase, shownWithEvidence } from './release-case.ts';
import { takeSignature } from './take-signature.ts';

/** What each is signed as: who gives more time says that they have looked at it. */
const releaseMeanings: Record<ReleaseDecision, readonly SignatureMeaning[]> = {
  approve: ['approval'],
  reject: ['approval'],
  release_urgently: ['approval'],
  extend: ['review', 'approval'],
};

type Decided = {
  decision: ReleaseDecision;
  terms: ReleaseTerms | null;
  reason: string | null;
  reasonCode?: string | undefined;
  until?: Date;
  /** Policy rows it followed beside those of the release. */
  policyIds?: readonly string[];
  signingId: string | undefined;
};

/** Writes what a person decided, under their signature for what they had before them. The caller has authorised it. */
export async function writeReleaseDecision(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  releaseCase: ReleaseCase,
  { decision, terms, reason, reasonCode, until, policyIds = [], signingId }: Decided,
): Promise<Result<void>> {
  const { row } = releaseCase;
  const signed = await takeSignature(tx, context, actor, {
    signingId,
    meanings: releaseMeanings[decision],
    subject: { kind: 'release_approval', id: row.id },
    shown: await shownWithEvidence(tx, releaseCase),
    statement: {
      decision,
      terms,
      reason,
      ...(reasonCode && { reasonCode }),
      ...(until && { until: until.toISOString() }),
    },
    policyIds: [...releaseCase.followed, ...policyIds],
    about: { lotId: row.lotId, siteId: row.siteId, entityId: row.ownerId },
  });
  if (!signed.ok) return signed;
  await tx.insert(releaseDecisionRows).values({
    id: context.newId(),
    releaseId: row.id,
    round: row.round,
    decision,
    terms,
    reason,
    until: until ?? null,
    resultsVersion: row.resultsVersion,
    decidedBy: actor.caller.id,
    decidedByName: actor.caller.name,
    decidedAt: context.clock.now(),
    signatureId: signed.value.signatureId,
  });
  return allow(undefined);
}
