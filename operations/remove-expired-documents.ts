import { and, eq, isNull } from 'drizzle-orm';
import { documents } from '#db/schema/documents.ts';
import { type Cause, type OperationContext, systemCaller } from './context.ts';
import { judgeDocuments, lockBytes, lockRetention } from './document-retention.ts';
import type { DocumentStore } from './document-store.ts';
import { writeAudit } from './write-audit.ts';

export type RemovedDocuments = { removed: number; kept: number; next: readonly string[] | null };

/** Documents looked at in one step. */
const atOnce = 100;

/**
 * Removes the files of documents whose retention is over and that no legal hold keeps. The row stays, marked, as the proof that it
 * was there; only then goes the file: what a crash leaves of it is swept later. A repeat finds what is left to do.
 */
export async function removeExpiredDocuments(
  context: OperationContext,
  store: DocumentStore,
  { after, cause = {} }: { after: readonly string[] | null; cause?: Cause },
): Promise<RemovedDocuments> {
  const now = context.clock.now();
  const done = await context.db.transaction(async (tx) => {
    await lockRetention(tx);
    const { judged, next } = await judgeDocuments(tx, now, { after: after ?? undefined, limit: atOnce });
    const over = judged.filter(({ keeping }) => !keeping.keep);
    for (const { documentId, policyIds } of over)
      await tx
        .update(documents)
        .set({ removedAt: now, removedByPolicyIds: [...policyIds] })
        .where(and(eq(documents.id, documentId), isNull(documents.removedAt)));
    const actor = { caller: systemCaller, cause, commandId: `retention:${now.toISOString()}` };
    await writeAudit(
      tx,
      context,
      actor,
      over.map(({ documentId, sha256, fileName, policyIds, keeping }) => ({
        action: 'document.removed',
        subjectKind: 'document',
        subjectId: documentId,
        after: { sha256, fileName, policyIds, over: keeping.keep ? null : keeping.since.toISOString() },
      })),
    );
    return { over: over.map(({ sha256 }) => sha256), kept: judged.length - over.length, next };
  });
  for (const sha256 of done.over) await removeFile(context, store, sha256);
  return { removed: done.over.length, kept: done.kept, next: done.next };
}

/** Removes a file unless a document has it: under the lock that an upload of the same bytes takes. Tells whether it was there to go. */
export function removeFile(
  { db }: Pick<OperationContext, 'db'>,
  store: DocumentStore,
  sha256: string,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    await lockBytes(tx, sha256);
    const kept = await tx
      .select({ id: documents.id })
      .from(documents)
      .where(and(eq(documents.sha256, sha256), isNull(documents.removedAt)));
    if (kept.length > 0) return false;
    await store.remove(sha256);
    return true;
  });
}
