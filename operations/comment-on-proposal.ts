import { eq, sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { documentLinks, documents } from '#db/schema/documents.ts';
import { masterDataProposalComments, masterDataProposals } from '#db/schema/proposals.ts';
import { mayComment } from '#domain/master-data-proposals.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import type { Actor, Command, OperationContext } from './context.ts';
import { proposalSubject } from './open-proposal.ts';
import { lockProposal } from './proposal-case.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';

export type CommentOnProposal = { proposalId: string; text: string; documentId?: string | undefined };
export type CommentedProposal = { proposalId: string; commentId: string; version: number };

/** Says something about an open proposal, or attaches a stored document. Whoever signs from now on signs that they saw it. */
export function commentOnProposal(
  context: OperationContext,
  command: Command<CommentOnProposal>,
): Promise<Answer<CommentedProposal>> {
  const { proposalId, ...said } = command.input;
  return runCommand(context, 'comment-on-proposal', command, async (tx) => {
    const locked = await lockProposal(tx, proposalId);
    if (!locked.ok) return locked;
    const may = mayComment(command.caller, locked.value.proposal);
    if (!may.ok) return may;
    return await writeComment(tx, context, command, locked.value.row, said);
  });
}

export async function writeComment(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  { id: proposalId }: Pick<typeof masterDataProposals.$inferSelect, 'id'>,
  { text, documentId }: { text: string; documentId?: string | undefined },
): Promise<Result<CommentedProposal>> {
  const [document] =
    documentId === undefined
      ? []
      : await tx.select({ name: documents.fileName }).from(documents).where(eq(documents.id, documentId));
  if (documentId !== undefined && !document)
    return refuse('document.unknown', `There is no document ${documentId}`, '/documentId');
  const commentId = context.newId();
  await tx.insert(masterDataProposalComments).values({
    id: commentId,
    proposalId,
    text,
    documentId: documentId ?? null,
    writtenBy: actor.caller.id,
    writtenByName: actor.caller.name,
    writtenAt: context.clock.now(),
  });
  if (documentId !== undefined)
    await tx
      .insert(documentLinks)
      .values({
        ...{ documentId, subjectKind: 'master_data_proposal' as const, subjectId: proposalId },
        ...{ linkedBy: actor.caller.id, linkedAt: context.clock.now() },
      })
      .onConflictDoNothing();
  const [changed] = await tx
    .update(masterDataProposals)
    .set({ version: sql`${masterDataProposals.version} + 1` })
    .where(eq(masterDataProposals.id, proposalId))
    .returning({ version: masterDataProposals.version });
  await writeAudit(tx, context, actor, [
    {
      ...proposalSubject(proposalId),
      action: 'proposal.commented',
      after: { text, ...(document && { document: document.name, documentId }) },
    },
  ]);
  return allow({ proposalId, commentId, version: changed?.version ?? 0 });
}
