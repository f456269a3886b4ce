import { and, eq, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { auditEntries } from '#db/schema/record.ts';
import { signatures } from '#db/schema/signatures.ts';
import type { ShownSignature } from '#domain/signatures.ts';
import { signatureWithId } from './shown-signature.ts';

/**
 * The signature under the decision that opened a disposal: the one its case took in the same command. A case that decided
 * again later has others. null where it was decided without.
 */
export async function readDecidingSignature(
  db: DbOrTx,
  { id, originKind, originId }: { id: string; originKind: string; originId: string },
): Promise<ShownSignature | null> {
  const [found] = await db
    .select({ signature: sql<ShownSignature>`${signatureWithId(sql`${signatures.id}`)}` })
    .from(auditEntries)
    .innerJoin(signatures, eq(signatures.commandId, auditEntries.commandId))
    .where(
      and(
        eq(auditEntries.subjectKind, 'disposal'),
        eq(auditEntries.subjectId, id),
        eq(auditEntries.action, 'disposal.opened'),
        eq(signatures.subjectKind, originKind),
        eq(signatures.subjectId, originId),
      ),
    );
  return found?.signature ?? null;
}
