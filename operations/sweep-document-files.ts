import { and, inArray, isNull } from 'drizzle-orm';
import { documents } from '#db/schema/documents.ts';
import { countOf } from '#domain/policy-values.ts';
import { type Cause, type OperationContext, systemCaller } from './context.ts';
import type { DocumentStore } from './document-store.ts';
import { readPolicyBook } from './policy-book.ts';
import { removeFile } from './remove-expired-documents.ts';
import { writeAudit } from './write-audit.ts';

/**
 * Removes files that no document has: what a crash left between a file and its row, or between a row's end and its file's. One
 * younger than the grace of the policy stays, for its row may still come. `folder` is the first byte of their hashes.
 */
export async function sweepDocumentFiles(
  context: OperationContext,
  store: DocumentStore,
  { folder, cause = {} }: { folder: string; cause?: Cause },
): Promise<{ swept: number }> {
  const now = context.clock.now();
  const book = await readPolicyBook(context.db, now, ['orphan_file_grace_hours']);
  const { value, rowIds } = book.read('orphan_file_grace_hours', {});
  const old = await store.olderThan(folder, new Date(now.getTime() - countOf(value) * 3_600_000));
  const swept: string[] = [];
  for (let from = 0; from < old.length; from += 500) {
    const hashes = old.slice(from, from + 500);
    const rows = await context.db
      .select({ sha256: documents.sha256 })
      .from(documents)
      .where(and(inArray(documents.sha256, hashes), isNull(documents.removedAt)));
    const known = new Set(rows.map(({ sha256 }) => sha256));
    for (const sha256 of hashes)
      if (!known.has(sha256) && (await removeFile(context, store, sha256))) swept.push(sha256);
  }
  if (swept.length > 0)
    await context.db.transaction((tx) =>
      writeAudit(tx, context, { caller: systemCaller, cause, commandId: `sweep:${now.toISOString()}` }, [
        {
          action: 'document_files.swept',
          subjectKind: 'installation',
          subjectId: 'documents',
          after: { sha256: swept, policyIds: rowIds },
        },
      ]),
    );
  return { swept: swept.length };
}
