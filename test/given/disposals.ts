import { randomUUID } from 'node:crypto';
import { ApplicationFailure, WorkflowUpdateFailedError } from '@temporalio/client';
import { eq } from 'drizzle-orm';
import { readDestructionLines, shownOfDestruction, shownOfDisposal } from '#db/queries/shown-disposal.ts';
import { disposals } from '#db/schema/disposals.ts';
import { documents } from '#db/schema/documents.ts';
import { auditEntries } from '#db/schema/record.ts';
import { askedBy, type Caller } from '#domain/caller.ts';
import type * as asks from '#domain/disposal-steps.ts';
import { type CaseRequest, disposalProcess } from '#domain/processes.ts';
import type { RuleViolation } from '#domain/result.ts';
import type { OperationContext } from '#operations/context.ts';
import { readDisposal } from '#operations/disposal-case.ts';
import * as messages from '#workflows/disposal.messages.ts';
import type { GivenReviews } from './engine.ts';
import { givenSigning } from './signing.ts';
import { untilStarted } from './workflow.ts';

export type DisposalOutcome = { ok: true; value: asks.DisposalAnswer } | { ok: false; violation: RuleViolation };

type Inputs = {
  approve: asks.ApproveDisposalInput;
  destroyGoods: asks.DestroyGoodsInput;
  witnessDestruction: asks.WitnessDestructionInput;
  settleDifference: asks.SettleDifferenceInput;
  addPaper: asks.AddPaperInput;
  withdraw: asks.WithdrawDisposalInput;
  endEarly: asks.EndDisposalEarlyInput;
  extend: asks.ExtendDisposalInput;
  settleException: asks.SettleDisposalInput;
};
const updates = {
  approve: messages.approveDisposalUpdate,
  destroyGoods: messages.destroyGoodsUpdate,
  witnessDestruction: messages.witnessDestructionUpdate,
  settleDifference: messages.settleDifferenceUpdate,
  addPaper: messages.addPaperUpdate,
  withdraw: messages.withdrawDisposalUpdate,
  endEarly: messages.endDisposalEarlyUpdate,
  extend: messages.extendDisposalUpdate,
  settleException: messages.settleDisposalUpdate,
} as const;

/** A person's step through the engine, as the API sends it, once the relay has started the workflow. */
export async function askDisposal<Name extends keyof Inputs>(
  { client, context }: Pick<GivenReviews, 'client' | 'context'>,
  name: Name,
  by: Caller,
  disposalId: string,
  input: Omit<Inputs[Name], 'disposalId'>,
  key: string = randomUUID(),
): Promise<DisposalOutcome> {
  const workflowId = disposalProcess.workflowId(disposalId);
  await untilStarted(context, workflowId);
  const commandId = `${by.id}:${key}`;
  // The key of both records is the same name, which the compiler cannot follow through two lookups.
  const update = updates[name] as unknown as messages.DisposalUpdate<Inputs[Name]>;
  const caller = askedBy(by);
  const request = { commandId, caller, requestId: `request-${key}`, input: { disposalId, ...input } };
  try {
    const handle = client.workflow.getHandle(workflowId);
    const args: [CaseRequest<Inputs[Name]>] = [request as CaseRequest<Inputs[Name]>];
    return { ok: true, value: await handle.executeUpdate(update, { args, updateId: commandId }) };
  } catch (error) {
    if (!(error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure)) throw error;
    // The first detail of a refusal is the violation.
    return { ok: false, violation: error.cause.details?.[0] as RuleViolation };
  }
}

/** The disposal that a review's decision opened last. */
export async function disposalOf({ db }: Pick<OperationContext, 'db'>, reviewId: string): Promise<string> {
  const rows = await db
    .select({ id: disposals.id })
    .from(disposals)
    .where(eq(disposals.originId, reviewId))
    .orderBy(disposals.id);
  return rows.at(-1)?.id ?? '';
}

/** A signing for a disposal as it is now. */
export async function signedDisposal(
  context: OperationContext,
  by: Caller,
  disposalId: string,
  meaning: 'approval' | 'responsibility' = 'approval',
): Promise<string> {
  const shown = await context.db.transaction(async (tx) => shownOfDisposal(await readDisposal(tx, disposalId)));
  return await givenSigning(context, by, meaning, { kind: 'disposal', id: disposalId, shown });
}

/** A witness's signing for a run of a disposal, the latest unless told, and the id of that run. */
export async function signedRun(
  context: OperationContext,
  by: Caller,
  disposalId: string,
  runId?: string,
): Promise<{ destructionId: string; signingId: string }> {
  const { run, shown } = await context.db.transaction(async (tx) => {
    const { row, runs } = await readDisposal(tx, disposalId);
    const latest = runId === undefined ? runs.at(-1) : runs.find(({ id }) => id === runId);
    if (!latest) throw new Error(`${row.number} has no run`);
    const lines = await readDestructionLines(tx, latest.id);
    return { run: latest, shown: shownOfDestruction(row.number, latest, lines) };
  });
  const signingId = await givenSigning(context, by, 'responsibility', { kind: 'destruction', id: run.id, shown });
  return { destructionId: run.id, signingId };
}

/** A stored document, of which only the row is looked at. */
export async function givenDocument({ db, newId, clock }: OperationContext): Promise<string> {
  const id = newId();
  const sha256 = `${id}${id}`.replaceAll('-', '');
  const stored = { mediaType: 'application/pdf', sizeBytes: 10, fileName: 'certificate.pdf' };
  await db.insert(documents).values({ ...stored, id, sha256, uploadedBy: 'test', uploadedAt: clock.now() });
  return id;
}

/** What happened to a disposal, by its audit trail: actions without their prefix, in order. */
export async function disposalHistory({ db }: Pick<OperationContext, 'db'>, disposalId: string): Promise<string[]> {
  const rows = await db
    .select({ action: auditEntries.action })
    .from(auditEntries)
    .where(eq(auditEntries.subjectId, disposalId))
    .orderBy(auditEntries.position);
  return rows.map(({ action }) => action.replace('disposal.', ''));
}
