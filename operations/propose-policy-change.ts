import { and, eq } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { standingOfChange } from '#db/queries/policy-changes.ts';
import { outbox, policyChanges } from '#db/schema/index.ts';
import { authorize } from '#domain/caller.ts';
import { mayPropose, rightToPropose, subjectOf, titleOf } from '#domain/policy-change.ts';
import type { PolicyChangeStanding } from '#domain/policy-change-steps.ts';
import { millisecondsOfMinutes } from '#domain/policy-values.ts';
import { type PolicyChangeInput, policyChangeProcess } from '#domain/processes.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { giveReason } from './check-reason-code.ts';
import type { Actor, Command, OperationContext } from './context.ts';
import { readPolicyBook } from './policy-book.ts';
import { auditOfChange, type PolicyChangeRow, scopeOfChange } from './policy-change-case.ts';
import { recordDuty } from './record-duty.ts';
import { type AskedChange, type ResolvedChange, resolveChange } from './resolve-proposed-change.ts';
import { type Answer, runCommand } from './run-command.ts';
import { takeNumbers } from './take-numbers.ts';
import { writeAudit } from './write-audit.ts';
import { writeTasks } from './write-task.ts';

export type ProposePolicyChange = AskedChange & { reason: string; reasonCode?: string | undefined };

/**
 * Proposes another value of a policy, another word of a list, or the end of a legal hold. Nothing changes by it: a second
 * person decides, kept in mind by the process whose outbox row is written with the proposal. Of two proposals about the same
 * the first is decided first.
 */
export function proposePolicyChange(
  context: OperationContext,
  command: Command<ProposePolicyChange>,
): Promise<Answer<PolicyChangeStanding>> {
  const { input } = command;
  return runCommand(context, 'propose-policy-change', command, async (tx): Promise<Result<PolicyChangeStanding>> => {
    // Whoever may propose nowhere learns nothing of what is set where.
    const entitled = authorize(command.caller, rightToPropose[input.subject]);
    if (!entitled.ok) return entitled;
    const resolved = await resolveChange(tx, input, context.clock.now());
    if (!resolved.ok) return resolved;
    const { subject, reason } = input;
    const may = mayPropose(command.caller, { subject, scope: resolved.value.scope, reason });
    if (!may.ok) return may;
    const given = await giveReason(tx, context, command, {
      ...{ list: 'policy', reason, reasonCode: input.reasonCode },
      scopes: [scopeOfChange(resolved.value)],
    });
    if (!given.ok) return given;
    const row = await writeProposal(tx, context, command, resolved.value, input);
    if (!row.ok) return row;
    await startProcess(tx, context, given.value, row.value);
    return allow(standingOfChange(row.value.row));
  });
}

type Planned = { row: PolicyChangeRow; remindAt: Date };

async function writeProposal(
  tx: Tx,
  context: OperationContext,
  { caller }: Actor,
  { change, siteId, entityId }: ResolvedChange,
  { expectedVersion, reason }: ProposePolicyChange,
): Promise<Result<Planned>> {
  const now = context.clock.now();
  const book = await readPolicyBook(tx, now, [
    'policy_change_remind_after_minutes',
    'policy_change_escalate_after_minutes',
    'policy_change_expire_after_minutes',
  ]);
  const place = { siteId, entityId };
  const remind = book.read('policy_change_remind_after_minutes', place);
  const escalate = book.read('policy_change_escalate_after_minutes', place);
  const expire = book.read('policy_change_expire_after_minutes', place);
  const after = (minutes: string): Date => new Date(now.getTime() + millisecondsOfMinutes(minutes));
  const [number] = await takeNumbers(tx, 'policy_change_numbers', 'PC', 1);
  const id = context.newId();
  const subject = subjectOf(change);
  const [row] = await tx
    .insert(policyChanges)
    .values({
      id,
      number: number ?? '',
      subjectKind: change.subject,
      subject,
      state: 'proposed',
      change,
      expectedVersion,
      siteId,
      entityId,
      reason: reason.trim(),
      proposedBy: caller.id,
      proposedByName: caller.name,
      proposedAt: now,
      dueAt: after(escalate.value),
      expiresAt: after(expire.value),
      workflowId: policyChangeProcess.workflowId(id),
      policyIds: [...new Set([...remind.rowIds, ...escalate.rowIds, ...expire.rowIds])],
    })
    .onConflictDoNothing()
    .returning();
  return row ? allow({ row, remindAt: after(remind.value) }) : await alreadyProposed(tx, subject);
}

async function alreadyProposed(tx: Tx, subject: string): Promise<Result<never>> {
  const [open] = await tx
    .select({ number: policyChanges.number, by: policyChanges.proposedByName })
    .from(policyChanges)
    .where(and(eq(policyChanges.subject, subject), eq(policyChanges.state, 'proposed')));
  return refuse(
    'policy-change.already-proposed',
    open
      ? `${open.by} has proposed a change of it: ${open.number} is decided first`
      : 'A change of it was just decided',
  );
}

/** Task, trail, duty and the row that starts the process: one transaction with the proposal. */
async function startProcess(tx: Tx, context: OperationContext, actor: Actor, { row, remindAt }: Planned) {
  const title = titleOf(row.change);
  await writeTasks(tx, context, [
    {
      kind: 'approve_policy_change',
      team: 'quality_management',
      title: `Decide about ${title}`,
      detail: `${row.proposedByName} proposed ${row.number}: ${row.reason}`,
      subjectKind: 'policy_change',
      subjectId: row.id,
      siteId: row.siteId,
      entityId: row.entityId,
      workflowId: row.workflowId,
      dueAt: row.dueAt,
    },
  ]);
  await recordDuty(tx, actor, {
    duty: 'proposed',
    lotIds: [],
    caseKind: 'policy_change',
    caseId: row.id,
    at: row.proposedAt,
  });
  const input: PolicyChangeInput = {
    changeId: row.id,
    remindAt: remindAt.toISOString(),
    escalateAt: row.dueAt.toISOString(),
    expireAt: row.expiresAt.toISOString(),
  };
  await tx.insert(outbox).values({
    workflowType: policyChangeProcess.workflowType,
    workflowId: row.workflowId,
    taskQueue: policyChangeProcess.taskQueue,
    input,
    searchAttributes: {
      HoldfastProcess: policyChangeProcess.workflowType,
      HoldfastCase: row.number,
      HoldfastState: row.state,
    },
    summary: `${row.number}: ${title}`,
    traceparent: actor.cause.traceparent,
    requestId: actor.cause.requestId,
    createdAt: row.proposedAt,
    nextAttemptAt: row.proposedAt,
  });
  await writeAudit(tx, context, actor, [
    {
      ...auditOfChange(row),
      action: 'policy_change.proposed',
      reason: row.reason,
      after: { number: row.number, change: row.change, expectedVersion: row.expectedVersion },
    },
  ]);
}
