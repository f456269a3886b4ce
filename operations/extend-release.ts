import { countOf } from '#domain/policy-values.ts';
import { mayExtendRelease } from '#domain/release-extension.ts';
import type { ExtendReleaseInput, ReleaseAnswer } from '#domain/release-steps.ts';
import { allow, type Result } from '#domain/result.ts';
import { changeRelease } from './change-release.ts';
import { giveReason } from './check-reason-code.ts';
import type { Command, OperationContext } from './context.ts';
import { readPolicyBook } from './policy-book.ts';
import { answerRelease } from './read-release-answer.ts';
import { auditOfRelease, lockRelease, policyScopeOfRelease } from './release-case.ts';
import { writeReleaseDecision } from './release-decisions.ts';
import { changeReleaseTasks } from './release-tasks.ts';
import { currentCaller } from './review-case.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';

/** Moves the due date of a release and of its tasks, with a reason, signed, and within the policy's limit. */
export function extendRelease(
  context: OperationContext,
  command: Command<ExtendReleaseInput>,
): Promise<Answer<ReleaseAnswer>> {
  const { releaseId, until, reason, reasonCode, signingId } = command.input;
  return runCommand(context, 'extend-release', command, async (tx): Promise<Result<ReleaseAnswer>> => {
    const now = context.clock.now();
    const locked = await lockRelease(tx, releaseId, now);
    if (!locked.ok) return locked;
    const { row, release } = locked.value;
    const caller = await currentCaller(tx, command.caller, now);
    if (!caller.ok) return caller;
    const book = await readPolicyBook(tx, now, ['release_extension_max_days']);
    const allowed = book.read('release_extension_max_days', policyScopeOfRelease(locked.value));
    const maxDays = countOf(allowed.value);
    const dueAt = new Date(until);
    const may = mayExtendRelease(caller.value, release, { until: dueAt, reason, now, maxDays });
    if (!may.ok) return may;
    const scopes = [policyScopeOfRelease(locked.value)];
    const named = { ...command, caller: caller.value };
    const given = await giveReason(tx, context, named, { list: 'release', reason, reasonCode, scopes });
    if (!given.ok) return given;
    const actor = given.value;
    const decided = await writeReleaseDecision(tx, context, actor, locked.value, {
      decision: 'extend',
      terms: null,
      reason: reason.trim(),
      reasonCode,
      until: dueAt,
      policyIds: allowed.rowIds,
      signingId,
    });
    if (!decided.ok) return decided;
    await changeRelease(tx, releaseId, { dueAt, extensions: row.extensions + 1 });
    await changeReleaseTasks(tx, releaseId, { dueAt });
    await writeAudit(tx, context, actor, [
      {
        ...auditOfRelease(locked.value),
        action: 'release_approval.extended',
        reason,
        before: { number: row.number, dueAt: row.dueAt.toISOString() },
        after: { number: row.number, dueAt: dueAt.toISOString() },
      },
    ]);
    return allow(await answerRelease(tx, releaseId, now));
  });
}
