import { and, asc, eq, exists, inArray, lt, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { disposals, holds, items, lots, sites, tasks } from '#db/schema/index.ts';
import type { Scopes } from '#domain/caller.ts';
import type { DisposalState } from '#domain/disposal.ts';
import { takePage } from './take-page.ts';
import { withinScopes } from './within-scopes.ts';

export type DisposalFilter = {
  now: Date;
  scopes: Scopes;
  state?: DisposalState | undefined;
  siteId?: string | undefined;
  lotId?: string | undefined;
  /** What decided it. */
  originId?: string | undefined;
  overdue?: boolean | undefined;
  /** With an open task that this person has claimed. */
  assigneeId?: string | undefined;
  limit: number;
  /** Due date (ISO 8601) and id of the last row seen. */
  after?: readonly string[] | undefined;
};

/** Disposals, what is due first first. */
export async function listDisposals(db: DbOrTx, filter: DisposalFilter) {
  const found = await db
    .select({
      disposalId: disposals.id,
      number: disposals.number,
      state: disposals.state,
      originKind: disposals.originKind,
      originId: disposals.originId,
      reason: disposals.reason,
      decidedByName: disposals.decidedByName,
      quantity: disposals.quantity,
      unit: items.baseUnit,
      witnessRequired: disposals.witnessRequired,
      openedAt: disposals.openedAt,
      dueAt: disposals.dueAt,
      closedAt: disposals.closedAt,
      certificateNumber: disposals.certificateNumber,
      workflowId: disposals.workflowId,
      holdNumber: holds.number,
      lotId: lots.id,
      lot: lots.code,
      item: items.code,
      itemName: items.name,
      site: sites.code,
      timeZone: sites.timeZone,
    })
    .from(disposals)
    .innerJoin(holds, eq(holds.id, disposals.holdId))
    .innerJoin(lots, eq(lots.id, disposals.lotId))
    .innerJoin(items, eq(items.id, lots.itemId))
    .leftJoin(sites, eq(sites.id, disposals.siteId))
    .where(matching(db, filter))
    .orderBy(asc(disposals.dueAt), asc(disposals.id))
    .limit(filter.limit + 1);
  return takePage(found, filter.limit, (row) => [row.dueAt.toISOString(), row.disposalId]);
}

function matching(db: DbOrTx, { now, scopes, after, ...filter }: DisposalFilter) {
  const { dueAt, id, siteId } = disposals;
  const [lastDue, lastId] = after ?? [];
  const overdue = and(inArray(disposals.state, ['awaiting_approval', 'approved', 'destroyed']), lt(dueAt, now));
  return and(
    withinScopes(scopes, sql`${siteId}`, undefined, sql`${disposals.lotId}`),
    filter.state && eq(disposals.state, filter.state),
    filter.siteId === undefined ? undefined : eq(siteId, filter.siteId),
    filter.lotId === undefined ? undefined : eq(disposals.lotId, filter.lotId),
    filter.originId === undefined ? undefined : eq(disposals.originId, filter.originId),
    filter.overdue === undefined ? undefined : filter.overdue ? overdue : sql`not (${overdue})`,
    filter.assigneeId === undefined
      ? undefined
      : exists(
          db
            .select({ one: sql`1` })
            .from(tasks)
            .where(and(eq(tasks.subjectId, id), eq(tasks.assigneeId, filter.assigneeId), eq(tasks.state, 'claimed'))),
        ),
    lastDue === undefined || lastId === undefined
      ? undefined
      : // Compared as a row, so that the index leads straight to the place.
        sql`(${dueAt}, ${id}) > (${lastDue}::timestamptz, ${lastId}::uuid)`,
  );
}
