import { eq } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import {
  certificates,
  documentLinks,
  documents,
  inspections,
  lots,
  receipts,
  releaseApprovals,
} from '#db/schema/index.ts';
import { authorize } from '#domain/caller.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import type { Command, OperationContext } from './context.ts';
import { mayTouchLot } from './may-touch-lot.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';

/** What a document can be added to later; a review takes it as evidence. */
export const attachableKinds = ['receipt', 'lot', 'certificate', 'inspection', 'release_approval'] as const;
export type AttachableKind = (typeof attachableKinds)[number];

export type AttachDocument = { documentId: string; subjectKind: AttachableKind; subjectId: string };

type Subject = { siteId: string | null; lotId: string | null };

/** Adds a stored document or photo to what it is about. Adding it again changes nothing. */
export function attachDocument(
  context: OperationContext,
  command: Command<AttachDocument>,
): Promise<Answer<AttachDocument>> {
  const { input, ...actor } = command;
  return runCommand(context, 'attach-document', command, async (tx) => {
    // Locked against being removed meanwhile.
    const [document] = await tx
      .select({ removedAt: documents.removedAt })
      .from(documents)
      .where(eq(documents.id, input.documentId))
      .for('share');
    if (!document) return refuse('document.unknown', `There is no document ${input.documentId}`, '/documentId');
    if (document.removedAt) return refuse('document.removed', 'Its retention was over: upload it again', '/documentId');
    const subject = await findSubject(tx, input);
    if (!subject.ok) return subject;
    const { siteId, lotId } = subject.value;
    const entitled = siteId
      ? authorize(command.caller, 'document.attach', { siteId })
      : await mayTouchLot(tx, command.caller, 'document.attach', lotId ?? '');
    if (!entitled.ok) return entitled;
    const linked = { linkedBy: command.caller.id, linkedAt: context.clock.now() };
    const written = await tx
      .insert(documentLinks)
      .values({ ...input, ...linked })
      .onConflictDoNothing()
      .returning({ documentId: documentLinks.documentId });
    if (written.length > 0) {
      await writeAudit(tx, context, actor, [
        {
          action: 'document.attached',
          subjectKind: input.subjectKind,
          subjectId: input.subjectId,
          lotId,
          siteId,
          after: { documentId: input.documentId },
        },
      ]);
    }
    return allow(input);
  });
}

async function findSubject(tx: Tx, { subjectKind, subjectId }: AttachDocument): Promise<Result<Subject>> {
  switch (subjectKind) {
    case 'receipt': {
      const [row] = await tx.select({ siteId: receipts.siteId }).from(receipts).where(eq(receipts.id, subjectId));
      return row ? allow({ ...row, lotId: null }) : refuse('receipt.unknown', 'There is no such receipt', '/subjectId');
    }
    case 'inspection': {
      const [row] = await tx
        .select({ siteId: inspections.siteId })
        .from(inspections)
        .where(eq(inspections.id, subjectId));
      return row
        ? allow({ ...row, lotId: null })
        : refuse('inspection.unknown', 'There is no such inspection', '/subjectId');
    }
    case 'release_approval': {
      const [row] = await tx
        .select({ siteId: releaseApprovals.siteId, lotId: releaseApprovals.lotId })
        .from(releaseApprovals)
        .where(eq(releaseApprovals.id, subjectId));
      return row ? allow(row) : refuse('release.unknown', 'There is no such release', '/subjectId');
    }
    case 'certificate': {
      const [row] = await tx
        .select({ lotId: certificates.lotId })
        .from(certificates)
        .where(eq(certificates.id, subjectId));
      return row
        ? allow({ ...row, siteId: null })
        : refuse('certificate.unknown', 'There is no such certificate', '/subjectId');
    }
    case 'lot': {
      const [row] = await tx.select({ lotId: lots.id }).from(lots).where(eq(lots.id, subjectId));
      return row ? allow({ ...row, siteId: null }) : refuse('lot.unknown', 'There is no such lot', '/subjectId');
    }
  }
}
