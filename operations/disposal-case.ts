import { asc, eq, sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { destructions, disposalApprovals, disposals, holds, items, lots, sites } from '#db/schema/index.ts';
import type { Disposal } from '#domain/disposal.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { lockLots } from './lock-lots.ts';

/** A disposal with its hold, its runs and approvals, locked, as the operations on it need it. */
export type DisposalCase = {
  row: typeof disposals.$inferSelect;
  hold: typeof holds.$inferSelect;
  lot: {
    id: string;
    code: string;
    itemId: string;
    itemCode: string;
    itemName: string;
    category: string;
    baseUnit: string;
  };
  siteCode: string | null;
  approvals: readonly (typeof disposalApprovals.$inferSelect)[];
  runs: readonly (typeof destructions.$inferSelect)[];
  /** The same as the rules see it. */
  disposal: Disposal;
};

/** Locks a disposal by the lock protocol: its lot first, which never changes, in a statement of its own; then everything is read. */
export async function lockDisposal(tx: Tx, disposalId: string): Promise<Result<DisposalCase>> {
  const [found] = await tx.select({ lotId: disposals.lotId }).from(disposals).where(eq(disposals.id, disposalId));
  if (!found) return refuse('disposal.unknown', `There is no disposal ${disposalId}`);
  await lockLots(tx, [found.lotId]);
  return allow(await readDisposal(tx, disposalId));
}

/** Reads a disposal that is known to be there; the caller holds its lot's lock. */
export async function readDisposal(tx: Tx, disposalId: string): Promise<DisposalCase> {
  const [found] = await tx
    .select({
      row: disposals,
      hold: holds,
      lot: {
        id: lots.id,
        code: lots.code,
        itemId: lots.itemId,
        itemCode: items.code,
        itemName: items.name,
        category: items.category,
        baseUnit: items.baseUnit,
      },
      siteCode: sites.code,
      ownerIds: ownersInReach,
    })
    .from(disposals)
    .innerJoin(holds, eq(holds.id, disposals.holdId))
    .innerJoin(lots, eq(lots.id, disposals.lotId))
    .innerJoin(items, eq(items.id, lots.itemId))
    .leftJoin(sites, eq(sites.id, holds.siteId))
    .where(eq(disposals.id, disposalId));
  if (!found) throw new Error(`Disposal ${disposalId} was there and is gone`);
  const { ownerIds, ...known } = found;
  const approvals = await tx
    .select()
    .from(disposalApprovals)
    .where(eq(disposalApprovals.disposalId, disposalId))
    .orderBy(asc(disposalApprovals.approvedAt), asc(disposalApprovals.approvedBy));
  const runs = await tx
    .select()
    .from(destructions)
    .where(eq(destructions.disposalId, disposalId))
    .orderBy(asc(destructions.run));
  return { ...known, approvals, runs, disposal: asDisposal({ ...known, approvals, runs }, ownerIds) };
}

/** What `reaches` in `domain/holds.ts` says, in the same statement. */
const ownersInReach = sql<string[]>`(
  select coalesce(jsonb_agg(distinct standing.owner_id), '[]')
    from stock standing join locations place on place.id = standing.location_id
   where standing.lot_id = ${holds.lotId} and (${holds.siteId} is null or ${holds.siteId} = place.site_id)
     and (${holds.locationId} is null or ${holds.locationId} = place.id))`;

/** A hold may have been extended since the disposal began: whoever acts needs the right where it reaches now. */
export const asDisposal = (
  {
    row,
    hold,
    lot,
    approvals,
    runs,
  }: Pick<DisposalCase, 'row' | 'hold' | 'approvals' | 'runs'> & {
    lot: Pick<DisposalCase['lot'], 'category'>;
  },
  ownerIds: readonly string[],
): Disposal => ({
  number: row.number,
  state: row.state,
  scope: { siteId: hold.siteId, category: lot.category },
  ownerIds,
  approvalsNeeded: row.approvalsNeeded,
  approvedBy: approvals.map(({ approvedBy, approvedFor }) => [
    approvedBy,
    ...(approvedFor === null ? [] : [approvedFor]),
  ]),
  destructions: runs,
});

/** What every line of the trail about a disposal has: the lot and the place it is about. */
export const auditOfDisposal = ({ row, hold }: Pick<DisposalCase, 'row' | 'hold'>) => ({
  subjectKind: 'disposal',
  subjectId: row.id,
  lotId: hold.lotId,
  siteId: hold.siteId,
});

/** Lot and place as a task's title names them. */
export const subjectOfDisposal = ({ lot, siteCode }: Pick<DisposalCase, 'lot' | 'siteCode'>): string =>
  `${lot.code} at ${siteCode ?? 'every site'}`;

/** What the table of duties is asked about: the lot, and the case whose decision is carried out. */
export const dutySubjectOfDisposal = ({ row }: Pick<DisposalCase, 'row'>) => ({
  lotIds: [row.lotId],
  caseKind: row.originKind,
  caseId: row.originId,
});

/** What a step asks for is reckoned by the policies for this item at this site. */
export const policyScopeOfDisposal = ({ lot, hold }: Pick<DisposalCase, 'lot' | 'hold'>) => ({
  itemId: lot.itemId,
  category: lot.category,
  siteId: hold.siteId,
});
