import { randomUUID } from 'node:crypto';
import { ApplicationFailure, WorkflowUpdateFailedError } from '@temporalio/client';
import { readReleaseEvidence } from '#db/queries/release-evidence.ts';
import type { Caller } from '#domain/caller.ts';
import type { CaseRequest } from '#domain/processes.ts';
import type { Measurement } from '#domain/release-results.ts';
import type {
  ApproveReleaseInput,
  ExtendReleaseInput,
  RejectReleaseInput,
  ReleaseAnswer,
  ReleaseUrgentlyInput,
  SettleReleaseInput,
} from '#domain/release-steps.ts';
import type { RuleViolation } from '#domain/result.ts';
import type { SignatureMeaning } from '#domain/signatures.ts';
import type { Command, OperationContext } from '#operations/context.ts';
import { recordReleaseResults } from '#operations/record-release-results.ts';
import { readReleaseCase, shownOfRelease } from '#operations/release-case.ts';
import type { Answer } from '#operations/run-command.ts';
import * as messages from '#workflows/release-approval.messages.ts';
import type { GivenReviews } from './engine.ts';
import { commandOf } from './lots.ts';
import { personWith } from './master-data.ts';
import type { Given, GivenRelease } from './release.ts';
import { givenSigning } from './signing.ts';
import { untilStarted } from './workflow.ts';

export type ReleaseOutcome = { ok: true; value: ReleaseAnswer } | { ok: false; violation: RuleViolation };

export const passing: readonly Measurement[] = [
  { characteristic: 'Temperature', sample: 1, value: '4.2' },
  { characteristic: 'Temperature', sample: 2, value: '4.8' },
  { characteristic: 'Listeria', sample: null, value: 'not detected' },
];
export const failing: readonly Measurement[] = [{ characteristic: 'Listeria', sample: null, value: 'detected' }];

/** A signing of what a release shows now. */
export async function signingFor(
  { context }: Pick<Given, 'context'>,
  by: Caller,
  meaning: SignatureMeaning,
  id: string,
) {
  const found = await readReleaseCase(context.db, id, context.clock.now());
  if (!found) throw new Error(`There is no release ${id}`);
  const evidence = await readReleaseEvidence(context.db, found.row);
  return await givenSigning(context, by, meaning, {
    kind: 'release_approval',
    id,
    shown: shownOfRelease(found, evidence),
  });
}

/** Has an inspector of Newark enter results, signed. */
export async function enterResults(
  given: Given,
  { releaseId }: Pick<GivenRelease, 'releaseId'>,
  results: readonly Measurement[],
  { by, note, key = randomUUID() }: { by?: Caller; note?: string; key?: string } = {},
) {
  const { context, ids } = given;
  const inspector = by ?? personWith('quality_inspector', ids.user('p.nair'));
  const signingId = await signingFor(given, inspector, 'authorship', releaseId);
  const input = { releaseId, results, signingId, ...(note !== undefined && { note }) };
  return await recordReleaseResults(context, commandOf(inspector, input, key));
}

type Inputs = {
  approve: ApproveReleaseInput;
  reject: RejectReleaseInput;
  releaseUrgently: ReleaseUrgentlyInput;
  extend: ExtendReleaseInput;
  settleException: SettleReleaseInput;
};
const updates = {
  approve: messages.approveUpdate,
  reject: messages.rejectUpdate,
  releaseUrgently: messages.releaseUrgentlyUpdate,
  extend: messages.extendUpdate,
  settleException: messages.settleExceptionUpdate,
};

/** Sends a step to the workflow of a release, signed for what it shows now unless a signing is named. */
export async function askRelease<Name extends keyof Inputs>(
  given: Pick<GivenReviews, 'client' | 'context'>,
  name: Name,
  by: Caller,
  { workflowId, releaseId }: Pick<GivenRelease, 'workflowId' | 'releaseId'>,
  input: Omit<Inputs[Name], 'releaseId'>,
  key: string = randomUUID(),
): Promise<ReleaseOutcome> {
  await untilStarted(given.context, workflowId);
  const signingId = await signingFor(given, by, 'approval', releaseId);
  const commandId = `${by.id}:${key}`;
  // The key of both records is the same name, which the compiler cannot follow through two lookups.
  const update = updates[name] as unknown as messages.ReleaseUpdate<Inputs[Name]>;
  const signed = name === 'settleException' ? {} : { signingId };
  const request = {
    commandId,
    caller: { kind: by.kind, id: by.id },
    requestId: `request-${key}`,
    input: { releaseId, ...signed, ...input },
  } as CaseRequest<Inputs[Name]>;
  try {
    const handle = given.client.workflow.getHandle(workflowId);
    return { ok: true, value: await handle.executeUpdate(update, { args: [request], updateId: commandId }) };
  } catch (error) {
    if (!(error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure)) throw error;
    // The first detail of a refusal is the violation.
    return { ok: false, violation: error.cause.details?.[0] as RuleViolation };
  }
}

/** The same as one call of the operation, without the engine. */
export async function decideRelease<Input extends { releaseId: string }>(
  { context }: Pick<Given, 'context'>,
  operation: (context: OperationContext, command: Command<Input>) => Promise<Answer<ReleaseAnswer>>,
  by: Caller,
  input: Input,
  key: string = randomUUID(),
): Promise<Answer<ReleaseAnswer>> {
  const signingId = await signingFor({ context }, by, 'approval', input.releaseId);
  return await operation(context, commandOf(by, { signingId, ...input }, key));
}
