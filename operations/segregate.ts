import type { Tx } from '#db/connect.ts';
import type { FoundLot, FoundSite } from '#db/queries/by-code.ts';
import { authorize } from '#domain/caller.ts';
import type { Condition } from '#domain/conditions.ts';
import { allow, type Result } from '#domain/result.ts';
import type { Actor, OperationContext } from './context.ts';
import { planStockMove } from './plan-stock-move.ts';
import type { PolicyBook } from './policy-book.ts';
import { postStockMove } from './post-stock-move.ts';
import { resolveMoveLines } from './resolve-move-lines.ts';

/** The part of a lot that is set apart to be held: where from, where to (codes), whose, and how much in any unit. */
export type Segregation = {
  from: string;
  to: string;
  owner: string;
  condition: Condition;
  quantity: string;
  unit: string;
};

export type SegregationSetting = {
  lot: FoundLot;
  site: FoundSite;
  happenedAt: Date;
  reason: string;
  book: PolicyBook;
};

/**
 * Moves a part of a lot to where it is about to be held, in the hold's own transaction, by the right to move its owner's stock.
 * Answers the movement's id.
 */
export async function segregate(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  part: Segregation,
  { lot, site, happenedAt, reason, book }: SegregationSetting,
): Promise<Result<string>> {
  const resolved = await resolveMoveLines(tx, site, [{ lot: lot.code, ...part }], () => '/segregate');
  if (!resolved.ok) return resolved;
  const entitled = resolved.value
    .map(({ ownerId }) => authorize(actor.caller, 'stock.move', { siteId: site.id, entityId: ownerId }))
    .find((may) => !may.ok);
  if (entitled) return entitled;
  const move = { act: 'move' as const, reason, happenedAt };
  const plan = await planStockMove(tx, actor.caller, site, move, resolved.value, book);
  if (!plan.ok) return plan;
  return allow(await postStockMove(tx, context, actor, { site, ...move }, plan.value));
}
