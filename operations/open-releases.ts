import { eq, inArray } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { latestInspection, specificationInEffect } from '#db/queries/release-detail.ts';
import { items, lots, outbox, releaseApprovals, sites } from '#db/schema/index.ts';
import { countOf, millisecondsOfMinutes } from '#domain/policy-values.ts';
import { type ReleaseApprovalInput, releaseApprovalProcess } from '#domain/processes.ts';
import type { Quantity } from '#domain/quantity.ts';
import { samplesOf } from '#domain/sampling.ts';
import type { Actor, OperationContext } from './context.ts';
import { insertRows } from './insert-rows.ts';
import { readPolicyBook } from './policy-book.ts';
import { askForNextStep } from './release-tasks.ts';
import { takeNumbers } from './take-numbers.ts';
import { writeAudit } from './write-audit.ts';

/** Stock of one owner that waits for quality at a site, in base units. */
export type WaitingStock = { lotId: string; siteId: string; ownerId: string; quantity: Quantity };

/**
 * Opens the release of each: case, task, audit and the outbox row that starts its workflow, so that stock never waits for
 * nobody (law 1). Specification, samples, approvals and deadlines are those of this moment, for good.
 */
export async function openReleases(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  waiting: readonly WaitingStock[],
): Promise<void> {
  if (waiting.length === 0) return;
  const numbers = await takeNumbers(tx, 'release_numbers', 'RA', waiting.length);
  const known = await readNames(tx, waiting);
  for (const [index, stock] of waiting.entries())
    await openRelease(tx, context, actor, stock, numbers[index] ?? '', known);
}

async function openRelease(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  stock: WaitingStock,
  number: string,
  known: Names,
): Promise<void> {
  const lot = known.lots.get(stock.lotId);
  const site = known.sites.get(stock.siteId);
  if (!lot || !site) throw new Error(`Lot ${stock.lotId} or site ${stock.siteId} has stock and is not there`);
  const { row, input } = await planRelease(tx, context, { stock, number, lot });
  const [opened] = await tx.insert(releaseApprovals).values(row).returning();
  if (!opened) throw new Error(`Release ${number} was not written`);
  const begun = `Opened: ${stock.quantity} ${lot.baseUnit} wait`;
  await askForNextStep(tx, context, actor, opened, { approvalsGiven: 0, note: begun });
  await insertRows(tx, outbox, [
    {
      workflowType: releaseApprovalProcess.workflowType,
      workflowId: row.workflowId,
      taskQueue: releaseApprovalProcess.taskQueue,
      input,
      searchAttributes: {
        HoldfastProcess: releaseApprovalProcess.workflowType,
        HoldfastCase: number,
        HoldfastState: row.state,
        HoldfastLot: lot.code,
        HoldfastItem: lot.itemCode,
        HoldfastSite: site,
      },
      summary: `${number}: ${lot.code} at ${site}, ${stock.quantity} ${lot.baseUnit}`,
      traceparent: actor.cause.traceparent,
      requestId: actor.cause.requestId,
      createdAt: row.openedAt,
      nextAttemptAt: row.openedAt,
    },
  ]);
  await writeAudit(tx, context, actor, [
    {
      action: 'release_approval.opened',
      subjectKind: 'release_approval',
      subjectId: row.id,
      lotId: row.lotId,
      siteId: row.siteId,
      entityId: row.ownerId,
      after: {
        number,
        quantity: row.quantity,
        samples: row.samples,
        dueAt: input.dueAt,
        approvals: row.approvalsNeeded,
      },
    },
  ]);
}

type Lot = { id: string; code: string; itemId: string; itemCode: string; category: string; baseUnit: string };
type Names = { lots: ReadonlyMap<string, Lot>; sites: ReadonlyMap<string, string> };

async function planRelease(
  tx: Tx,
  context: OperationContext,
  { stock, number, lot }: { stock: WaitingStock; number: string; lot: Lot },
) {
  const openedAt = context.clock.now();
  const scope = { itemId: lot.itemId, category: lot.category, siteId: stock.siteId, entityId: stock.ownerId };
  const book = await readPolicyBook(tx, openedAt);
  const remind = book.read('release_remind_after_minutes', scope);
  const escalate = book.read('release_escalate_after_minutes', scope);
  const due = book.read('release_due_after_minutes', scope);
  const level = book.read('sampling_level', scope);
  const approvals = book.read('release_approvals', scope);
  const inOrder = book.read('release_approvals_in_order', scope);
  const after = (minutes: string) => new Date(openedAt.getTime() + millisecondsOfMinutes(minutes));
  const specification = await specificationInEffect(tx, lot.itemId, openedAt);
  const samples = specification ? samplesOf(specification.sampling, stock.quantity, level.value) : null;
  // Without a specification an inspection is what there is to go by.
  const inspected = !specification && (await latestInspection(tx, lot.id, stock.siteId))?.result === 'pass';
  const passed = level.value === 'skip' || inspected;
  const id = context.newId();
  const row = {
    id,
    number,
    ...stock,
    workflowId: releaseApprovalProcess.workflowId(id),
    state: 'open' as const,
    openedAt,
    dueAt: after(due.value),
    sampledQuantity: stock.quantity,
    specificationId: specification?.id ?? null,
    samplingLevel: level.value,
    samples,
    outcome: passed ? ('pass' as const) : ('incomplete' as const),
    approvalsNeeded: countOf(approvals.value),
    approvalsInOrder: inOrder.value,
    roundId: context.newId(),
    policyIds: [...new Set([remind, escalate, due, level, approvals, inOrder].flatMap(({ rowIds }) => [...rowIds]))],
  };
  const input: ReleaseApprovalInput = {
    releaseId: id,
    number,
    remindAt: after(remind.value).toISOString(),
    escalateAt: after(escalate.value).toISOString(),
    dueAt: row.dueAt.toISOString(),
  };
  return { row, input };
}

async function readNames(tx: Tx, waiting: readonly WaitingStock[]): Promise<Names> {
  const foundLots = await tx
    .select({
      id: lots.id,
      code: lots.code,
      itemId: items.id,
      itemCode: items.code,
      category: items.category,
      baseUnit: items.baseUnit,
    })
    .from(lots)
    .innerJoin(items, eq(items.id, lots.itemId))
    .where(inArray(lots.id, [...new Set(waiting.map(({ lotId }) => lotId))]));
  const foundSites = await tx
    .select({ id: sites.id, code: sites.code })
    .from(sites)
    .where(inArray(sites.id, [...new Set(waiting.map(({ siteId }) => siteId))]));
  return {
    lots: new Map(foundLots.map((lot) => [lot.id, lot])),
    sites: new Map(foundSites.map(({ id, code }) => [id, code])),
  };
}
