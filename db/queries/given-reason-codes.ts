import { and, asc, eq, isNotNull } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { reasonCodes } from '#db/schema/reason-codes.ts';
import { auditEntries } from '#db/schema/record.ts';

/** The words of governed lists given in the steps of one record, in their order. */
export async function readGivenCodes(db: DbOrTx, { kind, id }: { kind: string; id: string }) {
  const rows = await db
    .select({
      action: auditEntries.action,
      list: reasonCodes.list,
      code: reasonCodes.code,
      label: reasonCodes.label,
      byName: auditEntries.actorName,
      at: auditEntries.recordedAt,
    })
    .from(auditEntries)
    .innerJoin(
      reasonCodes,
      and(eq(reasonCodes.list, auditEntries.reasonList), eq(reasonCodes.code, auditEntries.reasonCode)),
    )
    .where(and(eq(auditEntries.subjectKind, kind), eq(auditEntries.subjectId, id), isNotNull(auditEntries.reasonCode)))
    .orderBy(asc(auditEntries.position));
  return rows.map(({ at, ...given }) => ({ ...given, at: at.toISOString() }));
}
