import { standingOfRelease } from '#db/queries/releases-in-engine.ts';
import type { ReleaseStanding } from '#domain/release-steps.ts';
import { allow } from '#domain/result.ts';
import type { Command, OperationContext } from './context.ts';
import { isReleaseOvertaken, lockRelease, readReleaseCase } from './release-case.ts';
import { type Answer, runCommand } from './run-command.ts';
import { stopRelease } from './stop-release.ts';

/** Holds stock whose release, or whose results after an urgent one, nobody has given in time. */
export function holdOverdueRelease(
  context: OperationContext,
  command: Command<{ releaseId: string; dueAt: string }>,
): Promise<Answer<ReleaseStanding>> {
  const { releaseId, dueAt } = command.input;
  return runCommand(context, 'hold-overdue-release', command, async (tx) => {
    const now = context.clock.now();
    const locked = await lockRelease(tx, releaseId, now);
    if (!locked.ok) return locked;
    const { row } = locked.value;
    if (isReleaseOvertaken(row, dueAt)) return allow(standingOfRelease(row));
    const owed = row.state === 'released_urgently' ? 'The results owed after an urgent release' : 'A decision';
    await stopRelease(tx, context, command, locked.value, {
      state: 'overdue',
      rule: 'overdue_inspection',
      automatic: true,
      reason: `${owed} about ${row.number} was due at ${row.dueAt.toISOString()}`,
    });
    const stopped = await readReleaseCase(tx, releaseId, now);
    if (!stopped) throw new Error(`Release ${row.number} was there and is gone`);
    return allow(standingOfRelease(stopped.row));
  });
}
