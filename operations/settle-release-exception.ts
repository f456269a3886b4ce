import { maySettleRelease } from '#domain/release-approval.ts';
import type { ReleaseAnswer, SettleReleaseInput } from '#domain/release-steps.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { giveReason } from './check-reason-code.ts';
import type { Command, OperationContext } from './context.ts';
import { answerRelease } from './read-release-answer.ts';
import { auditOfRelease, lockRelease, policyScopeOfRelease } from './release-case.ts';
import { endReleaseTasks, openReleaseTasks } from './release-tasks.ts';
import { currentCaller } from './review-case.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';

/**
 * Says that what kept a release from going on is settled. A step is one transaction, so what failed has left nothing half
 * done: it is asked for again, and here somebody answers for having looked.
 */
export function settleReleaseException(
  context: OperationContext,
  command: Command<SettleReleaseInput>,
): Promise<Answer<ReleaseAnswer>> {
  const { releaseId, reason, reasonCode } = command.input;
  return runCommand(context, 'settle-release-exception', command, async (tx): Promise<Result<ReleaseAnswer>> => {
    const now = context.clock.now();
    const locked = await lockRelease(tx, releaseId, now);
    if (!locked.ok) return locked;
    const { release, row } = locked.value;
    const caller = await currentCaller(tx, command.caller, now);
    if (!caller.ok) return caller;
    const may = maySettleRelease(caller.value, release, { reason });
    if (!may.ok) return may;
    const scopes = [policyScopeOfRelease(locked.value)];
    const named = { ...command, caller: caller.value };
    const given = await giveReason(tx, context, named, { list: 'exception', reason, reasonCode, scopes });
    if (!given.ok) return given;
    const actor = given.value;
    const exceptions = (await openReleaseTasks(tx, releaseId)).filter(({ kind }) => kind === 'settle_exception');
    if (exceptions.length === 0) return refuse('release.nothing-to-settle', `Nothing is in the way of ${row.number}`);
    await endReleaseTasks(tx, context, actor, { releaseId, taskIds: exceptions.map(({ id }) => id), note: reason });
    await writeAudit(tx, context, actor, [
      {
        ...auditOfRelease(locked.value),
        action: 'release_approval.exception_settled',
        reason,
        after: { number: row.number },
      },
    ]);
    return allow(await answerRelease(tx, releaseId, now));
  });
}
