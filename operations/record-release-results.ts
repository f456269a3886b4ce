import type { Tx } from '#db/connect.ts';
import { beyondSight } from '#db/queries/sight.ts';
import { mayRecordResults } from '#domain/release-approval.ts';
import { checkMeasurements, judge, type Measurement } from '#domain/release-results.ts';
import type { ReleaseAnswer } from '#domain/release-steps.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { type Characteristic, sameWord } from '#domain/specifications.ts';
import { changeRelease } from './change-release.ts';
import type { Actor, Command, OperationContext } from './context.ts';
import { answerRelease } from './read-release-answer.ts';
import { refreshOutcome } from './refresh-release.ts';
import { lockRelease, type ReleaseCase, shownWithEvidence } from './release-case.ts';
import { type Answer, runCommand } from './run-command.ts';
import { stopRelease } from './stop-release.ts';
import { takeSignature } from './take-signature.ts';
import { resolveEntry, writeResults } from './write-results.ts';

/**
 * `note` says why a value entered before is another one now. `happenedAt` is ISO 8601; without it, it was measured now.
 * `sampledAt` is when the samples were taken, not after that.
 */
export type RecordReleaseResults = {
  releaseId: string;
  results: readonly Measurement[];
  note?: string;
  happenedAt?: string;
  sampledAt?: string;
  laboratory?: string;
  /** The laboratory's report, stored before. */
  documentId?: string;
  signingId?: string;
};

/**
 * Enters what was measured against the specification: a fact, in effect whether or not the engine runs, because results that
 * fail hold the stock at once. A person signs for what they enter (authorship); a laboratory's system has its key.
 */
export function recordReleaseResults(
  context: OperationContext,
  command: Command<RecordReleaseResults>,
): Promise<Answer<ReleaseAnswer>> {
  const { caller, input } = command;
  return runCommand(context, 'record-release-results', command, async (tx): Promise<Result<ReleaseAnswer>> => {
    const now = context.clock.now();
    const locked = await lockRelease(tx, input.releaseId, now);
    if (!locked.ok) return locked;
    const releaseCase = locked.value;
    const may = mayRecordResults(caller, releaseCase.release);
    if (!may.ok) return may;
    const sound = checkEntry(releaseCase, input);
    if (!sound.ok) return sound;
    // What a rule has to know does not end where the caller's sight does: law 4.
    return beyondSight(tx, () => enterAndJudge(tx, context, command, releaseCase, sound.value));
  });
}

async function enterAndJudge(
  tx: Tx,
  context: OperationContext,
  command: Command<RecordReleaseResults>,
  releaseCase: ReleaseCase,
  characteristics: readonly Characteristic[],
): Promise<Result<ReleaseAnswer>> {
  const { input } = command;
  const stated = await resolveEntry(tx, context, releaseCase, input);
  if (!stated.ok) return stated;
  const signed = await signEntry(tx, context, command, releaseCase);
  if (!signed.ok) return signed;

  await writeResults(tx, context, command, releaseCase, {
    ...stated.value,
    characteristics,
    signatureId: signed.value,
  });
  await judgeAnew(tx, context, command, input.releaseId);
  return allow(await answerRelease(tx, input.releaseId, context.clock.now()));
}

/** Whether it can be entered at all, and what it is entered against. What is there already is changed only with a reason. */
function checkEntry(
  { row, specification, counting }: ReleaseCase,
  { results, note }: RecordReleaseResults,
): Result<readonly Characteristic[]> {
  if (!specification)
    return refuse(
      'specification.unknown',
      'Its item had no specification when this release opened: record an inspection',
    );
  const sound = checkMeasurements(specification.characteristics, row.samples, results);
  if (!sound.ok) return sound;
  const changed = results.findIndex((one) =>
    counting.some(
      (before) =>
        sameWord(before.characteristic, one.characteristic) &&
        before.sample === one.sample &&
        before.value !== one.value.trim(),
    ),
  );
  return changed >= 0 && note === undefined
    ? refuse(
        'reason.missing',
        `${results[changed]?.characteristic} was entered before: say why it is another value now`,
        '/note',
      )
    : allow(specification.characteristics);
}

/** Who signs is a person; what comes by a key was proved by the key. */
async function signEntry(
  tx: Tx,
  context: OperationContext,
  command: Command<RecordReleaseResults>,
  releaseCase: ReleaseCase,
): Promise<Result<string | null>> {
  if (command.caller.kind !== 'person') return allow(null);
  const { row } = releaseCase;
  const { signingId, results, sampledAt, laboratory, documentId } = command.input;
  const signed = await takeSignature(tx, context, command, {
    signingId,
    meanings: ['authorship'],
    subject: { kind: 'release_approval', id: row.id },
    shown: await shownWithEvidence(tx, releaseCase),
    statement: {
      results: results.map((one) => ({ ...one })),
      ...(sampledAt !== undefined && { sampledAt }),
      ...(laboratory !== undefined && { laboratory }),
      ...(documentId !== undefined && { documentId }),
    },
    policyIds: row.policyIds,
    about: { lotId: row.lotId, siteId: row.siteId, entityId: row.ownerId },
  });
  return signed.ok ? allow(signed.value.signatureId) : signed;
}

async function judgeAnew(tx: Tx, context: OperationContext, actor: Actor, releaseId: string): Promise<void> {
  const locked = await lockRelease(tx, releaseId, context.clock.now());
  if (!locked.ok) throw new Error(locked.violation.message);
  const { row, specification, counting } = locked.value;
  const judged = specification && judge(specification.characteristics, row.samples, counting);
  if (judged?.outcome !== 'fail') return void (await refreshOutcome(tx, context, actor, row));
  const outside = counting.filter(({ conforms }) => !conforms).map(({ characteristic }) => characteristic);
  await changeRelease(tx, releaseId, { outcome: 'fail' });
  await stopRelease(tx, context, actor, locked.value, {
    state: 'failed',
    rule: 'failed_inspection',
    automatic: true,
    reason: `Results of ${row.number} failed: ${[...new Set(outside)].join(', ')}`,
  });
}
