import { callerById } from '#db/queries/caller-by-id.ts';
import { readReviewFacts } from '#db/queries/shown-review.ts';
import { sessions } from '#db/schema/people.ts';
import { shownHash } from '#db/signature-hashes.ts';
import type { Caller } from '#domain/caller.ts';
import type { ReviewAction } from '#domain/review-actions.ts';
import { reviewMeanings } from '#domain/review-signatures.ts';
import { shownReview } from '#domain/shown-review.ts';
import type { SignatureMeaning, SignedSubject } from '#domain/signatures.ts';
import type { OperationContext } from '#operations/context.ts';
import { writeSigning } from '#operations/write-signing.ts';

export type GivenSubject = SignedSubject & ({ shown: unknown } | { shownHash: string });

/** The id of a signing as `POST /v1/signings` would answer it, without the time that checking a password takes. */
export async function givenSigning(
  context: OperationContext,
  by: Pick<Caller, 'id'>,
  meaning: SignatureMeaning,
  ...subjects: readonly GivenSubject[]
): Promise<string> {
  const sessionId = await givenSession(context, by);
  const signing = {
    userId: by.id,
    sessionId,
    method: 'password' as const,
    authenticatedAt: context.clock.now(),
    meaning,
    subjects: subjects.map((subject) => ({
      kind: subject.kind,
      id: subject.id,
      shownHash: 'shownHash' in subject ? subject.shownHash : shownHash(subject.shown),
    })),
  };
  const { signingId } = await context.db.transaction((tx) => writeSigning(tx, context, signing));
  return signingId;
}

/** The same for a review, as its page shows it to this person at this moment; for what is not signed, nothing. */
export async function givenReviewSigning(
  context: OperationContext,
  by: Caller,
  reviewId: string,
  step: ReviewAction,
): Promise<{ signingId?: string }> {
  const [meaning] = reviewMeanings[step];
  const facts = await readReviewFacts(context.db, reviewId);
  const reader = await callerById(context.db, by, context.clock.now());
  if (!meaning || !facts || !reader) return {};
  const shown = shownReview(reader, facts);
  return { signingId: await givenSigning(context, by, meaning, { kind: 'quarantine_review', id: reviewId, shown }) };
}

/** A new open session of somebody, one that nobody has the token of. */
export async function givenSession({ db, newId, clock }: OperationContext, { id: userId }: Pick<Caller, 'id'>) {
  const createdAt = clock.now();
  const id = newId();
  const [session] = await db
    .insert(sessions)
    .values({
      id,
      userId,
      tokenHmac: id,
      createdAt,
      expiresAt: new Date(createdAt.getTime() + 3_600_000),
      lastSeenAt: createdAt,
    })
    .returning({ id: sessions.id });
  return session?.id ?? id;
}
