import { count, eq, sql } from 'drizzle-orm';
import type { DbOrTx, Tx } from '#db/connect.ts';
import { standingOfProposal } from '#db/queries/proposals-in-engine.ts';
import { masterDataProposalComments, masterDataProposals } from '#db/schema/proposals.ts';
import type { Proposal } from '#domain/master-data-proposals.ts';
import type { PolicyScope } from '#domain/policy-resolution.ts';
import type { ProposalAnswer } from '#domain/proposal-progress.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { changeCaseTasks, type EndedTasks, endCaseTasks, openCaseTasks, type TaskSubject } from './case-tasks.ts';
import type { Actor, OperationContext } from './context.ts';

export type ProposalRow = typeof masterDataProposals.$inferSelect;
export type ProposalCase = { row: ProposalRow; proposal: Proposal };

/** Locks a proposal before anything about it is read. `proposal.unknown` where there is none. */
export async function lockProposal(tx: Tx, proposalId: string): Promise<Result<ProposalCase>> {
  const [row] = await tx.select().from(masterDataProposals).where(eq(masterDataProposals.id, proposalId)).for('update');
  return row ? allow({ row, proposal: asProposal(row) }) : unknownProposal(proposalId);
}

export const unknownProposal = (proposalId: string) =>
  refuse('proposal.unknown', `There is no proposal ${proposalId} of master data`);

export const asProposal = (row: ProposalRow): Proposal => ({
  state: row.state,
  proposedBy: row.proposedBy,
  ownerId: row.ownerId,
  categories: row.categories,
  decision: row.decidedByName && row.decidedAt ? { byName: row.decidedByName, at: row.decidedAt } : null,
});

/** What a reader of a proposal is shown, as a signature is bound to it. */
export async function shownOfProposal(db: DbOrTx, { id, number, title, reason, ...row }: ProposalRow) {
  const [said] = await db
    .select({ comments: count() })
    .from(masterDataProposalComments)
    .where(eq(masterDataProposalComments.proposalId, id));
  const { contentHash, proposedByName, ownerName } = row;
  return { number, title, reason, contentHash, proposedByName, ownerName, comments: said?.comments ?? 0 };
}

/** What is proposed concerns every site; of an item also its categories, the one it leaves and the one it comes into. */
export const scopesOfProposal = ({ categories }: Pick<ProposalRow, 'categories'>): PolicyScope[] =>
  categories.length > 0 ? categories.map((category) => ({ category })) : [{}];

export const proposalMeanings = ['approval', 'review'] as const;

/** Changes a proposal under its lock and counts the change. */
export async function changeProposal(tx: Tx, id: string, change: Partial<ProposalRow>): Promise<ProposalRow> {
  const [row] = await tx
    .update(masterDataProposals)
    .set({ ...change, version: sql`${masterDataProposals.version} + 1` })
    .where(eq(masterDataProposals.id, id))
    .returning();
  if (!row) throw new Error(`Proposal ${id} was there and is gone`);
  return row;
}

const ofProposal = (id: string): TaskSubject => ({ kind: 'master_data_proposal', id });

/** Ends the tasks of a proposal that is over. */
export const endProposalTasks = (
  tx: Tx,
  context: OperationContext,
  actor: Pick<Actor, 'caller'>,
  { proposalId, ...ended }: EndedTasks & { proposalId: string },
): Promise<void> => endCaseTasks(tx, context, actor, ofProposal(proposalId), ended);

/** The kinds of task that are open for a proposal. */
export const openProposalTaskKinds = async (tx: Tx, proposalId: string) =>
  (await openCaseTasks(tx, ofProposal(proposalId))).map(({ kind }) => kind);

/** Stamps the open tasks of a proposal, so that the inbox shows them first. */
export const stampProposalTasks = (tx: Tx, proposalId: string, change: Parameters<typeof changeCaseTasks>[2]) =>
  changeCaseTasks(tx, ofProposal(proposalId), change);

export const answerProposal = (row: ProposalRow): ProposalAnswer => ({
  ...standingOfProposal(row),
  records: row.records,
});
