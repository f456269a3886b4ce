import { standingOfRelease } from '#db/queries/releases-in-engine.ts';
import type { ReleaseStanding } from '#domain/release-steps.ts';
import { allow } from '#domain/result.ts';
import { changeRelease } from './change-release.ts';
import type { Command, OperationContext } from './context.ts';
import { auditOfRelease, isReleaseOvertaken, lockRelease } from './release-case.ts';
import { changeReleaseTasks } from './release-tasks.ts';
import { type Answer, runCommand } from './run-command.ts';
import { tellOfCase } from './tell-of-case.ts';
import { writeAudit } from './write-audit.ts';

/** Marks the open tasks of a release as reminded of; the inbox shows these first. Answers where the release stands. */
export function remindRelease(
  context: OperationContext,
  command: Command<{ releaseId: string; dueAt: string }>,
): Promise<Answer<ReleaseStanding>> {
  const { releaseId, dueAt } = command.input;
  return runCommand(context, 'remind-release', command, async (tx) => {
    const remindedAt = context.clock.now();
    const locked = await lockRelease(tx, releaseId, remindedAt);
    if (!locked.ok) return locked;
    const { row } = locked.value;
    if (isReleaseOvertaken(row, dueAt)) return allow(standingOfRelease(row));
    const changed = await changeRelease(tx, releaseId, { remindedAt });
    await changeReleaseTasks(tx, releaseId, { remindedAt });
    await tellOfCase(tx, context, command, {
      subjectKind: 'release_approval',
      subjectId: releaseId,
      what: 'remind',
      at: dueAt,
    });
    await writeAudit(tx, context, command, [
      {
        ...auditOfRelease(locked.value),
        action: 'release_approval.reminded',
        after: { number: row.number, state: row.state, dueAt: row.dueAt.toISOString() },
      },
    ]);
    return allow(standingOfRelease(changed));
  });
}
