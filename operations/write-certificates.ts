import { eq } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import type { CertificateOnRecord } from '#db/queries/lots-at-receipt.ts';
import { certificates, documentLinks } from '#db/schema/documents.ts';
import { type CertificateKind, certificateKinds } from '#domain/certificates.ts';
import type { Actor, OperationContext } from './context.ts';
import { insertRows } from './insert-rows.ts';

/** A paper that came or is said to follow. One that came has a number. */
export type StatedPaper = {
  lotId: string;
  supplierId: string | null;
  kind: string;
  number: string | null;
  expiresOn: string | null;
  announced: boolean;
  source: string | null;
  documentId: string | null;
};

export type WrittenCertificate = { id: string; paper: StatedPaper };

/**
 * Records papers of lots, once each: one that is on record stays as it is, one that was announced becomes the one that was
 * given. The caller holds the locks of the lots and has read `onRecord` under them.
 */
export async function writeCertificates(
  tx: Tx,
  context: OperationContext,
  { caller }: Pick<Actor, 'caller'>,
  papers: readonly StatedPaper[],
  onRecord: readonly CertificateOnRecord[],
): Promise<WrittenCertificate[]> {
  const recordedAt = context.clock.now();
  const shelf = new Map(onRecord.map((certificate) => [keyOf(certificate), certificate]));
  const changed = new Map<string, CertificateOnRecord>();
  const written = papers.map((paper) => {
    const there = shelf.get(keyOf(paper)) ?? shelf.get(keyOf({ ...paper, number: null }));
    const arrives = there?.state === 'announced' && !paper.announced;
    if (there && !arrives && there.number === paper.number) return { id: there.id, paper };
    const certificate = {
      id: arrives ? there.id : context.newId(),
      lotId: paper.lotId,
      supplierId: paper.supplierId,
      kind: kindOf(paper.kind),
      state: paper.announced ? ('announced' as const) : ('given' as const),
      number: paper.number,
      expiresOn: paper.expiresOn,
      source: paper.source,
      recordedBy: caller.id,
      recordedAt,
      withdrawnAt: null,
    };
    if (arrives) shelf.delete(keyOf(there));
    shelf.set(keyOf(certificate), certificate);
    changed.set(certificate.id, certificate);
    return { id: certificate.id, paper };
  });
  await save(tx, [...changed.values()], onRecord);
  await linkDocuments(tx, written, caller.id, recordedAt);
  return written;
}

const keyOf = ({ lotId, kind, number }: { lotId: string; kind: string; number: string | null }): string =>
  JSON.stringify([lotId, kind, number]);

async function save(
  tx: Tx,
  changed: readonly CertificateOnRecord[],
  onRecord: readonly CertificateOnRecord[],
): Promise<void> {
  const known = new Set(onRecord.map(({ id }) => id));
  const fresh = changed.filter(({ id }) => !known.has(id));
  await insertRows(tx, certificates, fresh);
  // Rare: papers that were announced for a lot and came with another delivery of it.
  for (const { id, ...certificate } of changed.filter((candidate) => known.has(candidate.id))) {
    await tx.update(certificates).set(certificate).where(eq(certificates.id, id));
  }
}

async function linkDocuments(
  tx: Tx,
  written: readonly WrittenCertificate[],
  linkedBy: string,
  linkedAt: Date,
): Promise<void> {
  const links = written.flatMap(({ id, paper: { documentId } }) =>
    documentId === null ? [] : [{ documentId, subjectKind: 'certificate' as const, subjectId: id, linkedBy, linkedAt }],
  );
  if (links.length > 0) await tx.insert(documentLinks).values(links).onConflictDoNothing();
}

function kindOf(kind: string): CertificateKind {
  const known = certificateKinds.find((word) => word === kind);
  if (!known) throw new Error(`Certificate kind "${kind}" went past the check`);
  return known;
}
