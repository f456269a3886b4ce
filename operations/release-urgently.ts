import { mayReleaseUrgently } from '#domain/release-approval.ts';
import type { ReleaseAnswer, ReleaseUrgentlyInput } from '#domain/release-steps.ts';
import { allow, type Result } from '#domain/result.ts';
import { carryOutRelease } from './carry-out-release.ts';
import { giveReason } from './check-reason-code.ts';
import type { Command, OperationContext } from './context.ts';
import { answerRelease } from './read-release-answer.ts';
import { recordDuty } from './record-duty.ts';
import { refuseMeeting } from './refuse-meeting.ts';
import { dutiesOfRelease, lockRelease, policyScopeOfRelease } from './release-case.ts';
import { writeReleaseDecision } from './release-decisions.ts';
import { resolveReleaseTerms } from './resolve-release-terms.ts';
import { currentCaller } from './review-case.ts';
import { type Answer, runCommand } from './run-command.ts';

/**
 * Frees stock, all of it or a part, before its results are in, by a right of its own and with a reason. The results are owed, with
 * a due date.
 */
export function releaseUrgently(
  context: OperationContext,
  command: Command<ReleaseUrgentlyInput>,
): Promise<Answer<ReleaseAnswer>> {
  const { releaseId, reason, reasonCode, signingId, ...stated } = command.input;
  return runCommand(context, 'release-urgently', command, async (tx): Promise<Result<ReleaseAnswer>> => {
    const now = context.clock.now();
    const locked = await lockRelease(tx, releaseId, now);
    if (!locked.ok) return locked;
    const releaseCase = locked.value;
    const caller = await currentCaller(tx, command.caller, now);
    if (!caller.ok) return caller;
    const terms = await resolveReleaseTerms(tx, releaseCase, stated, now);
    if (!terms.ok) return terms;
    const may = mayReleaseUrgently(caller.value, releaseCase.release, { reason, terms: terms.value });
    if (!may.ok) return may;
    const subject = dutiesOfRelease(releaseCase);
    const apart = await refuseMeeting(tx, caller.value, { duty: 'released', ...subject });
    if (!apart.ok) return apart;
    const scopes = [policyScopeOfRelease(releaseCase)];
    const named = { ...command, caller: caller.value };
    const given = await giveReason(tx, context, named, { list: 'release', reason, reasonCode, scopes });
    if (!given.ok) return given;
    const actor = given.value;
    const decided = await writeReleaseDecision(tx, context, actor, releaseCase, {
      decision: 'release_urgently',
      terms: terms.value,
      reason,
      reasonCode,
      signingId,
    });
    if (!decided.ok) return decided;
    await recordDuty(tx, actor, { duty: 'released', ...subject, at: now });
    const done = await carryOutRelease(tx, context, actor, releaseCase, terms.value, 'release_urgently', reason.trim());
    if (!done.ok) return done;
    return allow(await answerRelease(tx, releaseId, now));
  });
}
