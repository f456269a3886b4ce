import { sql } from 'drizzle-orm';
import type { DbOrTx, Tx } from '#db/connect.ts';
import { type ExpiringDocument, readExpiringDocuments } from '#db/queries/expiring-documents.ts';
import { countOf } from '#domain/policy-values.ts';
import { addYears, type Keeping, keepingOf } from '#domain/retention.ts';
import { readPolicyBook } from './policy-book.ts';

/** Whoever removes what is no longer kept, and whoever places a legal hold, do it one after the other. */
const retentionLock = 4_680_051;

export const lockRetention = (tx: Tx) => tx.execute(sql`select pg_advisory_xact_lock(${retentionLock})`);

/** Uploads and removals of the same bytes, one after the other: a removal never takes the file of a new row. */
export const lockBytes = (tx: Tx, sha256: string) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`document ${sha256}`}, 0))`);

/** Of what belongs to nothing in particular; then the law of every place we are at is obeyed. */
const anywhere = { itemId: null, category: null, siteId: null, entityId: null };

export type JudgedDocument = ExpiringDocument & { keeping: Keeping; policyIds: readonly string[] };

/**
 * The next documents that may have been kept long enough, each with whether it still is and by which policies. `next` is where
 * to go on, null after the last.
 */
export async function judgeDocuments(
  db: DbOrTx,
  now: Date,
  { after, limit }: { after?: readonly string[] | undefined; limit: number },
): Promise<{ judged: JudgedDocument[]; next: readonly string[] | null }> {
  const book = await readPolicyBook(db, now, ['document_retention_years', 'unlinked_document_retention_days']);
  const unlinked = book.read('unlinked_document_retention_days', {});
  const unlinkedDays = countOf(unlinked.value);
  // Nothing that was uploaded later can be over: the shortest that any policy may set is a year, of what belongs to nothing a day.
  const uploadedBefore = new Date(Math.max(addYears(now, -1).getTime(), now.getTime() - unlinkedDays * 86_400_000));
  const documents = await readExpiringDocuments(db, { uploadedBefore, after, limit });
  const judged = documents.map((document) => {
    const scopes = document.scopes.length > 0 ? document.scopes : [anywhere];
    const readings = scopes.map((scope) => book.read('document_retention_years', scope));
    const years = Math.max(...readings.map(({ value }) => countOf(value)));
    const followed = document.facts.belongsToSomething
      ? readings.filter(({ value }) => countOf(value) === years).flatMap(({ rowIds }) => rowIds)
      : unlinked.rowIds;
    return {
      ...document,
      keeping: keepingOf(document.facts, { years, unlinkedDays }, now),
      policyIds: [...new Set(followed)],
    };
  });
  const last = documents.at(-1);
  return {
    judged,
    next: documents.length === limit && last ? [last.facts.uploadedAt.toISOString(), last.documentId] : null,
  };
}
