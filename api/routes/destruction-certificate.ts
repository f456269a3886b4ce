import type { z } from 'zod';
import { destructionCertificate } from '#api/contracts/destruction-certificate.ts';
import { readIssuer } from '#db/queries/paper-issuer.ts';
import { seeingEverything } from '#db/queries/sight.ts';
import type { Caller } from '#domain/caller.ts';
import { totalOf } from '#domain/cost.ts';
import { gapsOf, sumOf, sumsByOwner, unvaluedOf, weightOf } from '#domain/destruction-certificate.ts';
import { isZero, subtract } from '#domain/quantity.ts';
import { allow, type Result } from '#domain/result.ts';
import type { OperationContext } from '#operations/context.ts';
import { type FoundDisposal, findReadable } from './disposal-page.ts';
import { type RecordedDisposal, recordedOf } from './disposal-record.ts';
import { putOnPaper } from './paper-head.ts';

export type Certificate = z.output<typeof destructionCertificate>;
type Context = Pick<OperationContext, 'db' | 'clock'>;

/** The certificate of a disposal as far as it can be issued, with what stands against it. */
export async function certify(context: Context, caller: Caller, disposalId: string): Promise<Result<Certificate>> {
  const readable = await findReadable(context, caller, disposalId);
  if (!readable.ok) return readable;
  const { disposal, hold, lot, item, supplier, site } = readable.value;
  const recorded = await recordedOf(context, caller, readable.value);
  const { shown, account, decisionSignature } = recorded;
  const sums = sumsOf(readable.value, recorded);
  const issuer = await issuerOf(context, readable.value, recorded, sums.notShown);
  return allow(
    putOnPaper(destructionCertificate, context, caller, {
      template: 'destruction-certificate-1',
      issuer,
      certificateNumber: disposal.certificateNumber,
      final: disposal.state === 'closed',
      issuedAt: disposal.certificateNumber === null ? null : (disposal.closedAt?.toISOString() ?? null),
      disposalId,
      disposal: disposal.number,
      state: disposal.state,
      origin: disposal.originNumber,
      hold: hold.number,
      reason: disposal.reason,
      lot: {
        ...lot,
        lot: lot.code,
        item: item.code,
        itemName: item.name,
        gtin: item.gtin,
        supplier: supplier?.name ?? null,
      },
      site: site?.code ?? null,
      siteName: site?.name ?? null,
      timeZone: site?.timeZone ?? 'UTC',
      quantity: shown.quantity,
      netWeightKg: weightOf(account.destroyed, item.netWeightKg),
      value: totalOf(shown.writeOffs),
      ...sums,
      decidedByName: disposal.decidedByName,
      decidedForName: disposal.decidedForName,
      decidedAt: disposal.decidedAt.toISOString(),
      decisionSignature,
      approvals: shown.approvals.given,
      runs: shown.runs,
      differences: shown.differences,
      endedEarly: shown.endedEarly,
      papers: shown.papers.given,
      gaps: gapsIn(readable.value, recorded, { ...sums, issuer }),
    }),
  );
}

/** Of each owner as far as the caller may know; the rest only as how much it is. */
function sumsOf({ item }: FoundDisposal, { account, destroyedLines, writtenOff }: RecordedDisposal) {
  return {
    owners: sumsByOwner(destroyedLines, writtenOff, item.netWeightKg),
    unvalued: unvaluedOf(writtenOff),
    notShown: subtract(account.destroyed, sumOf(destroyedLines)),
  };
}

/** Owners and sites of lines count only where the caller may know all of them: a part of them could name another. */
const issuerOf = (
  { db }: Context,
  { hold }: FoundDisposal,
  { destroyedLines }: RecordedDisposal,
  notShown: string,
): Promise<Certificate['issuer']> => {
  const lines = isZero(notShown) ? destroyedLines : [];
  const siteIds = hold.siteId === null ? lines.map(({ siteId }) => siteId) : [hold.siteId];
  return seeingEverything(() => readIssuer(db, { siteIds, ownerIds: lines.map(({ ownerId }) => ownerId) }));
};

function gapsIn(
  { disposal, item }: FoundDisposal,
  { shown, lines, approvals, account, missing, decisionSignature }: RecordedDisposal,
  { owners, issuer }: Pick<Certificate, 'owners' | 'issuer'>,
): string[] {
  return gapsOf({
    state: disposal.state,
    witnessRequired: disposal.witnessRequired,
    approvalsNeeded: disposal.approvalsNeeded,
    approvedAt: approvals.map(({ approvedAt }) => approvedAt.toISOString()),
    account,
    papersMissing: missing,
    runs: shown.runs.map(({ witness, ...run }) => ({
      ...run,
      witnessed: witness !== null,
      netWeightKg: weightOf(sumOf(lines.get(run.destructionId) ?? []), item.netWeightKg),
    })),
    unsigned: [
      ...(decisionSignature === null ? [`the decision of ${disposal.decidedByName}`] : []),
      ...unsigned(shown.approvals.given, ({ byName }) => `the approval of ${byName}`),
      ...unsigned(
        shown.runs.flatMap(({ run, witness }) => (witness ? [{ run, ...witness }] : [])),
        ({ run, byName }) => `run ${run}, witnessed by ${byName}`,
      ),
      ...unsigned(
        shown.differences,
        ({ found, quantity, settledByName }) => `${quantity} ${found}, settled by ${settledByName}`,
      ),
      ...unsigned(shown.endedEarly ? [shown.endedEarly] : [], ({ byName }) => `the early end by ${byName}`),
    ],
    netWeightKg: weightOf(account.destroyed, item.netWeightKg),
    unvalued: owners.map(({ owner, unvalued: quantity }) => ({ owner, quantity })),
    unit: item.baseUnit,
    issuer,
  });
}

const unsigned = <Signed extends { signature: unknown }>(all: readonly Signed[], as: (one: Signed) => string) =>
  all.filter(({ signature }) => signature === null).map(as);
