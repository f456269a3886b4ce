import type { Tx } from '#db/connect.ts';
import { shownChange, standingOfChange } from '#db/queries/policy-changes.ts';
import { mayDecideChange, stateAfter } from '#domain/policy-change.ts';
import type { DecideChangeInput, PolicyChangeStanding } from '#domain/policy-change-steps.ts';
import { allow, type Result } from '#domain/result.ts';
import { carryOutPolicyChange } from './carry-out-policy-change.ts';
import { giveReason } from './check-reason-code.ts';
import type { Actor, Command, OperationContext } from './context.ts';
import {
  asPolicyChange,
  auditOfChange,
  endTasksOfChange,
  lockPolicyChange,
  type PolicyChangeRow,
  scopeOfChange,
  updatePolicyChange,
} from './policy-change-case.ts';
import { recordDuty } from './record-duty.ts';
import { refuseMeeting } from './refuse-meeting.ts';
import { currentCaller } from './review-case.ts';
import { type Answer, runCommand } from './run-command.ts';
import { takeSignature } from './take-signature.ts';
import { writeAudit } from './write-audit.ts';

/**
 * Approves, rejects or withdraws a proposal: right, second person, signature, decision and effect are one transaction, so the
 * answer is final. Rejecting and withdrawing leave everything as it is and take no signature.
 */
export function decidePolicyChange(
  context: OperationContext,
  command: Command<DecideChangeInput>,
): Promise<Answer<PolicyChangeStanding>> {
  const { changeId, decision, reason, reasonCode } = command.input;
  return runCommand(context, 'decide-policy-change', command, async (tx): Promise<Result<PolicyChangeStanding>> => {
    const now = context.clock.now();
    const locked = await lockPolicyChange(tx, changeId);
    if (!locked.ok) return locked;
    const row = locked.value;
    const caller = await currentCaller(tx, command.caller, now);
    if (!caller.ok) return caller;
    const may = mayDecideChange(caller.value, asPolicyChange(row), { decision, reason });
    if (!may.ok) return may;

    const given = await giveReason(
      tx,
      context,
      { ...command, caller: caller.value },
      {
        ...{ list: 'policy', reason, reasonCode },
        scopes: [scopeOfChange(row)],
      },
    );
    if (!given.ok) return given;
    const actor = given.value;
    const approved =
      decision === 'approve' ? await approve(tx, context, actor, row, command.input) : allow({ effect: {} });
    if (!approved.ok) return approved;
    const state = stateAfter[decision];
    const changed = await updatePolicyChange(tx, changeId, {
      state,
      decidedBy: caller.value.id,
      decidedByName: caller.value.name,
      decidedAt: now,
      decisionReason: reason.trim(),
      ...approved.value.effect,
    });
    await endTasksOfChange(tx, context, actor, { changeId, as: 'settled', note: reason.trim() });
    await writeAudit(tx, context, actor, [
      {
        ...auditOfChange(row),
        action: 'policy_change.decided',
        reason: reason.trim(),
        before: { state: row.state },
        after: { number: row.number, state, change: row.change, effectiveFrom: changed.effectiveFrom?.toISOString() },
      },
    ]);
    return allow(standingOfChange(changed));
  });
}

type Effect = { effect: { signatureId?: string; effectiveFrom?: Date } };

async function approve(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  row: PolicyChangeRow,
  { signingId, reason, reasonCode }: DecideChangeInput,
): Promise<Result<Effect>> {
  const duty = { duty: 'approved' as const, lotIds: [], caseKind: 'policy_change', caseId: row.id };
  const apart = await refuseMeeting(tx, actor.caller, duty);
  if (!apart.ok) return apart;
  const signed = await takeSignature(tx, context, actor, {
    signingId,
    meanings: ['approval'],
    subject: { kind: 'policy_change', id: row.id },
    shown: shownChange(row),
    statement: { decision: 'approve', reason: reason.trim(), ...(reasonCode && { reasonCode }) },
    policyIds: row.policyIds,
    about: { siteId: row.siteId, entityId: row.entityId },
  });
  if (!signed.ok) return signed;
  const effectiveFrom = await carryOutPolicyChange(tx, context, actor, row);
  if (!effectiveFrom.ok) return effectiveFrom;
  await recordDuty(tx, actor, { ...duty, at: context.clock.now() });
  return allow({ effect: { signatureId: signed.value.signatureId, effectiveFrom: effectiveFrom.value } });
}
