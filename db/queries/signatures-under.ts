import { asc, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { signatures } from '#db/schema/signatures.ts';

/** Every signature under some records, the earliest first: as it is shown (21 CFR 11.50), and what proves it. */
export async function readSignaturesUnder(db: DbOrTx, subjects: readonly { kind: string; id: string }[]) {
  const rows = await db
    .select()
    .from(signatures)
    .where(
      sql`(${signatures.subjectKind}, ${signatures.subjectId}) in (
        select kind, id from jsonb_to_recordset(${JSON.stringify(subjects)}::jsonb) as asked (kind text, id text))`,
    )
    .orderBy(asc(signatures.id));
  return rows.map(({ id, signedAt, ...row }) => ({
    signatureId: id,
    subjectKind: row.subjectKind,
    subjectId: row.subjectId,
    printedName: row.printedName,
    at: signedAt.toISOString(),
    timeZone: row.timeZone,
    meaning: row.meaning,
    method: row.method,
    signedBy: row.signedBy,
    shownHash: row.shownHash,
    statement: row.statement,
    digest: row.digest,
  }));
}

export type SignatureUnder = Awaited<ReturnType<typeof readSignaturesUnder>>[number];
