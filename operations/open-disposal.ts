import type { Tx } from '#db/connect.ts';
import { readCosts } from '#db/queries/stock-cost.ts';
import type { StandingStock } from '#db/queries/stock-standing.ts';
import { disposals } from '#db/schema/disposals.ts';
import { outbox } from '#db/schema/record.ts';
import { costOf, isWorthAtLeast } from '#domain/cost.ts';
import type { DisposalOrigin } from '#domain/disposal.ts';
import { countOf, millisecondsOfMinutes } from '#domain/policy-values.ts';
import { type DisposalInput, disposalProcess } from '#domain/processes.ts';
import type { Quantity } from '#domain/quantity.ts';
import type { Actor, OperationContext } from './context.ts';
import { type DisposalCase, readDisposal, subjectOfDisposal } from './disposal-case.ts';
import { askForStage } from './disposal-stages.ts';
import { readPolicyBook } from './policy-book.ts';
import { takeNumbers } from './take-numbers.ts';
import { writeAudit } from './write-audit.ts';

/** What was decided, and by what: a case that holds the goods and has recorded who decided (duty `decided`, of its kind and id). */
export type DecidedDisposal = {
  origin: { kind: DisposalOrigin; id: string; number: string; workflowId: string; decision: number };
  hold: { id: string; lotId: string; siteId: string | null };
  item: { id: string; category: string };
  reason: string;
  quantity: Quantity;
  standing: readonly StandingStock[];
};

/**
 * Opens the disposal that a decision calls for: case, tasks, audit and the outbox row that starts its workflow, in the
 * transaction of the decision (law 1). What it asks for is the policy of this moment, for good.
 */
export async function openDisposal(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  decided: DecidedDisposal,
): Promise<DisposalCase> {
  const now = context.clock.now();
  const demands = await readDemands(tx, now, decided);
  const [number = ''] = await takeNumbers(tx, 'disposal_numbers', 'DS', 1);
  const id = context.newId();
  const { remindMilliseconds, ...kept } = demands;
  const dueAt = new Date(now.getTime() + demands.stageMilliseconds);
  await tx.insert(disposals).values({
    ...kept,
    id,
    number,
    originKind: decided.origin.kind,
    originId: decided.origin.id,
    originDecision: decided.origin.decision,
    originNumber: decided.origin.number,
    originWorkflowId: decided.origin.workflowId,
    holdId: decided.hold.id,
    lotId: decided.hold.lotId,
    siteId: decided.hold.siteId,
    workflowId: disposalProcess.workflowId(id),
    state: demands.approvalsNeeded === 0 ? 'approved' : 'awaiting_approval',
    decidedBy: actor.caller.id,
    decidedByName: actor.caller.name,
    decidedFor: actor.caller.onBehalfOf?.id,
    decidedForName: actor.caller.onBehalfOf?.name,
    decidedAt: now,
    reason: decided.reason,
    quantity: decided.quantity,
    openedAt: now,
    dueAt,
  });
  const disposalCase = await readDisposal(tx, id);
  await askForStage(tx, context, disposalCase);
  await tx.insert(outbox).values(outboxRow(context, actor, disposalCase, remindMilliseconds));
  await writeAudit(tx, context, actor, [
    {
      action: 'disposal.opened',
      subjectKind: 'disposal',
      subjectId: id,
      lotId: decided.hold.lotId,
      siteId: decided.hold.siteId,
      reason: decided.reason,
      after: {
        number,
        origin: decided.origin.kind,
        originId: decided.origin.id,
        quantity: decided.quantity,
        approvalsNeeded: demands.approvalsNeeded,
        witness: demands.witnessReason,
        papers: demands.papersRequired,
        dueAt: dueAt.toISOString(),
      },
    },
  ]);
  return disposalCase;
}

