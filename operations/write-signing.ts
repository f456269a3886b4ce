import type { Tx } from '#db/connect.ts';
import { signingSubjects, signings } from '#db/schema/signatures.ts';
import { type SignatureMeaning, type SigningMethod, type SubjectToSign, signingMinutes } from '#domain/signatures.ts';
import type { OperationContext } from './context.ts';
import { insertRows } from './insert-rows.ts';

export type NewSigning = {
  userId: string;
  sessionId: string;
  method: SigningMethod;
  /** When they proved it: now, or when the provider says that they logged in. */
  authenticatedAt: Date;
  meaning: SignatureMeaning;
  subjects: readonly SubjectToSign[];
};

export type WrittenSigning = { signingId: string; meaning: SignatureMeaning; expiresAt: string };

/** Writes a signing of somebody who has just proved who they are. */
export async function writeSigning(
  tx: Tx,
  { clock, newId }: OperationContext,
  { subjects, ...signing }: NewSigning,
): Promise<WrittenSigning> {
  const id = newId();
  const expiresAt = new Date(clock.now().getTime() + signingMinutes * 60_000);
  await tx.insert(signings).values({ ...signing, id, expiresAt });
  await insertRows(
    tx,
    signingSubjects,
    subjects.map(({ kind, id: subjectId, shownHash }) => ({ signingId: id, kind, subjectId, shownHash })),
  );
  return { signingId: id, meaning: signing.meaning, expiresAt: expiresAt.toISOString() };
}
