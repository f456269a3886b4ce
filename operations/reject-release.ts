import { mayReject } from '#domain/release-approval.ts';
import type { RejectReleaseInput, ReleaseAnswer } from '#domain/release-steps.ts';
import { allow, type Result } from '#domain/result.ts';
import { giveReason } from './check-reason-code.ts';
import type { Command, OperationContext } from './context.ts';
import { endConditionChange } from './end-condition-change.ts';
import { answerRelease } from './read-release-answer.ts';
import { lockRelease, policyScopeOfRelease } from './release-case.ts';
import { writeReleaseDecision } from './release-decisions.ts';
import { currentCaller } from './review-case.ts';
import { type Answer, runCommand } from './run-command.ts';
import { stopRelease } from './stop-release.ts';

/** Refuses to let stock go: it is held, and the hold's quarantine review decides what becomes of it, by somebody else. */
export function rejectRelease(
  context: OperationContext,
  command: Command<RejectReleaseInput>,
): Promise<Answer<ReleaseAnswer>> {
  const { releaseId, reason, reasonCode, signingId } = command.input;
  return runCommand(context, 'reject-release', command, async (tx): Promise<Result<ReleaseAnswer>> => {
    const now = context.clock.now();
    const locked = await lockRelease(tx, releaseId, now);
    if (!locked.ok) return locked;
    const caller = await currentCaller(tx, command.caller, now);
    if (!caller.ok) return caller;
    const may = mayReject(caller.value, locked.value.release, { reason });
    if (!may.ok) return may;
    const scopes = [policyScopeOfRelease(locked.value)];
    const named = { ...command, caller: caller.value };
    const given = await giveReason(tx, context, named, { list: 'release', reason, reasonCode, scopes });
    if (!given.ok) return given;
    const actor = given.value;
    const decided = await writeReleaseDecision(tx, context, actor, locked.value, {
      decision: 'reject',
      terms: null,
      reason,
      reasonCode,
      signingId,
    });
    if (!decided.ok) return decided;
    if (locked.value.limit) {
      await endConditionChange(tx, context, actor, locked.value, 'rejected', reason.trim());
      return allow(await answerRelease(tx, releaseId, now));
    }
    await stopRelease(tx, context, actor, locked.value, {
      state: 'rejected',
      rule: 'release_rejected',
      automatic: false,
      reason: reason.trim(),
    });
    return allow(await answerRelease(tx, releaseId, now));
  });
}
