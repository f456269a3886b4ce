import { and, asc, eq, gt, inArray, isNotNull, lt } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { disposals, outbox } from '#db/schema/index.ts';
import type { DisposalStanding } from '#domain/disposal-steps.ts';
import type { DisposalInput } from '#domain/processes.ts';

/** A disposal as its table has it, and what its process was started with. */
export type DisposalInEngine = {
  workflowId: string;
  siteId: string | null;
  input: DisposalInput;
  standing: DisposalStanding;
};

type Row = { disposal: typeof disposals.$inferSelect; input: unknown };

const found = { disposal: disposals, input: outbox.input };

/** Unfinished disposals that were started in the engine before an instant, in the order of their ids, from one id on. */
export async function disposalsInEngine(
  db: DbOrTx,
  { startedBefore, after, limit }: { startedBefore: Date; after: string | null; limit: number },
): Promise<DisposalInEngine[]> {
  const rows = await db
    .select(found)
    .from(disposals)
    .innerJoin(outbox, eq(outbox.workflowId, disposals.workflowId))
    .where(
      and(
        inArray(disposals.state, ['awaiting_approval', 'approved', 'destroyed']),
        isNotNull(outbox.startedAt),
        lt(outbox.startedAt, startedBefore),
        after === null ? undefined : gt(disposals.id, after),
      ),
    )
    .orderBy(asc(disposals.id))
    .limit(limit);
  return rows.map(asInEngine);
}

/** Of some workflow ids, the disposals that were over before an instant. */
export async function disposalsOverBefore(
  db: DbOrTx,
  workflowIds: readonly string[],
  before: Date,
): Promise<DisposalInEngine[]> {
  if (workflowIds.length === 0) return [];
  const rows = await db
    .select(found)
    .from(disposals)
    .innerJoin(outbox, eq(outbox.workflowId, disposals.workflowId))
    .where(and(inArray(disposals.workflowId, [...workflowIds]), lt(disposals.closedAt, before)));
  return rows.map(asInEngine);
}

/** One disposal by its id, whatever its state. */
export async function disposalInEngine(db: DbOrTx, disposalId: string): Promise<DisposalInEngine | undefined> {
  const [row] = await db
    .select(found)
    .from(disposals)
    .innerJoin(outbox, eq(outbox.workflowId, disposals.workflowId))
    .where(eq(disposals.id, disposalId));
  return row && asInEngine(row);
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
