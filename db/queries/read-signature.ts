import { eq } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { signatures } from '#db/schema/signatures.ts';

/** A signature as it is shown with what was signed (21 CFR 11.50); null where there is none. */
export async function readSignature(db: DbOrTx, signatureId: string) {
  const [row] = await db
    .select({
      signatureId: signatures.id,
      printedName: signatures.printedName,
      at: signatures.signedAt,
      timeZone: signatures.timeZone,
      meaning: signatures.meaning,
    })
    .from(signatures)
    .where(eq(signatures.id, signatureId));
  return row ? { ...row, at: row.at.toISOString() } : null;
}
