import { and, eq, inArray } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import type { FoundSite } from '#db/queries/by-code.ts';
import { type LocalItems, readLocalItems } from '#db/queries/local-overrides.ts';
import { readActiveHolds, readStockOfLots } from '#db/queries/stock-standing.ts';
import { tasks } from '#db/schema/tasks.ts';
import { authorize, type Caller } from '#domain/caller.ts';
import type { Result } from '#domain/result.ts';
import { type Move, type MovePlan, planMove, recordTaskKinds } from '#domain/stock-move.ts';
import type { PolicyBook } from './policy-book.ts';
import type { ResolvedMoveLine } from './resolve-move-lines.ts';

/** Plans a move within a site on what stands now. The locks of all its lots are taken before. */
export async function planStockMove(
  tx: Tx,
  caller: Caller,
  site: FoundSite,
  move: Omit<Move, 'mayMoveHeld'>,
  resolved: readonly ResolvedMoveLine[],
  book: PolicyBook,
): Promise<Result<MovePlan>> {
  const lotIds = resolved.map((line) => line.lotId);
  const standing = await readStockOfLots(tx, lotIds);
  const holds = await readActiveHolds(tx, lotIds);
  const incomplete = await lotsWithOpenRecord(tx, site.id, lotIds);
  const local = await readLocalItems(tx, move.act === 'put_away' ? resolved.map((line) => line.lot.itemId) : []);
  const lines = resolved.map((line) => {
    const scope = { itemId: line.lot.itemId, category: line.lot.category, siteId: site.id, entityId: line.ownerId };
    return {
      ...line,
      recordComplete: !incomplete.has(line.lotId),
      inspectionWaived: !isInspected(line, site, local) || book.read('inspection_waived', scope).value,
    };
  });
  const mayMoveHeld = authorize(caller, 'stock.move-held', { siteId: site.id });
  return planMove({ ...move, mayMoveHeld }, lines, { standing, holds });
}

/** Whether the item asks for inspection here: a site or an entity may ask for one where the item does not. */
const isInspected = ({ lot, ownerId }: ResolvedMoveLine, { id: siteId }: FoundSite, local: LocalItems): boolean =>
  local(lot.itemId, { siteId, entityId: ownerId })?.inspectionRequired.value ?? lot.inspectionRequired;

async function lotsWithOpenRecord(tx: Tx, siteId: string, lotIds: readonly string[]): Promise<Set<string | null>> {
  const rows = await tx
    .select({ lotId: tasks.lotId })
    .from(tasks)
    .where(
      and(
        inArray(tasks.lotId, [...new Set(lotIds)]),
        eq(tasks.siteId, siteId),
        inArray(tasks.kind, recordTaskKinds),
        inArray(tasks.state, ['open', 'claimed']),
      ),
    );
  return new Set(rows.map((row) => row.lotId));
}
