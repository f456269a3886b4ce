import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { documents } from '#db/schema/documents.ts';
import { authorize } from '#domain/caller.ts';
import { checkDocument, type DocumentType, fileNameOf } from '#domain/documents.ts';
import { countOf } from '#domain/policy-values.ts';
import { allow, refuse } from '#domain/result.ts';
import type { Actor, Command, OperationContext } from './context.ts';
import { lockBytes } from './document-retention.ts';
import type { DocumentStore } from './document-store.ts';
import { readPolicyBook } from './policy-book.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';

/** What is said about the bytes. With a `sha256` (hex) they have to match it. */
export type StoreDocument = { fileName: string; mediaType: string; sha256?: string | undefined };

export type StoredDocument = {
  documentId: string;
  sha256: string;
  mediaType: string;
  sizeBytes: number;
  fileName: string;
  /** The same bytes were here before: this is the document they made then. */
  alreadyStored: boolean;
};

type Row = Omit<StoredDocument, 'documentId' | 'alreadyStored'>;

/**
 * Stores a document or photo. The file is there and flushed before its row commits, so a crash between the two leaves a
 * file that nobody refers to, and never a row without its file. Size, type and hash are checked; the same bytes are one.
 */
export async function storeDocument(
  context: OperationContext,
  store: DocumentStore,
  command: Command<StoreDocument>,
  bytes: Uint8Array,
): Promise<Answer<StoredDocument>> {
  const { input, ...actor } = command;
  const entitled = authorize(command.caller, 'document.attach');
  if (!entitled.ok) return entitled;
  const book = await readPolicyBook(context.db, context.clock.now(), ['document_max_bytes']);
  const maxBytes = countOf(book.read('document_max_bytes', {}).value);
  const checked = checkDocument(bytes, { mediaType: input.mediaType, maxBytes });
  if (!checked.ok) return checked;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (input.sha256 !== undefined && input.sha256.toLowerCase() !== sha256) {
    return refuse('document.hash-mismatch', `The bytes that came have the SHA-256 ${sha256}`, '/query/sha256');
  }
  await store.put(sha256, bytes);
  const row = { sha256, mediaType: checked.value, sizeBytes: bytes.length, fileName: fileNameOf(input.fileName) };
  return runCommand(context, 'store-document', { ...command, input: row }, async (tx) => {
    // A sweep that found no row may have taken the file since: none does after this lock, for it then finds the row.
    await lockBytes(tx, sha256);
    if (!(await store.has(sha256))) await store.put(sha256, bytes);
    return allow(await writeDocument(tx, context, actor, row));
  });
}

async function writeDocument(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  row: Row & { mediaType: DocumentType },
): Promise<StoredDocument> {
  const id = context.newId();
  const uploaded = { uploadedBy: actor.caller.id, uploadedAt: context.clock.now() };
  const written = await tx
    .insert(documents)
    .values({ ...row, ...uploaded, id })
    .onConflictDoNothing({ target: documents.sha256 })
    .returning({ id: documents.id });
  if (written.length > 0) {
    await writeAudit(tx, context, actor, [
      { action: 'document.stored', subjectKind: 'document', subjectId: id, after: row },
    ]);
    return { documentId: id, ...row, alreadyStored: false };
  }
  const [known] = await tx.select().from(documents).where(eq(documents.sha256, row.sha256));
  if (!known) throw new Error(`Document ${row.sha256} was neither there nor made`);
  const { mediaType, sizeBytes, fileName, sha256 } = known;
  if (known.removedAt) await restore(tx, context, actor, known);
  return { documentId: known.id, sha256, mediaType, sizeBytes, fileName, alreadyStored: true };
}

/** Retention removed the file, and here it is again: kept from now on as if it had just come. */
async function restore(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  { id, sha256, removedAt }: typeof documents.$inferSelect,
): Promise<void> {
  const uploaded = { uploadedBy: actor.caller.id, uploadedAt: context.clock.now() };
  await tx
    .update(documents)
    .set({ removedAt: null, removedByPolicyIds: null, ...uploaded })
    .where(eq(documents.id, id));
  await writeAudit(tx, context, actor, [
    {
      action: 'document.restored',
      subjectKind: 'document',
      subjectId: id,
      before: { removedAt: removedAt?.toISOString() },
      after: { sha256 },
    },
  ]);
}
