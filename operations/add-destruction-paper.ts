import { eq } from 'drizzle-orm';
import { destructionPapers } from '#db/schema/destructions.ts';
import { documentLinks, documents } from '#db/schema/documents.ts';
import { parseCalendarDate } from '#domain/calendar-date.ts';
import { mayAddPaper } from '#domain/disposal.ts';
import type { AddPaperInput, DisposalAnswer } from '#domain/disposal-steps.ts';
import { refuse } from '#domain/result.ts';
import { changeDisposal } from './change-disposal.ts';
import type { Command, OperationContext } from './context.ts';
import { auditOfDisposal } from './disposal-case.ts';
import type { Answer } from './run-command.ts';
import { takeDisposalStep, unhindered } from './take-disposal-step.ts';
import { writeAudit } from './write-audit.ts';

/** Adds a stored document that proves a destruction. The last one that was missing closes the disposal. Adding it again changes nothing. */
export function addDestructionPaper(
  context: OperationContext,
  command: Command<AddPaperInput>,
): Promise<Answer<DisposalAnswer>> {
  const { disposalId, ...paper } = command.input;
  return takeDisposalStep(context, 'add-destruction-paper', command, async (tx, actor, disposalCase) => {
    const { row, disposal, runs } = disposalCase;
    const may = mayAddPaper(actor.caller, disposal);
    if (!may.ok) return may;
    const known = await tx.select({ id: documents.id }).from(documents).where(eq(documents.id, paper.documentId));
    if (known.length === 0)
      return refuse('document.unknown', `There is no document ${paper.documentId}`, '/documentId');
    if (paper.destructionId !== undefined && !runs.some(({ id }) => id === paper.destructionId))
      return refuse('disposal.destruction-unknown', `${row.number} has no such run`, '/destructionId');
    const issued = paper.issuedOn === undefined ? undefined : parseCalendarDate(paper.issuedOn, '/issuedOn');
    if (issued && !issued.ok) return issued;
    const now = context.clock.now();
    const by = { addedBy: actor.caller.id, addedByName: actor.caller.name, addedAt: now };
    const written = await tx
      .insert(destructionPapers)
      .values({ ...paper, ...by, id: context.newId(), disposalId })
      .onConflictDoNothing()
      .returning({ id: destructionPapers.id });
    if (written.length === 0) return unhindered;
    await tx
      .insert(documentLinks)
      .values({
        documentId: paper.documentId,
        subjectKind: 'disposal',
        subjectId: disposalId,
        linkedBy: actor.caller.id,
        linkedAt: now,
      })
      .onConflictDoNothing();
    await changeDisposal(tx, disposalId, {});
    await writeAudit(tx, context, actor, [
      {
        ...auditOfDisposal(disposalCase),
        action: 'disposal.paper_added',
        after: { number: row.number, ...paper },
      },
    ]);
    return unhindered;
  });
}