/** What this disposal needs, by the policies for its item at its site; the value that asks for a witness, by those of each owner. */
async function readDemands(tx: Tx, now: Date, { hold, item, standing }: DecidedDisposal) {
  const book = await readPolicyBook(tx, now, [
    'disposal_approvals',
    'disposal_witness_required',
    'disposal_witness_from_value',
    'destruction_certificate_required',
    'disposal_papers_required',
    'disposal_remind_after_minutes',
    'disposal_escalate_after_minutes',
  ]);
  const scope = { itemId: item.id, category: item.category, siteId: hold.siteId };
  const approvals = book.read('disposal_approvals', scope);
  const witness = book.read('disposal_witness_required', scope);
  const certificate = book.read('destruction_certificate_required', scope);
  const papers = book.read('disposal_papers_required', scope);
  const remind = book.read('disposal_remind_after_minutes', scope);
  const escalate = book.read('disposal_escalate_after_minutes', scope);
  const valuable = witness.value
    ? await firstWorthWitness(tx, now, { item, standing }, (entityId) =>
        book.read('disposal_witness_from_value', { ...scope, entityId }),
      )
    : undefined;
  const stageMilliseconds = millisecondsOfMinutes(escalate.value);
  return {
    // Who decided is the first of those who approve.
    approvalsNeeded: countOf(approvals.value) - 1,
    witnessRequired: valuable !== undefined,
    witnessReason: valuable?.reason ?? (witness.value ? 'Worth less than what asks for a witness' : 'Waived by policy'),
    papersRequired: [
      ...new Set([...(certificate.value ? (['certificate_of_destruction'] as const) : []), ...papers.value]),
    ],
    stageMilliseconds,
    remindMilliseconds: Math.min(millisecondsOfMinutes(remind.value), stageMilliseconds),
    policyIds: [approvals, witness, certificate, papers, remind, escalate, ...(valuable?.followed ?? [])].flatMap(
      (reading) => [...reading.rowIds],
    ),
  };
}

type Threshold = { value: string; rowIds: readonly string[] };

/** The first owner whose goods are worth what asks for a witness; goods without a cost are worth an unknown amount, so they do. */
async function firstWorthWitness(
  tx: Tx,
  now: Date,
  { item, standing }: Pick<DecidedDisposal, 'item' | 'standing'>,
  thresholdOf: (entityId: string) => Threshold,
): Promise<{ reason: string; followed: Threshold[] } | undefined> {
  const ofOwner = Map.groupBy(standing, ({ ownerId }) => ownerId);
  const costs = await readCosts(tx, {
    itemId: item.id,
    ownerIds: [...ofOwner.keys()],
    day: now.toISOString().slice(0, 10),
  });
  for (const [ownerId, stock] of ofOwner) {
    const threshold = thresholdOf(ownerId);
    const cost = costs.find((known) => known.ownerId === ownerId);
    if (!cost) return { reason: 'Goods without a known cost', followed: [threshold] };
    const { amountPerBaseUnit, currency } = cost;
    const value = costOf(stock.map(({ quantity }) => ({ quantity, amountPerBaseUnit })));
    if (isWorthAtLeast(value, threshold.value))
      return { reason: `Worth ${value} ${currency}, from ${threshold.value} on`, followed: [threshold] };
  }
  return undefined;
}

function outboxRow(
  { clock }: OperationContext,
  { cause }: Actor,
  disposalCase: DisposalCase,
  remindMilliseconds: number,
): typeof outbox.$inferInsert {
  const { row, lot, siteCode } = disposalCase;
  const input: DisposalInput = {
    disposalId: row.id,
    number: row.number,
    state: row.state,
    remindAt: new Date(row.openedAt.getTime() + remindMilliseconds).toISOString(),
    escalateAt: row.dueAt.toISOString(),
  };
  return {
    workflowType: disposalProcess.workflowType,
    workflowId: row.workflowId,
    taskQueue: disposalProcess.taskQueue,
    input,
    searchAttributes: {
      HoldfastProcess: disposalProcess.workflowType,
      HoldfastCase: row.number,
      HoldfastState: row.state,
      HoldfastLot: lot.code,
      HoldfastItem: lot.itemCode,
      ...(siteCode ? { HoldfastSite: siteCode } : {}),
    },
    summary: `${row.number}: disposal of ${subjectOfDisposal(disposalCase)}`,
    traceparent: cause.traceparent,
    requestId: cause.requestId,
    createdAt: clock.now(),
    nextAttemptAt: clock.now(),
  };
}
