import { readDecidingSignature } from '#db/queries/deciding-signature.ts';
import { readApprovals, readDifferences, readPapers, readRuns, readWriteOffs } from '#db/queries/disposal-detail.ts';
import { type DestructionLine, readDestructionLines } from '#db/queries/shown-disposal.ts';
import { seeingEverything } from '#db/queries/sight.ts';
import { readSignaturesUnder } from '#db/queries/signatures-under.ts';
import { authorize, type Caller } from '#domain/caller.ts';
import { leftOf } from '#domain/disposal-account.ts';
import { canonical } from '#domain/quantity.ts';
import type { OperationContext } from '#operations/context.ts';
import { readDisposalAccount, readMissingPapers } from '#operations/disposal-account.ts';
import type { FoundDisposal } from './disposal-page.ts';
import { asWriteOff } from './shown-write-off.ts';

export type RecordedDisposal = Awaited<ReturnType<typeof recordedOf>>;
type Signature = Awaited<ReturnType<typeof readSignaturesUnder>>[number];

/**
 * What was recorded of a disposal, as its page and its certificate show it: sums are of all of it, lines are those of sites and
 * owners that the caller may see, write-offs only for who may read them.
 */
export const recordedOf = (context: Pick<OperationContext, 'db'>, caller: Caller, found: FoundDisposal) =>
  seeingEverything(() => readRecord(context, caller, found));

async function readRecord({ db }: Pick<OperationContext, 'db'>, caller: Caller, { disposal, item }: FoundDisposal) {
  const { id } = disposal;
  const runs = await readRuns(db, id);
  const [approvals, papers, differences, writeOffs, account, missing, signed, decisionSignature, ...linesOfRuns] =
    await Promise.all([
      readApprovals(db, id),
      readPapers(db, id),
      readDifferences(db, id),
      readWriteOffs(db, id),
      readDisposalAccount(db, disposal),
      readMissingPapers(db, disposal),
      readSignaturesUnder(db, [{ kind: 'disposal', id }, ...runs.map((run) => ({ kind: 'destruction', id: run.id }))]),
      readDecidingSignature(db, disposal),
      ...runs.map((run) => readDestructionLines(db, run.id)),
    ]);
  const lines = new Map(runs.map((run, index) => [run.id, linesOfRuns[index] ?? []]));
  const seenWriteOffs = writeOffs.filter(
    ({ writeOff }) =>
      authorize(caller, 'write-off.read', {
        siteId: writeOff.siteId,
        entityId: writeOff.entityId,
        category: item.category,
      }).ok,
  );
  const sees = ({ siteId, ownerId }: DestructionLine) =>
    authorize(caller, 'lot.read', { siteId, entityId: ownerId, category: item.category }).ok;
  // Who may read what was written off of it knows how much of it was destroyed.
  const countsFor = (line: DestructionLine) =>
    sees(line) ||
    authorize(caller, 'write-off.read', {
      siteId: line.siteId,
      entityId: line.ownerId,
      category: item.category,
    }).ok;
  const signatureOf = (signatureId: string | null): Signature | null =>
    signed.find((one) => one.signatureId === signatureId) ?? null;
  return {
    runs,
    lines,
    /** Of runs that are booked, as far as the caller may know of them. */
    destroyedLines: runs
      .filter(({ state }) => state === 'booked')
      .flatMap((run) => lines.get(run.id) ?? [])
      .filter(countsFor),
    writtenOff: seenWriteOffs.map((found) => ({
      ...asWriteOff(found),
      ...{ owner: found.entity, ownerName: found.entityName },
    })),
    decisionSignature,
    approvals,
    account,
    missing,
    shown: {
      quantity: { ...account, left: leftOf(account), unit: item.baseUnit },
      approvals: {
        needed: disposal.approvalsNeeded,
        given: approvals.map((one) => ({
          byName: one.approvedByName,
          onBehalfOfName: one.approvedForName,
          at: one.approvedAt.toISOString(),
          signature: signatureOf(one.signatureId),
        })),
      },
      runs: runs.map((run) =>
        shownRun(run, (lines.get(run.id) ?? []).filter(sees), signatureOf(run.witnessSignatureId)),
      ),
      differences: differences.map(({ difference, ...place }) => ({
        ...difference,
        ...place,
        quantity: canonical(difference.quantity),
        settledAt: difference.settledAt.toISOString(),
        signature: signatureOf(difference.signatureId),
      })),
      papers: {
        required: disposal.papersRequired,
        missing,
        given: papers.map(({ paper, document }) => ({
          ...paper,
          ...document,
          paperId: paper.id,
          addedAt: paper.addedAt.toISOString(),
        })),
      },
      endedEarly: endOf(disposal, signatureOf(disposal.endedEarlySignatureId)),
      writeOffs: seenWriteOffs.map(asWriteOff),
    },
  };
}

/** What was left when it ended early, who ended it and why. */
function endOf(disposal: FoundDisposal['disposal'], signature: Signature | null) {
  const { endedEarlyAt: at, endedEarlyByName: byName, endedEarlyReason: reason } = disposal;
  if (at === null || byName === null || reason === null) return null;
  const onBehalfOfName = disposal.endedEarlyForName;
  return { quantity: canonical(disposal.givenBack), byName, onBehalfOfName, at: at.toISOString(), reason, signature };
}

type Run = Awaited<ReturnType<typeof readRuns>>[number];

const shownRun = (run: Run, lines: readonly DestructionLine[], signature: Signature | null) => ({
  ...run,
  destructionId: run.id,
  weightKg: run.weightKg === null ? null : canonical(run.weightKg),
  startedAt: run.startedAt.toISOString(),
  happenedAt: run.happenedAt.toISOString(),
  recordedAt: run.recordedAt.toISOString(),
  witness:
    run.witnessedByName !== null && run.witnessedAt !== null
      ? {
          byName: run.witnessedByName,
          onBehalfOfName: run.witnessedForName,
          at: run.witnessedAt.toISOString(),
          note: run.witnessNote,
          signature,
        }
      : null,
  lines: lines.map((line) => ({
    ...line,
    quantity: canonical(line.quantity),
    statedQuantity: canonical(line.statedQuantity),
  })),
});
