import { callerById } from '#db/queries/caller-by-id.ts';
import { readReviewFacts } from '#db/queries/shown-review.ts';
import { shownHash } from '#db/signature-hashes.ts';
import type { ReviewAction } from '#domain/review-actions.ts';
import { reviewMeanings } from '#domain/review-signatures.ts';
import { shownReview } from '#domain/shown-review.ts';
import { signIn } from '#operations/sign-in.ts';
import { writeSigning } from '#operations/write-signing.ts';
import { type BenchDatabase, signInPassword } from './database.ts';
import { secretKey } from './surroundings.ts';

type Context = BenchDatabase['context'];
export type SignedInPerson = { userId: string; sessionId: string; token: string };

/** A session of somebody of the story. */
export async function openSession(context: Context, username: string): Promise<SignedInPerson> {
  const person = { username, password: signInPassword, userAgent: null, network: 'loopback', cause: {} };
  const signedIn = await signIn(context, { secretKeys: [secretKey], sessionHours: 1 }, person);
  if (!signedIn.ok) throw new Error(signedIn.violation.message);
  const { session, token } = signedIn.value;
  return { userId: session.userId, sessionId: session.sessionId, token };
}

/**
 * Signs for a review as it is, as POST /v1/signings does once the password was checked: how long that takes is set on
 * purpose, and it is over before a decision is sent.
 */
export async function signForReview(
  context: Context,
  { userId, sessionId }: Pick<SignedInPerson, 'userId' | 'sessionId'>,
  reviewId: string,
  step: ReviewAction,
): Promise<string> {
  const reader = await callerById(context.db, { kind: 'person', id: userId }, context.clock.now());
  const facts = await readReviewFacts(context.db, reviewId);
  const [meaning] = reviewMeanings[step];
  if (!reader || !facts || !meaning) throw new Error(`Nobody can sign ${step} for review ${reviewId}`);
  const subjects = [{ kind: 'quarantine_review', id: reviewId, shownHash: shownHash(shownReview(reader, facts)) }];
  const authenticatedAt = context.clock.now();
  const signing = { userId, sessionId, method: 'password' as const, authenticatedAt, meaning, subjects };
  const { signingId } = await context.db.transaction((tx) => writeSigning(tx, context, signing));
  return signingId;
}
