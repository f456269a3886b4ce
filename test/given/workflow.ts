import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApplicationFailure, WorkflowUpdateFailedError } from '@temporalio/client';
import { and, eq } from 'drizzle-orm';
import { policies } from '#db/schema/policies.ts';
import { auditEntries, outbox } from '#db/schema/record.ts';
import { tasks } from '#db/schema/tasks.ts';
import { askedBy, type Caller } from '#domain/caller.ts';
import type { PolicyKey, PolicyScopeKind } from '#domain/policies.ts';
import type { CaseRequest } from '#domain/processes.ts';
import type { RuleViolation } from '#domain/result.ts';
import type { ReviewAction } from '#domain/review-actions.ts';
import type {
  CancelInput,
  ConfirmInput,
  DecideInput,
  ExtendInput,
  ReviewAnswer,
  SettleExceptionInput,
} from '#domain/review-steps.ts';
import type { OperationContext } from '#operations/context.ts';
import { type PlacedHoldAnswer, type PlaceHold, placeHold } from '#operations/place-hold.ts';
import * as messages from '#workflows/quarantine-review.messages.ts';
import type { GivenReviews } from './engine.ts';
import { commandOf, type GivenStock, givenLot } from './lots.ts';
import { givenReviewSigning } from './signing.ts';

/** The outcome of a step as its caller sees it: the answer, or the refusal. */
export type Outcome = { ok: true; value: ReviewAnswer } | { ok: false; violation: RuleViolation };

/** Sets a policy from now on, for an item, a site or everybody. */
export async function givenPolicy(
  { context }: Pick<GivenReviews, 'context'>,
  key: PolicyKey,
  value: string | boolean | string[],
  scope: { kind: PolicyScopeKind; key: string } | null = null,
): Promise<void> {
  await context.db.insert(policies).values({
    id: context.newId(),
    key,
    scopeKind: scope?.kind ?? 'global',
    scopeKey: scope?.key ?? null,
    value,
    version: 2,
    effectiveFrom: new Date(context.clock.now().getTime() - 1_000),
    reason: 'A test cannot wait for days',
    proposedBy: 'test',
    approvedBy: 'test',
  });
}

let lotNumber = 0;

/** A lot of 40 on the dock of Newark, held there by a warehouse person for damage. */
export async function givenHold(
  { context, ids }: Pick<GivenReviews, 'context' | 'ids'>,
  {
    by,
    item,
    stock = [{ at: 'EWR/DOCK-IN', quantity: '40' }],
    ...input
  }: Partial<PlaceHold> & { by?: Caller; item?: string; stock?: readonly GivenStock[] } = {},
): Promise<PlacedHoldAnswer> {
  lotNumber += 1;
  const lot = input.lot ?? (await givenLot(context, ids, { code: `WF-${lotNumber}`, ...(item && { item }), stock })).id;
  const ruth: Caller = {
    kind: 'person',
    id: ids.user('r.okafor'),
    name: 'Ruth Okafor',
    grants: [{ role: 'warehouse_lead', rights: ['hold.place'], entityId: null, siteId: null }],
  };
  const reason = 'A pallet fell from the truck, lids are open';
  const answer = await placeHold(
    context,
    commandOf(by ?? ruth, { site: 'EWR', rule: 'damage', reason, ...input, lot }, randomUUID()),
  );
  if (!answer.ok) throw new Error(JSON.stringify(answer.violation));
  return answer.value;
}

type Inputs = {
  decide: DecideInput;
  extend: ExtendInput;
  cancel: CancelInput;
  confirmOutcome: ConfirmInput;
  settleException: SettleExceptionInput;
};
const updates = {
  decide: messages.decideUpdate,
  extend: messages.extendUpdate,
  cancel: messages.cancelUpdate,
  confirmOutcome: messages.confirmOutcomeUpdate,
  settleException: messages.settleExceptionUpdate,
} as const;

/** What a step is signed as. */
const stepOf = (name: keyof Inputs, input: object): ReviewAction =>
  'settlement' in input
    ? (input.settlement as SettleExceptionInput['settlement'])
    : (
        {
          decide: 'decide',
          extend: 'extend',
          cancel: 'cancel',
          confirmOutcome: 'confirm_outcome',
          settleException: 'retry',
        } as const
      )[name];

/**
 * A person's step through the engine, as the API sends it, once the relay has started the workflow; signed for the review as it is,
 * unless the input brings a signing of its own.
 */
export async function ask<Name extends keyof Inputs>(
  { client, context }: Pick<GivenReviews, 'client' | 'context'>,
  name: Name,
  by: Caller,
  { workflowId, reviewId }: Pick<PlacedHoldAnswer, 'workflowId' | 'reviewId'>,
  input: Omit<Inputs[Name], 'reviewId'>,
  key: string = randomUUID(),
): Promise<Outcome> {
  await untilStarted(context, workflowId);
  const signed = 'signingId' in input ? {} : await givenReviewSigning(context, by, reviewId, stepOf(name, input));
  const commandId = `${by.id}:${key}`;
  // The key of both records is the same name, which the compiler cannot follow through two lookups.
  const update = updates[name] as unknown as messages.ReviewUpdate<Inputs[Name]>;
  const request = {
    commandId,
    caller: askedBy(by),
    requestId: `request-${key}`,
    input: { reviewId, ...signed, ...input },
  } as CaseRequest<Inputs[Name]>;
  try {
    const handle = client.workflow.getHandle(workflowId);
    return { ok: true, value: await handle.executeUpdate(update, { args: [request], updateId: commandId }) };
  } catch (error) {
    if (!(error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure)) throw error;
    // The first detail of a refusal is the violation.
    return { ok: false, violation: error.cause.details?.[0] as RuleViolation };
  }
}

/** Waits until the relay has started a process. */
export async function untilStarted({ db }: Pick<OperationContext, 'db'>, workflowId: string): Promise<void> {
  await until(async () => {
    const [row] = await db.select({ at: outbox.startedAt }).from(outbox).where(eq(outbox.workflowId, workflowId));
    return row?.at !== null;
  });
}

/** Looks every few milliseconds until something is so. What never comes is ended by the run's own limit. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(15);
}

const prefix = 'quarantine_review.';

/** What happened to a review, by its audit trail: actions without their prefix, in order; the signatures beside them left out. */
export async function historyOf({ db }: Pick<OperationContext, 'db'>, reviewId: string): Promise<string[]> {
  const rows = await db
    .select({ action: auditEntries.action })
    .from(auditEntries)
    .where(and(eq(auditEntries.subjectKind, 'quarantine_review'), eq(auditEntries.subjectId, reviewId)))
    .orderBy(auditEntries.position);
  return rows.flatMap(({ action }) => (action.startsWith(prefix) ? action.slice(prefix.length) : []));
}

/** The tasks of a review as `kind state`, in the order they were written. */
export async function tasksOf({ db }: Pick<OperationContext, 'db'>, reviewId: string): Promise<string[]> {
  const rows = await db
    .select({ kind: tasks.kind, state: tasks.state })
    .from(tasks)
    .where(eq(tasks.subjectId, reviewId))
    .orderBy(tasks.id);
  return rows.map(({ kind, state }) => `${kind} ${state}`);
}
