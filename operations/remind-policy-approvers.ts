import { standingOfChange } from '#db/queries/policy-changes.ts';
import type { PolicyChangeStanding } from '#domain/policy-change-steps.ts';
import { allow } from '#domain/result.ts';
import type { Command, OperationContext } from './context.ts';
import { auditOfChange, changeTasksOfChange, lockPolicyChange, updatePolicyChange } from './policy-change-case.ts';
import { type Answer, runCommand } from './run-command.ts';
import { tellOfCase } from './tell-of-case.ts';
import { writeAudit } from './write-audit.ts';

/** Brings an open proposal to mind again, or says that it is overdue. Answers where it stands. */
export function remindPolicyApprovers(
  context: OperationContext,
  command: Command<{ changeId: string; what: 'remind' | 'escalate' }>,
): Promise<Answer<PolicyChangeStanding>> {
  const { changeId, what } = command.input;
  return runCommand(context, 'remind-policy-approvers', command, async (tx) => {
    const locked = await lockPolicyChange(tx, changeId);
    if (!locked.ok) return locked;
    const row = locked.value;
    if (row.state !== 'proposed') return allow(standingOfChange(row));
    const now = context.clock.now();
    const stamp = what === 'remind' ? { remindedAt: now } : { escalatedAt: now };
    await changeTasksOfChange(tx, changeId, stamp);
    await tellOfCase(tx, context, command, {
      subjectKind: 'policy_change',
      subjectId: changeId,
      what: what,
      at: row.dueAt.toISOString(),
    });
    const action = what === 'remind' ? { action: 'policy_change.reminded' } : { action: 'policy_change.escalated' };
    await writeAudit(tx, context, command, [
      { ...auditOfChange(row), ...action, after: { number: row.number, dueAt: row.dueAt.toISOString() } },
    ]);
    return allow(standingOfChange(await updatePolicyChange(tx, changeId, stamp)));
  });
}
