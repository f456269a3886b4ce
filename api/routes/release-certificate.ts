import type { z } from 'zod';
import {
  printReleaseCertificateContract,
  readReleaseCertificateContract,
  releaseCertificate,
} from '#api/contracts/release-certificate.ts';
import { releaseCertificatePage } from '#api/http/release-certificate-page.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { readIssuer } from '#db/queries/paper-issuer.ts';
import { readReleaseLimits } from '#db/queries/release-limits.ts';
import { readReleasedStock } from '#db/queries/released-stock.ts';
import { holdsOn, readActiveHolds, readStockOfLots } from '#db/queries/stock-standing.ts';
import type { Caller } from '#domain/caller.ts';
import { canonical, isZero } from '#domain/quantity.ts';
import { releaseGaps } from '#domain/release-certificate.ts';
import { limitsOn } from '#domain/release-limits.ts';
import { allow, type Result } from '#domain/result.ts';
import type { OperationContext } from '#operations/context.ts';
import { codesOf } from '#operations/limit-case.ts';
import { type ReleaseCase, readReleaseCase, unknownRelease } from '#operations/release-case.ts';
import { putOnPaper } from './paper-head.ts';
import { showRelease } from './release-approval-page.ts';

export type ReleaseCertificate = z.output<typeof releaseCertificate>;
type Context = Pick<OperationContext, 'db' | 'clock'>;

export function releaseCertificateRoutes(app: ApiRouter, { operations }: Services): void {
  app.route(readReleaseCertificateContract, ({ params }, { caller }) =>
    certifyRelease(operations, caller, params.releaseId),
  );

  app.route(printReleaseCertificateContract, async ({ params }, { caller }) => {
    const certificate = await certifyRelease(operations, caller, params.releaseId);
    if (!certificate.ok) return certificate;
    return allow({
      bytes: Buffer.from(releaseCertificatePage(certificate.value)),
      contentType: 'text/html; charset=utf-8',
      fileName: `release-${certificate.value.number}.html`,
    });
  });
}

/** What a release decided, and how its stock stands at this moment, as far as this caller may see it. */
export async function certifyRelease(
  context: Context,
  caller: Caller,
  releaseId: string,
): Promise<Result<ReleaseCertificate>> {
  const { db, clock } = context;
  const shown = await showRelease(context, caller, releaseId);
  if (!shown.ok) return shown;
  const found = await readReleaseCase(db, releaseId, clock.now());
  if (!found) return unknownRelease(releaseId);
  const now = await standingNow(context, found);
  const page = shown.value;
  const released = await readReleasedStock(db, releaseId);
  const gaps = releaseGaps({
    state: page.state,
    outcome: page.outcome,
    waiting: page.limit === null && !isZero(page.waiting),
    approvalsMissing: Math.max(0, page.approvals.needed - page.approvals.given.length),
    heldNow: now.heldNow,
    signed: page.decisions.every(({ signature }) => signature !== null),
  });
  return allow(
    putOnPaper(releaseCertificate, context, caller, {
      ...page,
      ...now,
      template: 'release-certificate-1',
      issuer: await readIssuer(db, { siteIds: [found.row.siteId], ownerIds: [found.row.ownerId] }),
      final: page.state === 'approved' && gaps.length === 0,
      released: released.map((one) => ({ ...one, at: one.at.toISOString(), quantity: canonical(one.quantity) })),
      gaps,
    }),
  );
}

/** Holds and conditions on the owner's stock of the lot at the site, as they are at this moment. */
async function standingNow({ db }: Context, { row }: ReleaseCase) {
  const standing = (await readStockOfLots(db, [row.lotId])).filter(
    ({ siteId, ownerId }) => siteId === row.siteId && ownerId === row.ownerId,
  );
  const holds = await readActiveHolds(db, [row.lotId]);
  const limits = await readReleaseLimits(db, [row.lotId]);
  const under = limits.filter((limit) => standing.some((stock) => limitsOn([limit], stock).length > 0));
  return {
    heldNow: [...new Set(standing.flatMap((stock) => holdsOn(holds, stock)).map(({ number }) => number))],
    conditionsNow: await Promise.all(
      under.map(async ({ number, customerIds, useBy }) => ({
        releaseNumber: number,
        customers: await codesOf(db, customerIds),
        useBy,
      })),
    ),
  };
}
