import type { ReleaseAnswer } from '#domain/release-steps.ts';
import { mayTakeBack } from '#domain/release-take-back.ts';
import { allow, type Result } from '#domain/result.ts';
import { changeRelease } from './change-release.ts';
import { giveReason } from './check-reason-code.ts';
import type { Command, OperationContext } from './context.ts';
import { answerRelease } from './read-release-answer.ts';
import { auditOfRelease, lockRelease, policyScopeOfRelease } from './release-case.ts';
import { askForNextStep } from './release-tasks.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';

/**
 * Takes back the first of two approvals: given by mistake, or to terms that cannot be carried out any more. Stopping needs only
 * the database, so this does; the approval stays readable, and both are asked for anew.
 */
export function takeBackApproval(
  context: OperationContext,
  command: Command<{ releaseId: string; reason: string; reasonCode?: string }>,
): Promise<Answer<ReleaseAnswer>> {
  const { caller, input } = command;
  return runCommand(context, 'take-back-approval', command, async (tx): Promise<Result<ReleaseAnswer>> => {
    const now = context.clock.now();
    const locked = await lockRelease(tx, input.releaseId, now);
    if (!locked.ok) return locked;
    const { row, release, approvals } = locked.value;
    const may = mayTakeBack(caller, release, input);
    if (!may.ok) return may;
    const { reason, reasonCode } = input;
    const scopes = [policyScopeOfRelease(locked.value)];
    const given = await giveReason(tx, context, command, { list: 'release', reason, reasonCode, scopes });
    if (!given.ok) return given;
    const actor = given.value;
    const anew = { round: row.round + 1, roundId: context.newId(), terms: null };
    const changed = await changeRelease(tx, row.id, anew);
    const note = `The approval of ${approvals[0]?.byName} was taken back`;
    await askForNextStep(tx, context, actor, changed, { approvalsGiven: 0, note, afresh: true });
    await writeAudit(tx, context, actor, [
      {
        ...auditOfRelease(locked.value),
        action: 'release_approval.approval_taken_back',
        reason,
        before: { number: row.number, terms: row.terms, approvals: approvals.map(({ byName }) => byName) },
        after: { number: row.number },
      },
    ]);
    return allow(await answerRelease(tx, input.releaseId, now));
  });
}
