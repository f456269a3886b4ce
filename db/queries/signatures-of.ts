import { and, asc, eq } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { signatures } from '#db/schema/signatures.ts';
import type { ShownSignature, SignedSubject, SigningMethod } from '#domain/signatures.ts';

/** A signature with what was stated under it, and the hash of what its signer was shown. */
export type SignatureUnder = ShownSignature & { method: SigningMethod; shownHash: string; statement: unknown };

/** Every signature under a record, the earliest first. */
export async function readSignaturesOf(db: DbOrTx, { kind, id }: SignedSubject): Promise<SignatureUnder[]> {
  const rows = await db
    .select()
    .from(signatures)
    .where(and(eq(signatures.subjectKind, kind), eq(signatures.subjectId, id)))
    .orderBy(asc(signatures.id));
  return rows.map(asUnder);
}

/** One signature with what its signer was shown then. */
export async function findSignature(db: DbOrTx, signatureId: string) {
  const [row] = await db.select().from(signatures).where(eq(signatures.id, signatureId));
  if (!row) return undefined;
  const { subjectKind, subjectId, shown, digest } = row;
  return { ...asUnder(row), subjectKind, subjectId, shown: JSON.parse(shown) as unknown, digest };
}

const asUnder = (row: typeof signatures.$inferSelect): SignatureUnder => {
  const { id: signatureId, signedAt, printedName, timeZone, meaning, method, shownHash, statement } = row;
  return {
    ...{ signatureId, printedName, at: signedAt.toISOString(), timeZone, meaning, method, shownHash },
    statement: JSON.parse(statement),
  };
};
