import { eq } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { beyondSight } from '#db/queries/sight.ts';
import {
  certificates,
  documentLinks,
  documents,
  inspectionLots,
  inspections,
  items,
  lots,
  receiptLines,
  receipts,
  releaseApprovals,
} from '#db/schema/index.ts';
import { authorize, type Caller } from '#domain/caller.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import type { Command, OperationContext } from './context.ts';
import { mayForAnOwner } from './may-for-an-owner.ts';
import { mayTouchLot } from './may-touch-lot.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';

/** What a document can be added to later; a review takes it as evidence. */
export const attachableKinds = ['receipt', 'lot', 'certificate', 'inspection', 'release_approval'] as const;
export type AttachableKind = (typeof attachableKinds)[number];

export type AttachDocument = { documentId: string; subjectKind: AttachableKind; subjectId: string };

type Subject = {
  siteId: string | null;
  lotId: string | null;
  may(caller: Caller): Result<void> | Promise<Result<void>>;
};

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
    const entitled = await subject.value.may(command.caller);
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

const right = 'document.attach';

/** What a document is added to, and who may: for the place, the owner and the category of its goods, all of them where it has several. */
async function findSubject(tx: Tx, { subjectKind, subjectId }: AttachDocument): Promise<Result<Subject>> {
  const ofLot = (lotId: string): Subject => ({
    siteId: null,
    lotId,
    may: (caller) => mayTouchLot(tx, caller, right, lotId),
  });
  switch (subjectKind) {
    case 'receipt': {
      const { siteId, ownerId: entityId } = receipts;
      const [row] = await tx.select({ siteId, entityId }).from(receipts).where(eq(receipts.id, subjectId));
      if (!row) return refuse('receipt.unknown', 'There is no such receipt', '/subjectId');
      // Lines that the caller does not see count too: a paper tells of the whole delivery.
      const lines = await beyondSight(tx, () =>
        tx
          .selectDistinct({ category: items.category })
          .from(receiptLines)
          .innerJoin(items, eq(items.id, receiptLines.itemId))
          .where(eq(receiptLines.receiptId, subjectId)),
      );
      const may = (caller: Caller) =>
        firstRefusal(lines.map(({ category }) => authorize(caller, right, { ...row, category })));
      return allow({ siteId: row.siteId, lotId: null, may });
    }
    case 'inspection': {
      const { siteId } = inspections;
      const [row] = await tx.select({ siteId }).from(inspections).where(eq(inspections.id, subjectId));
      if (!row) return refuse('inspection.unknown', 'There is no such inspection', '/subjectId');
      const named = await tx
        .select({ id: lots.id, category: items.category })
        .from(inspectionLots)
        .innerJoin(lots, eq(lots.id, inspectionLots.lotId))
        .innerJoin(items, eq(items.id, lots.itemId))
        .where(eq(inspectionLots.inspectionId, subjectId));
      return allow({ ...row, lotId: null, may: (caller) => mayForAnOwner(tx, caller, right, row.siteId, named) });
    }
    case 'release_approval': {
      const { siteId, ownerId: entityId, lotId } = releaseApprovals;
      const [row] = await tx
        .select({ siteId, entityId, lotId, category: items.category })
        .from(releaseApprovals)
        .innerJoin(lots, eq(lots.id, lotId))
        .innerJoin(items, eq(items.id, lots.itemId))
        .where(eq(releaseApprovals.id, subjectId));
      if (!row) return refuse('release.unknown', 'There is no such release', '/subjectId');
      return allow({ ...row, may: (caller) => authorize(caller, right, row) });
    }
    case 'certificate': {
      const { lotId } = certificates;
      const [row] = await tx.select({ lotId }).from(certificates).where(eq(certificates.id, subjectId));
      return row
        ? allow(ofLot(row.lotId))
        : refuse('certificate.unknown', 'There is no such certificate', '/subjectId');
    }
    case 'lot': {
      const [row] = await tx.select({ id: lots.id }).from(lots).where(eq(lots.id, subjectId));
      return row ? allow(ofLot(row.id)) : refuse('lot.unknown', 'There is no such lot', '/subjectId');
    }
  }
}

const firstRefusal = (answers: readonly Result<void>[]): Result<void> =>
  answers.find((answer) => !answer.ok) ?? allow(undefined);
