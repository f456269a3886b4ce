import { eq, inArray } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { masterDataProposals } from '#db/schema/proposals.ts';
import { outbox } from '#db/schema/record.ts';
import type { MasterDataChangeInput } from '#domain/processes.ts';
import type { ProposalStanding } from '#domain/proposal-progress.ts';
import type { CaseInEngine } from './cases-in-engine.ts';

export type ProposalInEngine = CaseInEngine<MasterDataChangeInput, ProposalStanding>;

/** Some proposals by their ids, whatever their state. One that took effect at once has no process, and is over. */
export async function proposalsInEngine(db: DbOrTx, proposalIds: readonly string[]): Promise<ProposalInEngine[]> {
  const rows = await db
    .select({ row: masterDataProposals, input: outbox.input })
    .from(masterDataProposals)
    .leftJoin(outbox, eq(outbox.workflowId, masterDataProposals.workflowId))
    .where(inArray(masterDataProposals.id, [...proposalIds]));
  return rows.map(({ row, input }) => ({
    workflowId: row.workflowId,
    // The row was written with the proposal, by the operation that opened it.
    input: input as MasterDataChangeInput,
    standing: standingOfProposal(row),
  }));
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
