import { and, eq, inArray } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { outbox, releaseApprovals } from '#db/schema/index.ts';
import { authorize } from '#domain/caller.ts';
import { mayProposeLooser } from '#domain/limit-changes.ts';
import { countOf, millisecondsOfMinutes } from '#domain/policy-values.ts';
import { type ReleaseApprovalInput, releaseApprovalProcess } from '#domain/processes.ts';
import { type ReleaseConditions, runningReleaseStates } from '#domain/release-approval.ts';
import type { ReleaseAnswer } from '#domain/release-steps.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { giveReason } from './check-reason-code.ts';
import type { Command, OperationContext } from './context.ts';
import { insertRows } from './insert-rows.ts';
import { type LimitCase, lockLimit } from './limit-case.ts';
import { readPolicyBook } from './policy-book.ts';
import { answerRelease } from './read-release-answer.ts';
import { recordDuty } from './record-duty.ts';
import { askForNextStep } from './release-tasks.ts';
import { resolveConditions } from './resolve-release-terms.ts';
import { type Answer, runCommand } from './run-command.ts';
import { takeNumbers } from './take-numbers.ts';
import type { StatedLimit } from './tighten-limit.ts';
import { writeAudit } from './write-audit.ts';

/**
 * Opens a release approval about other conditions for stock that was released with some: as many people as for a release approve
 * it, signed, none of whom proposed it. Until they have, the conditions that there are hold.
 */
export function proposeConditions(
  context: OperationContext,
  command: Command<StatedLimit>,
): Promise<Answer<ReleaseAnswer>> {
  const { caller, input } = command;
  return runCommand(context, 'propose-conditions', command, async (tx): Promise<Result<ReleaseAnswer>> => {
    const now = context.clock.now();
    const locked = await lockLimit(tx, input.limitId);
    if (!locked.ok) return locked;
    const { limit, lot, site } = locked.value;
    const entitled = authorize(caller, 'release.approve', limit.scope);
    if (!entitled.ok) return entitled;
    const conditions = await resolveConditions(tx, input, { lot, site, now });
    if (!conditions.ok) return conditions;
    const { reason, reasonCode } = input;
    const may = mayProposeLooser(caller, limit, { conditions: conditions.value, reason });
    if (!may.ok) return may;
    const [open] = await tx
      .select({ number: releaseApprovals.number })
      .from(releaseApprovals)
      .where(
        and(eq(releaseApprovals.limitId, input.limitId), inArray(releaseApprovals.state, [...runningReleaseStates])),
      );
    if (open)
      return refuse(
        'release.change-already-proposed',
        `${open.number} proposes other conditions already: decide it first`,
      );
    const scopes = [{ ...limit.scope, itemId: lot.itemId }];
    const given = await giveReason(tx, context, command, { list: 'release', reason, reasonCode, scopes });
    if (!given.ok) return given;
    const actor = { ...command, ...given.value };
    const [number = ''] = await takeNumbers(tx, 'release_numbers', 'RA', 1);
    const { row, input: started } = await plan(tx, context, locked.value, number, conditions.value);
    const [opened] = await tx.insert(releaseApprovals).values(row).returning();
    if (!opened) throw new Error(`Release ${number} was not written`);
    const note = `Proposed: other conditions for what ${limit.number} released`;
    await askForNextStep(tx, context, actor, opened, { approvalsGiven: 0, note });
    await insertRows(tx, outbox, [outboxRow(command, locked.value, row, started)]);
    await recordDuty(tx, actor, {
      duty: 'requested',
      lotIds: [row.lotId],
      caseKind: 'release_approval',
      caseId: row.roundId,
      at: now,
    });
    await writeAudit(tx, context, actor, [
      {
        action: 'release_approval.conditions_proposed',
        subjectKind: 'release_approval',
        subjectId: row.id,
        lotId: row.lotId,
        siteId: row.siteId,
        entityId: row.ownerId,
        reason,
        before: { number: limit.number, ...limit.conditions },
        after: { number, ...conditions.value, approvals: row.approvalsNeeded },
      },
    ]);
    return allow(await answerRelease(tx, row.id, now));
  });
}

async function plan(
  tx: Tx,
  context: OperationContext,
  { row: limit, release, limit: { scope }, lot }: LimitCase,
  number: string,
  conditions: ReleaseConditions | null,
) {
  const openedAt = context.clock.now();
  const book = await readPolicyBook(tx, openedAt);
  const where = { ...scope, itemId: lot.itemId };
  const remind = book.read('release_remind_after_minutes', where);
  const escalate = book.read('release_escalate_after_minutes', where);
  const due = book.read('release_due_after_minutes', where);
  const approvals = book.read('release_approvals', where);
  const inOrder = book.read('release_approvals_in_order', where);
  const after = (minutes: string) => new Date(openedAt.getTime() + millisecondsOfMinutes(minutes));
  const id = context.newId();
  const row = {
    id,
    number,
    lotId: limit.lotId,
    siteId: release.siteId,
    ownerId: limit.ownerId,
    limitId: limit.id,
    workflowId: releaseApprovalProcess.workflowId(id),
    state: 'open' as const,
    openedAt,
    dueAt: after(due.value),
    quantity: '0',
    sampledQuantity: '0',
    specificationId: null,
    samplingLevel: release.samplingLevel,
    samples: null,
    outcome: 'pass' as const,
    approvalsNeeded: countOf(approvals.value),
    approvalsInOrder: inOrder.value,
    terms: { part: null, conditions },
    roundId: context.newId(),
    policyIds: [...new Set([remind, escalate, due, approvals, inOrder].flatMap(({ rowIds }) => [...rowIds]))],
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

function outboxRow(
  { cause }: Command<unknown>,
  { lot, item, site }: LimitCase,
  { workflowId, number, state, openedAt }: Awaited<ReturnType<typeof plan>>['row'],
  input: ReleaseApprovalInput,
) {
  return {
    workflowType: releaseApprovalProcess.workflowType,
    workflowId,
    taskQueue: releaseApprovalProcess.taskQueue,
    input,
    searchAttributes: {
      HoldfastProcess: releaseApprovalProcess.workflowType,
      HoldfastCase: number,
      HoldfastState: state,
      HoldfastLot: lot.code,
      HoldfastItem: item.code,
      HoldfastSite: site.code,
    },
    summary: `${number}: other conditions for ${lot.code} at ${site.code}`,
    traceparent: cause.traceparent,
    requestId: cause.requestId,
    createdAt: openedAt,
    nextAttemptAt: openedAt,
  };
}
