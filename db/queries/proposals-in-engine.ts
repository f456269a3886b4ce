import { eq } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { masterDataProposals } from '#db/schema/proposals.ts';
import { outbox } from '#db/schema/record.ts';
import type { MasterDataChangeInput } from '#domain/processes.ts';
import type { ProposalStanding } from '#domain/proposal-progress.ts';

/** A proposal as its table has it, and what its process was started with. */
export type ProposalInEngine = { workflowId: string; input: MasterDataChangeInput; standing: ProposalStanding };

/** One proposal by its id, whatever its state. One that took effect at once has no process, and is over. */
export async function proposalInEngine(db: DbOrTx, proposalId: string): Promise<ProposalInEngine | undefined> {
  const [found] = await db
    .select({ row: masterDataProposals, input: outbox.input })
    .from(masterDataProposals)
    .leftJoin(outbox, eq(outbox.workflowId, masterDataProposals.workflowId))
    .where(eq(masterDataProposals.id, proposalId));
  return (
    found && {
      workflowId: found.row.workflowId,
      // The row was written with the proposal, by the operation that opened it.
      input: found.input as MasterDataChangeInput,
      standing: standingOfProposal(found.row),
    }
  );
}

/** Where a proposal stands, as its workflow is told. */
export const standingOfProposal = (row: typeof masterDataProposals.$inferSelect): ProposalStanding => ({
  proposalId: row.id,
  number: row.number,
  version: row.version,
  state: row.state,
  decision:
    row.decidedByName && row.decidedAt
      ? { byName: row.decidedByName, at: row.decidedAt.toISOString(), reason: row.decisionReason ?? '' }
      : null,
});
