import { standingOfChange } from '#db/queries/policy-changes.ts';
import type { PolicyChangeStanding } from '#domain/policy-change-steps.ts';
import { allow } from '#domain/result.ts';
import type { Command, OperationContext } from './context.ts';
import { auditOfChange, lockPolicyChange, nameOfChange, openTaskKindsOf } from './policy-change-case.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';
import { writeTasks } from './write-task.ts';

/**
 * Lets quality management know that the process of a proposal met a fault. Nothing else changes; the task ends with the
 * proposal. Answers where it stands: what failed on its way back may have been done after all.
 */
export function raisePolicyChangeException(
  context: OperationContext,
  command: Command<{ changeId: string; message: string }>,
): Promise<Answer<PolicyChangeStanding>> {
  const { changeId, message } = command.input;
  return runCommand(context, 'raise-policy-change-exception', command, async (tx) => {
    const locked = await lockPolicyChange(tx, changeId);
    if (!locked.ok) return locked;
    const row = locked.value;
    if (row.state !== 'proposed') return allow(standingOfChange(row));
    if (!(await openTaskKindsOf(tx, changeId)).includes('settle_exception'))
      await writeTasks(tx, context, [
        {
          kind: 'settle_exception',
          team: 'quality_management',
          title: `Settle ${nameOfChange(row)}: it cannot go on`,
          detail: message,
          subjectKind: 'policy_change',
          subjectId: row.id,
          siteId: row.siteId,
          entityId: row.entityId,
          workflowId: row.workflowId,
          dueAt: row.dueAt,
        },
      ]);
    await writeAudit(tx, context, command, [
      {
        ...auditOfChange(row),
        action: 'policy_change.exception_raised',
        reason: message,
        after: { number: row.number },
      },
    ]);
    return allow(standingOfChange(row));
  });
}
