import type { z } from 'zod';
import type { destructionCertificate } from '#api/contracts/destruction-certificate.ts';
import type { Caller } from '#domain/caller.ts';
import { totalOf } from '#domain/cost.ts';
import { gapsOf, weightOf } from '#domain/destruction-certificate.ts';
import { allow, type Result } from '#domain/result.ts';
import type { OperationContext } from '#operations/context.ts';
import { findReadable } from './disposal-page.ts';
import { recordedOf } from './disposal-record.ts';

export type Certificate = z.input<typeof destructionCertificate>;

/** The certificate of a disposal as far as it can be issued, with what stands against it. */
export async function certify(
  context: Pick<OperationContext, 'db' | 'clock'>,
  caller: Caller,
  disposalId: string,
): Promise<Result<Certificate>> {
  const readable = await findReadable(context, caller, disposalId);
  if (!readable.ok) return readable;
  const { disposal, hold, lot, item, supplier, site } = readable.value;
  const { shown, account, missing, approvals } = await recordedOf(context, caller, readable.value);
  return allow({
    certificateNumber: disposal.certificateNumber,
    final: disposal.state === 'closed',
    issuedAt: disposal.certificateNumber === null ? null : (disposal.closedAt?.toISOString() ?? null),
    printedAt: context.clock.now().toISOString(),
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
    decidedByName: disposal.decidedByName,
    decidedForName: disposal.decidedForName,
    decidedAt: disposal.decidedAt.toISOString(),
    approvals: shown.approvals.given,
    runs: shown.runs,
    differences: shown.differences,
    endedEarly: shown.endedEarly,
    papers: shown.papers.given,
    gaps: gapsOf({
      state: disposal.state,
      witnessRequired: disposal.witnessRequired,
      approvalsNeeded: disposal.approvalsNeeded,
      approvedAt: approvals.map(({ approvedAt }) => approvedAt.toISOString()),
      account,
      papersMissing: missing,
      runs: shown.runs.map(({ witness, ...run }) => ({ ...run, witnessed: witness !== null })),
    }),
  });
}
