import type { Tx } from '#db/connect.ts';
import { standingOfRelease } from '#db/queries/releases-in-engine.ts';
import { millisecondsOfMinutes } from '#domain/policy-values.ts';
import type { ReleaseStanding } from '#domain/release-steps.ts';
import { isKeptByHolds } from '#domain/release-stop.ts';
import { allow } from '#domain/result.ts';
import { changeRelease } from './change-release.ts';
import type { Actor, Command, OperationContext } from './context.ts';
import { endConditionChange } from './end-condition-change.ts';
import { readPolicyBook } from './policy-book.ts';
import {
  auditOfRelease,
  isReleaseOvertaken,
  lockRelease,
  policyScopeOfRelease,
  type ReleaseCase,
  readReleaseCase,
} from './release-case.ts';
import { changeReleaseTasks } from './release-tasks.ts';
import { type Answer, runCommand } from './run-command.ts';
import { stopRelease } from './stop-release.ts';
import { writeAudit } from './write-audit.ts';

/**
 * Holds stock whose release, or whose results after an urgent one, nobody has given in time. Where all of it is held anyway nobody
 * could decide: a second hold would say nothing new, so the release waits as long again.
 */
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
    if (!locked.value.limit && isKeptByHolds(locked.value.release))
      return allow(await putOff(tx, context, command, locked.value));
    if (locked.value.limit) {
      const lapsed = `Nobody decided until ${row.dueAt.toISOString()}: the conditions stay`;
      await endConditionChange(tx, context, command, locked.value, 'withdrawn', lapsed);
      return allow(await standingNow(tx, releaseId, now));
    }
    const owed = row.state === 'released_urgently' ? 'The results owed after an urgent release' : 'A decision';
    await stopRelease(tx, context, command, locked.value, {
      state: 'overdue',
      rule: 'overdue_inspection',
      automatic: true,
      reason: `${owed} about ${row.number} was due at ${row.dueAt.toISOString()}`,
    });
    return allow(await standingNow(tx, releaseId, now));
  });
}

async function standingNow(tx: Tx, releaseId: string, now: Date): Promise<ReleaseStanding> {
  const found = await readReleaseCase(tx, releaseId, now);
  if (!found) throw new Error(`Release ${releaseId} was there and is gone`);
  return standingOfRelease(found.row);
}

async function putOff(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  releaseCase: ReleaseCase,
): Promise<ReleaseStanding> {
  const { row, heldBy } = releaseCase;
  const now = context.clock.now();
  const book = await readPolicyBook(tx, now, ['release_due_after_minutes']);
  const { value } = book.read('release_due_after_minutes', policyScopeOfRelease(releaseCase));
  const dueAt = new Date(now.getTime() + millisecondsOfMinutes(value));
  const changed = await changeRelease(tx, row.id, { dueAt });
  await changeReleaseTasks(tx, row.id, { dueAt });
  await writeAudit(tx, context, actor, [
    {
      ...auditOfRelease(releaseCase),
      action: 'release_approval.put_off',
      reason: `All of it is held by ${heldBy.join(', ')}: nobody can decide before that is decided`,
      before: { number: row.number, dueAt: row.dueAt.toISOString() },
      after: { number: row.number, dueAt: dueAt.toISOString() },
    },
  ]);
  return standingOfRelease(changed);
}
