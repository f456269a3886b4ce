import { and, asc, eq, gt, inArray, lt } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { DbOrTx } from '#db/connect.ts';
import { outbox } from '#db/schema/record.ts';

/** A table whose rows are cases, each kept by a workflow that its outbox row starts. */
export type CaseTable = PgTable & { id: PgColumn; workflowId: PgColumn; state: PgColumn };

/** A case as its table has it, and what its process was started with. */
export type CaseInEngine<Input, Standing> = { workflowId: string; input: Input; standing: Standing };

/** Ids of open cases that were started in the engine before an instant, in their order, from one on. */
export async function openCaseIds(
  db: DbOrTx,
  table: CaseTable,
  {
    open,
    startedBefore,
    after,
    limit,
  }: { open: readonly string[]; startedBefore: Date; after: string | null; limit: number },
): Promise<string[]> {
  const rows = await db
    .select({ id: table.id })
    .from<PgTable>(table)
    .innerJoin(outbox, eq(outbox.workflowId, table.workflowId))
    .where(
      and(
        inArray(table.state, [...open]),
        lt(outbox.startedAt, startedBefore),
        after === null ? undefined : gt(table.id, after),
      ),
    )
    .orderBy(asc(table.id))
    .limit(limit);
  return rows.map(({ id }) => String(id));
}

/** Of some workflow ids, the ids of the cases that were over before an instant. */
export async function overCaseIds(
  db: DbOrTx,
  table: CaseTable,
  closedAt: PgColumn,
  { workflowIds, before }: { workflowIds: readonly string[]; before: Date },
): Promise<string[]> {
  if (workflowIds.length === 0) return [];
  const rows = await db
    .select({ id: table.id })
    .from<PgTable>(table)
    .where(and(inArray(table.workflowId, [...workflowIds]), lt(closedAt, before)));
  return rows.map(({ id }) => String(id));
}
