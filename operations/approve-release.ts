import type { Tx } from '#db/connect.ts';
import { mayApprove, type ReleaseTerms } from '#domain/release-approval.ts';
import type { ApproveReleaseInput, ReleaseAnswer } from '#domain/release-steps.ts';
import { allow, type Result } from '#domain/result.ts';
import { carryOutRelease } from './carry-out-release.ts';
import { changeRelease } from './change-release.ts';
import type { Actor, Command, OperationContext } from './context.ts';
import { carryOutConditions } from './end-condition-change.ts';
import { answerRelease } from './read-release-answer.ts';
import { recordDuty } from './record-duty.ts';
import { refuseMeeting } from './refuse-meeting.ts';
import { auditOfRelease, dutiesOfRelease, lockRelease, type ReleaseCase } from './release-case.ts';
import { writeReleaseDecision } from './release-decisions.ts';
import { askForNextStep } from './release-tasks.ts';
import { resolveTermsApproved } from './resolve-release-terms.ts';
import { currentCaller } from './review-case.ts';
import { type Answer, runCommand } from './run-command.ts';
import { writeAudit } from './write-audit.ts';

/**
 * Approves the release of stock, all of it or a part, with conditions or without: right, duties, results, signature and, with
 * the last approval needed, the movement are one transaction, so the answer is final.
 */
export function approveRelease(
  context: OperationContext,
  command: Command<ApproveReleaseInput>,
): Promise<Answer<ReleaseAnswer>> {
  const { input } = command;
  return runCommand(context, 'approve-release', command, async (tx): Promise<Result<ReleaseAnswer>> => {
    const now = context.clock.now();
    const locked = await lockRelease(tx, input.releaseId, now);
    if (!locked.ok) return locked;
    const releaseCase = locked.value;
    const { release, row } = releaseCase;
    const caller = await currentCaller(tx, command.caller, now);
    if (!caller.ok) return caller;
    const terms = await resolveTermsApproved(tx, releaseCase, input, now);
    if (!terms.ok) return terms;
    const resultsVersion = input.resultsVersion ?? row.resultsVersion;
    const may = mayApprove(caller.value, release, { terms: terms.value, resultsVersion });
    if (!may.ok) return may;
    const actor = { ...command, caller: caller.value };
    const apart = await refuseMeetingDuties(tx, actor, releaseCase);
    if (!apart.ok) return apart;
    const decided = await writeReleaseDecision(tx, context, actor, releaseCase, {
      decision: 'approve',
      terms: terms.value,
      reason: input.comment ?? null,
      signingId: input.signingId,
    });
    if (!decided.ok) return decided;
    await recordDuty(tx, actor, { duty: dutyOf(releaseCase), ...dutiesOfRelease(releaseCase), at: now });

    const done = may.value.complete
      ? await carryOut(tx, context, actor, releaseCase, terms.value)
      : await waitForSecond(tx, context, actor, releaseCase, terms.value);
    if (!done.ok) return done;
    return allow(await answerRelease(tx, input.releaseId, now));
  });
}

/** Frees the stock, or, where it is about the conditions of stock that is free, puts these into force. */
const carryOut = (
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  releaseCase: ReleaseCase,
  terms: ReleaseTerms,
): Promise<Result<void>> =>
  releaseCase.limit
    ? carryOutConditions(tx, context, actor, releaseCase)
    : carryOutRelease(tx, context, actor, releaseCase, terms, 'approve');

const dutyOf = ({ approvals }: ReleaseCase) =>
  approvals.length === 0 ? ('released' as const) : ('approved_second' as const);

/** Whoever gives the second approval releases the lot as well: both duties are asked about. */
async function refuseMeetingDuties(tx: Tx, { caller }: Actor, releaseCase: ReleaseCase): Promise<Result<void>> {
  const subject = dutiesOfRelease(releaseCase);
  const released = await refuseMeeting(tx, caller, { duty: 'released', ...subject });
  return released.ok && dutyOf(releaseCase) === 'approved_second'
    ? await refuseMeeting(tx, caller, { duty: 'approved_second', ...subject })
    : released;
}

async function waitForSecond(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  releaseCase: ReleaseCase,
  terms: ReleaseTerms,
): Promise<Result<void>> {
  const { row } = releaseCase;
  const changed = await changeRelease(tx, row.id, { terms });
  const note = `${actor.caller.name} approved it`;
  await askForNextStep(tx, context, actor, changed, { approvalsGiven: 1, note, afresh: true });
  await writeAudit(tx, context, actor, [
    {
      ...auditOfRelease(releaseCase),
      action: 'release_approval.approved_first',
      after: { number: row.number, terms, resultsVersion: row.resultsVersion },
    },
  ]);
  return allow(undefined);
}
