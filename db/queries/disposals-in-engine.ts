import { eq, inArray } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { disposals, outbox } from '#db/schema/index.ts';
import type { DisposalStanding } from '#domain/disposal-steps.ts';
import type { DisposalInput } from '#domain/processes.ts';
import type { CaseInEngine } from './cases-in-engine.ts';

export type DisposalInEngine = CaseInEngine<DisposalInput, DisposalStanding> & { siteId: string | null };

type Row = { disposal: typeof disposals.$inferSelect; input: unknown };

/** Some disposals by their ids, whatever their state. */
export async function disposalsInEngine(db: DbOrTx, disposalIds: readonly string[]): Promise<DisposalInEngine[]> {
  const rows = await db
    .select({ disposal: disposals, input: outbox.input })
    .from(disposals)
    .innerJoin(outbox, eq(outbox.workflowId, disposals.workflowId))
    .where(inArray(disposals.id, [...disposalIds]));
  return rows.map(asInEngine);
}

// The row was written with the disposal, by the operation that opened it.
const asInEngine = ({ disposal, input }: Row): DisposalInEngine => ({
  workflowId: disposal.workflowId,
  siteId: disposal.siteId,
  input: input as DisposalInput,
  standing: disposalStandingOf(disposal),
});

/** Where a disposal stands, as its workflow is told. */
export const disposalStandingOf = (disposal: typeof disposals.$inferSelect): DisposalStanding => ({
  disposalId: disposal.id,
  disposalNumber: disposal.number,
  version: disposal.version,
  state: disposal.state,
  dueAt: disposal.dueAt.toISOString(),
});
