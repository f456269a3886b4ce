import type { Tx } from '#db/connect.ts';
import { findSite } from '#db/queries/by-code.ts';
import { beyondSight } from '#db/queries/sight.ts';
import { authorize, eachCategory } from '#domain/caller.ts';
import type { Condition } from '#domain/conditions.ts';
import { parseHappenedAt } from '#domain/happened-at.ts';
import { canonical } from '#domain/quantity.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import type { MovePlan } from '#domain/stock-move.ts';
import { giveReason } from './check-reason-code.ts';
import type { Actor, Command, OperationContext } from './context.ts';
import { followPendingStock } from './follow-pending-stock.ts';
import { lockLots } from './lock-lots.ts';
import { planStockMove } from './plan-stock-move.ts';
import { readPolicyBook } from './policy-book.ts';
import { postStockMove } from './post-stock-move.ts';
import { type ResolvedMoveLine, resolveMoveLines, type StatedMoveLine } from './resolve-move-lines.ts';
import { type Answer, runCommand } from './run-command.ts';

/** Put-away, or a move between locations of one site. `happenedAt` is ISO 8601; without it, it happens now. */
export type MoveStock = {
  site: string;
  kind: 'put_away' | 'move';
  lines: readonly StatedMoveLine[];
  reason?: string | undefined;
  reasonCode?: string | undefined;
  happenedAt?: string | undefined;
};

/** Quantities in base units; `heldBy` are the holds that reach the stock where it stands now. */
export type MovedStock = {
  movementId: string;
  site: string;
  kind: 'put_away' | 'move';
  happenedAt: string;
  lines: {
    lotId: string;
    lot: string;
    owner: string;
    from: string;
    to: string;
    conditionBefore: Condition;
    conditionAfter: Condition;
    quantity: string;
    unit: string;
    heldBy: string[];
    movedBeforeHold: boolean;
  }[];
  extendedHolds: { holdId: string; number: string; reach: 'site' | 'everywhere' }[];
};

/**
 * Moves stock within a site. Putting received stock away completes its record and makes it pending inspection, or approved
 * where none is asked for. Held stock moves by the right `stock.move-held` with a reason, keeps its condition and stays held.
 */
export function moveStock(context: OperationContext, command: Command<MoveStock>): Promise<Answer<MovedStock>> {
  const { caller, input } = command;
  return runCommand(context, 'move-stock', command, async (tx): Promise<Result<MovedStock>> => {
    const site = await findSite(tx, input.site);
    if (!site) return refuse('site.unknown', `There is no site ${input.site}`, '/site');
    const entitled = authorize(caller, 'stock.move', { siteId: site.id, category: eachCategory });
    if (!entitled.ok) return entitled;
    const resolved = await resolveMoveLines(tx, site, input.lines, (index) => `/lines/${index}`);
    if (!resolved.ok) return resolved;
    const forOwners = resolved.value
      .map(({ ownerId: entityId, lot: { category } }) =>
        authorize(caller, 'stock.move', { siteId: site.id, entityId, category }),
      )
      .find((answer) => !answer.ok);
    if (forOwners) return forOwners;

    // What a rule has to know does not end where the caller's sight does: law 4 and law 7.
    return beyondSight(tx, async () => {
      await lockLots(
        tx,
        resolved.value.map((line) => line.lotId),
      );

      const now = context.clock.now();
      const book = await readPolicyBook(tx, now, ['inspection_waived', 'late_report_window_days']);
      const windowDays = book.read('late_report_window_days', { siteId: site.id }).value;
      const happenedAt = parseHappenedAt(input.happenedAt, { now, windowDays });
      if (!happenedAt.ok) return happenedAt;
      const move = { act: input.kind, reason: input.reason, happenedAt: happenedAt.value };
      const plan = await planStockMove(tx, caller, site, move, resolved.value, book);
      if (!plan.ok) return plan;
      const given = await giveMoveReason(tx, context, command, {
        siteId: site.id,
        resolved: resolved.value,
        plan: plan.value,
      });
      if (!given.ok) return given;
      const movementId = await postStockMove(tx, context, given.value, { site, ...move }, plan.value);
      const beginning = plan.value.lines.filter((line) => line.conditionAfter === 'pending_inspection');
      await followPendingStock(
        tx,
        context,
        command,
        beginning.map((line) => line.lotId),
      );
      return allow(answerOf(movementId, input, happenedAt.value, plan.value));
    });
  });
}

/** A code is asked for where stock is held; one that is given is of the list, whatever stands there. */
async function giveMoveReason(
  tx: Tx,
  context: OperationContext,
  { input, ...actor }: Command<MoveStock>,
  { siteId, resolved, plan }: { siteId: string; resolved: readonly ResolvedMoveLine[]; plan: MovePlan },
): Promise<Result<Actor>> {
  const held = new Set(
    plan.lines.filter((line) => line.heldBy.length > 0 && !line.movedBeforeHold).map(({ lotId }) => lotId),
  );
  const scopes = resolved
    .filter(({ lotId }) => held.has(lotId))
    .map(({ lot, ownerId }) => ({ itemId: lot.itemId, category: lot.category, siteId, entityId: ownerId }));
  const { reason = '', reasonCode } = input;
  return await giveReason(tx, context, actor, { list: 'held_move', reason, reasonCode, scopes });
}

function answerOf(movementId: string, { site, kind }: MoveStock, happenedAt: Date, plan: MovePlan): MovedStock {
  return {
    movementId,
    site,
    kind,
    happenedAt: happenedAt.toISOString(),
    lines: plan.lines.map((line) => ({
      lotId: line.lotId,
      lot: line.lotCode,
      owner: line.ownerCode,
      from: line.from.code,
      to: line.to.code,
      conditionBefore: line.condition,
      conditionAfter: line.conditionAfter,
      quantity: canonical(line.quantity),
      unit: line.item.baseUnit,
      heldBy: line.heldAfter.map((hold) => hold.number),
      movedBeforeHold: line.movedBeforeHold,
    })),
    extendedHolds: plan.extensions.map(({ hold, to }) => ({
      holdId: hold.id,
      number: hold.number,
      reach: to.siteId === null ? 'everywhere' : 'site',
    })),
  };
}
