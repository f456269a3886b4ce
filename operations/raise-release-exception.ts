import { standingOfRelease } from '#db/queries/releases-in-engine.ts';
import { isReleaseOver } from '#domain/release-approval.ts';
import type { ReleaseStanding } from '#domain/release-steps.ts';
import { allow } from '#domain/result.ts';
import type { Command, OperationContext } from './context.ts';
import { auditOfRelease, lockRelease } from './release-case.ts';
import { addReleaseTask, openReleaseTasks, subjectOfRelease } from './release-tasks.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';
import type { Problem } from './write-exception.ts';

/**
 * Lets quality management know that a release cannot go on by itself, unless a task says so already, and answers where it
 * stands: what failed on its way back to the workflow may have been done after all. A release that is over needs no task.
 */
export function raiseReleaseException(
  context: OperationContext,
  command: Command<{ releaseId: string; problem: Problem }>,
): Promise<Answer<ReleaseStanding>> {
  const { releaseId, problem } = command.input;
  return runCommand(context, 'raise-release-exception', command, async (tx) => {
    const locked = await lockRelease(tx, releaseId, context.clock.now());
    if (!locked.ok) return locked;
    const { row } = locked.value;
    if (isReleaseOver(row.state)) return allow(standingOfRelease(row));
    const open = await openReleaseTasks(tx, releaseId);
    if (!open.some(({ kind }) => kind === 'settle_exception'))
      await addReleaseTask(tx, context, row, {
        kind: 'settle_exception',
        title: `Settle ${row.number} of ${await subjectOfRelease(tx, row)}: it cannot go on`,
        detail: problem.message,
      });
    await writeAudit(tx, context, command, [
      {
        ...auditOfRelease(locked.value),
        action: 'release_approval.exception_raised',
        reason: problem.message,
        after: { number: row.number, ...problem },
      },
    ]);
    return allow(standingOfRelease(row));
  });
}
