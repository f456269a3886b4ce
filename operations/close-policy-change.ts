import { standingOfChange } from '#db/queries/policy-changes.ts';
import type { PolicyChangeStanding } from '#domain/policy-change-steps.ts';
import { allow } from '#domain/result.ts';
import type { Command, OperationContext } from './context.ts';
import { auditOfChange, endTasksOfChange, lockPolicyChange, updatePolicyChange } from './policy-change-case.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';

const lapsed = 'Nobody decided in time';

/** Lets a proposal lapse that nobody decided in time: nothing changes, and the same may be proposed again. */
export function closePolicyChange(
  context: OperationContext,
  command: Command<{ changeId: string }>,
): Promise<Answer<PolicyChangeStanding>> {
  const { changeId } = command.input;
  return runCommand(context, 'close-policy-change', command, async (tx) => {
    const locked = await lockPolicyChange(tx, changeId);
    if (!locked.ok) return locked;
    const row = locked.value;
    if (row.state !== 'proposed') return allow(standingOfChange(row));
    const changed = await updatePolicyChange(tx, changeId, {
      state: 'expired',
      decidedBy: command.caller.id,
      decidedByName: command.caller.name,
      decidedAt: context.clock.now(),
      decisionReason: lapsed,
    });
    await endTasksOfChange(tx, context, command, { changeId, as: 'cancelled', note: lapsed });
    await writeAudit(tx, context, command, [
      {
        ...auditOfChange(row),
        action: 'policy_change.expired',
        reason: lapsed,
        before: { state: row.state },
        after: { number: row.number, state: 'expired' },
      },
    ]);
    return allow(standingOfChange(changed));
  });
}
