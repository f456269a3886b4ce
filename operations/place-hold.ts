import type { Tx } from '#db/connect.ts';
import type { FoundLot } from '#db/queries/by-code.ts';
import { beyondSight } from '#db/queries/sight.ts';
import { readStockOfLots, type StandingStock } from '#db/queries/stock-standing.ts';
import { authorize, type Caller } from '#domain/caller.ts';
import type { Condition } from '#domain/conditions.ts';
import { parseHappenedAt } from '#domain/happened-at.ts';
import { type ManualHoldRule, type Reach, reaches } from '#domain/holds.ts';
import { quarantineReviewProcess } from '#domain/processes.ts';
import { canonical } from '#domain/quantity.ts';
import { hasReason } from '#domain/quarantine-review.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { giveReason } from './check-reason-code.ts';
import type { Command, OperationContext } from './context.ts';
import { type FoundReach, findHoldReach } from './find-hold-reach.ts';
import { lockLots } from './lock-lots.ts';
import { mayForAnOwner } from './may-for-an-owner.ts';
import { readPolicyBook } from './policy-book.ts';
import { type Answer, runCommand } from './run-command.ts';
import { type Segregation, segregate } from './segregate.ts';
import { type WrittenHold, writeHolds } from './write-holds.ts';

/**
 * A lot (code or id) everywhere, at a site, or at a location of it. `segregate` first moves a part of it, so that only that
 * part is held: at the location it goes to. `happenedAt` is ISO 8601.
 */
export type PlaceHold = {
  lot: string;
  site?: string | undefined;
  location?: string | undefined;
  rule: ManualHoldRule;
  reason: string;
  reasonCode?: string | undefined;
  happenedAt?: string | undefined;
  segregate?: Segregation | undefined;
};

/** `held` is the stock it reached when it was placed, in base units; what comes into its reach later is held as well. */
export type PlacedHoldAnswer = {
  holdId: string;
  holdNumber: string;
  lotId: string;
  lot: string;
  site: string | null;
  location: string | null;
  rule: ManualHoldRule;
  reason: string;
  placedBy: string;
  happenedAt: string;
  reviewId: string;
  reviewNumber: string;
  workflowId: string;
  taskId: string;
  held: { site: string; location: string; owner: string; condition: Condition; quantity: string; unit: string }[];
  segregatedBy: string | null;
};

/** Stops stock at once, whether or not the engine runs: hold, review, task, audit and outbox row are one transaction. */
export function placeHold(context: OperationContext, command: Command<PlaceHold>): Promise<Answer<PlacedHoldAnswer>> {
  const { caller, input } = command;
  return runCommand(context, 'place-hold', command, async (tx): Promise<Result<PlacedHoldAnswer>> => {
    const found = await findHoldReach(tx, input);
    if (!found.ok) return found;
    const { lot, site, location, reach } = found.value;
    const entitled = await mayPlace(tx, caller, reach, lot, input);
    if (!entitled.ok) return entitled;
    const { itemId, category } = lot;
    const given = await giveReason(tx, context, command, {
      ...{ list: 'hold', ...input },
      scopes: [{ itemId, category, siteId: reach.siteId }],
    });
    if (!given.ok) return given;

    // What a rule has to know does not end where the caller's sight does: law 4 and law 7.
    return beyondSight(tx, async () => {
      await lockLots(tx, [lot.id]);

      const now = context.clock.now();
      const book = await readPolicyBook(tx, now, ['inspection_waived', 'late_report_window_days']);
      const windowDays = book.read('late_report_window_days', { siteId: reach.siteId }).value;
      const happenedAt = parseHappenedAt(input.happenedAt, { now, windowDays });
      if (!happenedAt.ok) return happenedAt;

      // A part is set apart at a location, and a location has its site: `findReach` saw to it.
      const setting = site && { lot, site, happenedAt: happenedAt.value, reason: input.reason, book };
      const segregated =
        input.segregate && setting ? await segregate(tx, context, given.value, input.segregate, setting) : allow(null);
      if (!segregated.ok) return segregated;
      const held = (await readStockOfLots(tx, [lot.id])).filter((stock) => reaches(reach, stock));
      if (held.length === 0 && location)
        return refuse(
          'stock.none-in-reach',
          `There is no ${lot.code} at ${location.code}; hold it at the site`,
          '/location',
        );

      const [hold] = await writeHolds(tx, context, given.value, [
        {
          ...reach,
          process: 'quarantine_review',
          rule: input.rule,
          automatic: false,
          reason: input.reason.trim(),
          happenedAt: happenedAt.value,
          reasonCode: input.reasonCode,
          policyIds: [...(given.value.followed ?? [])],
        },
      ]);
      if (!hold) throw new Error('A hold was asked for and none was written');
      const happened = happenedAt.value.toISOString();
      return allow(
        answerOf(found.value, command, hold, { happenedAt: happened, held, segregatedBy: segregated.value }),
      );
    });
  });
}

function answerOf(
  { lot, site, location }: FoundReach,
  { caller, input }: Command<PlaceHold>,
  { holdId, holdNumber, reviewId, reviewNumber, taskId }: WrittenHold,
  done: { happenedAt: string; held: readonly StandingStock[]; segregatedBy: string | null },
): PlacedHoldAnswer {
  if (!reviewId || !reviewNumber || !taskId) throw new Error(`Hold ${holdNumber} was placed without its review`);
  return {
    holdId,
    holdNumber,
    lotId: lot.id,
    lot: lot.code,
    site: site?.code ?? null,
    location: location?.code ?? null,
    rule: input.rule,
    reason: input.reason.trim(),
    placedBy: caller.name,
    reviewId,
    reviewNumber,
    workflowId: quarantineReviewProcess.workflowId(reviewId),
    taskId,
    ...done,
    // A hold stops what stands there whosever it is; who placed it reads of it what they may see.
    held: done.held
      .filter(
        ({ siteId, ownerId }) =>
          authorize(caller, 'hold.place', { siteId, entityId: ownerId, category: lot.category }).ok,
      )
      .map((stock) => asHeld(stock, lot.baseUnit)),
  };
}

const asHeld = ({ siteCode, locationCode, ownerCode, condition, quantity }: StandingStock, unit: string) => ({
  site: siteCode,
  location: locationCode,
  owner: ownerCode,
  condition,
  quantity: canonical(quantity),
  unit,
});

async function mayPlace(
  tx: Tx,
  caller: Caller,
  { siteId }: Reach,
  lot: FoundLot,
  { reason, segregate: part }: PlaceHold,
): Promise<Result<void>> {
  const entitled = await mayForAnOwner(tx, caller, 'hold.place', siteId, [lot]);
  if (!entitled.ok) return entitled;
  const moving = part ? await mayForAnOwner(tx, caller, 'stock.move', siteId, [lot]) : entitled;
  return moving.ok ? hasReason(reason) : moving;
}
