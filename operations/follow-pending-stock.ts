import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { readStockOfLots } from '#db/queries/stock-standing.ts';
import { itemSpecifications, releaseApprovals } from '#db/schema/index.ts';
import { add, compare, subtract } from '#domain/quantity.ts';
import { runningReleaseStates } from '#domain/release-approval.ts';
import { type SamplingLevel, samplesOf } from '#domain/sampling.ts';
import { changeRelease } from './change-release.ts';
import type { Actor, OperationContext } from './context.ts';
import { openReleases, type WaitingStock } from './open-releases.ts';
import { refreshOutcome } from './refresh-release.ts';
import { askForNextStep } from './release-tasks.ts';
import { writeAudit } from './write-audit.ts';

type Row = typeof releaseApprovals.$inferSelect;

/**
 * Has releases follow stock that waits for quality, in the transaction that moved it: what begins to wait opens one, what
 * joins stock that waits already is sampled with it, and a release whose stock has gone elsewhere is over. A lot, a site and
 * an owner have one at a time. The caller holds the locks of the lots.
 */
export async function followPendingStock(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  lotIds: readonly string[],
): Promise<void> {
  if (lotIds.length === 0) return;
  const waiting = await readWaiting(tx, lotIds);
  const running = await tx
    .select()
    .from(releaseApprovals)
    .where(
      and(
        inArray(releaseApprovals.lotId, [...new Set(lotIds)]),
        inArray(releaseApprovals.state, [...runningReleaseStates]),
        isNull(releaseApprovals.limitId),
      ),
    )
    .orderBy(releaseApprovals.id);
  for (const row of running) await follow(tx, context, actor, row, waiting.find(isOf(row))?.quantity ?? '0');
  await openReleases(
    tx,
    context,
    actor,
    waiting.filter((stock) => !running.some((row) => isOf(row)(stock))),
  );
}

const isOf = (row: Row) => (stock: WaitingStock) =>
  stock.lotId === row.lotId && stock.siteId === row.siteId && stock.ownerId === row.ownerId;

async function readWaiting(tx: Tx, lotIds: readonly string[]): Promise<WaitingStock[]> {
  const standing = (await readStockOfLots(tx, lotIds)).filter(({ condition }) => condition === 'pending_inspection');
  const groups = Map.groupBy(standing, ({ lotId, siteId, ownerId }) => [lotId, siteId, ownerId].join(' '));
  return [...groups.values()].flatMap(([first, ...more]) =>
    first
      ? [
          {
            lotId: first.lotId,
            siteId: first.siteId,
            ownerId: first.ownerId,
            quantity: add(first.quantity, ...more.map(({ quantity }) => quantity)),
          },
        ]
      : [],
  );
}

async function follow(tx: Tx, context: OperationContext, actor: Actor, row: Row, quantity: string): Promise<void> {
  const order = compare(quantity, row.quantity);
  if (order === 0) return;
  if (row.state === 'open' && compare(quantity, '0') === 0) return await withdraw(tx, context, actor, row);
  // What was approved was less: nobody has looked at what came since, so approvals begin anew.
  const anew = order > 0 && row.state === 'open' ? { round: row.round + 1, roundId: context.newId(), terms: null } : {};
  const samples = order > 0 ? await resample(tx, row, add(row.sampledQuantity, subtract(quantity, row.quantity))) : {};
  const changed = await changeRelease(tx, row.id, { quantity, ...anew, ...samples });
  await writeAudit(tx, context, actor, [
    {
      ...aboutRelease(row),
      action: order > 0 ? 'release_approval.joined' : 'release_approval.reduced',
      before: { number: row.number, quantity: add(row.quantity), samples: row.samples },
      after: { number: row.number, quantity, samples: changed.samples },
    },
  ]);
  if (order > 0) await refreshOutcome(tx, context, actor, changed);
}

/** By all that has waited in it: nobody has looked at what joins, whatever was approved and left before. */
async function resample(tx: Tx, row: Row, quantity: string): Promise<Partial<Row>> {
  const [specification] =
    row.specificationId === null
      ? []
      : await tx.select().from(itemSpecifications).where(eq(itemSpecifications.id, row.specificationId));
  // The level was a word of the policy when the release opened.
  const level = row.samplingLevel as SamplingLevel;
  return {
    sampledQuantity: quantity,
    samples: specification ? samplesOf(specification.sampling, quantity, level) : null,
  };
}

async function withdraw(tx: Tx, context: OperationContext, actor: Actor, row: Row): Promise<void> {
  const closedAt = context.clock.now();
  const changed = await changeRelease(tx, row.id, { state: 'withdrawn', quantity: '0', closedAt });
  const note = 'None of its stock waits here any more';
  await askForNextStep(tx, context, actor, changed, { approvalsGiven: 0, note });
  await writeAudit(tx, context, actor, [
    {
      ...aboutRelease(row),
      action: 'release_approval.withdrawn',
      reason: note,
      before: { number: row.number, state: row.state, quantity: add(row.quantity) },
      after: { number: row.number, state: 'withdrawn' },
    },
  ]);
}

const aboutRelease = (row: Row) => ({
  subjectKind: 'release_approval',
  subjectId: row.id,
  lotId: row.lotId,
  siteId: row.siteId,
  entityId: row.ownerId,
});
