import { standingOfRelease } from '#db/queries/releases-in-engine.ts';
import type { ReleaseStanding } from '#domain/release-steps.ts';
import { allow } from '#domain/result.ts';
import { changeRelease } from './change-release.ts';
import type { Command, OperationContext } from './context.ts';
import { auditOfRelease, isReleaseOvertaken, lockRelease } from './release-case.ts';
import { addReleaseTask, changeReleaseTasks, openReleaseTasks, subjectOfRelease } from './release-tasks.ts';
import { type Answer, runCommand } from './run-command.ts';
import { tellOfCase } from './tell-of-case.ts';
import { writeAudit } from './write-audit.ts';

/** Takes a release that takes long to quality management, before its stock is held. The tasks of the team stay. */
export function escalateRelease(
  context: OperationContext,
  command: Command<{ releaseId: string; dueAt: string }>,
): Promise<Answer<ReleaseStanding>> {
  const { releaseId, dueAt } = command.input;
  return runCommand(context, 'escalate-release', command, async (tx) => {
    const escalatedAt = context.clock.now();
    const locked = await lockRelease(tx, releaseId, escalatedAt);
    if (!locked.ok) return locked;
    const { row } = locked.value;
    if (isReleaseOvertaken(row, dueAt)) return allow(standingOfRelease(row));
    const changed = await changeRelease(tx, releaseId, { escalatedAt });
    await changeReleaseTasks(tx, releaseId, { escalatedAt });
    await tellOfCase(tx, context, command, {
      subjectKind: 'release_approval',
      subjectId: releaseId,
      what: 'escalate',
      at: dueAt,
    });
    const open = await openReleaseTasks(tx, releaseId);
    if (!open.some(({ kind }) => kind === 'decide_escalated_release'))
      await addReleaseTask(tx, context, row, {
        kind: 'decide_escalated_release',
        title: `Waits for long: ${await subjectOfRelease(tx, row)}`,
        detail: `${row.number} is ${row.limitId ? 'withdrawn' : 'held'} at ${row.dueAt.toISOString()} unless it is decided before`,
      });
    await writeAudit(tx, context, command, [
      {
        ...auditOfRelease(locked.value),
        action: 'release_approval.escalated',
        after: { number: row.number, state: row.state, dueAt: row.dueAt.toISOString() },
      },
    ]);
    return allow(standingOfRelease(changed));
  });
}
