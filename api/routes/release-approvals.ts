import { listReleaseApprovalsContract, readReleaseApprovalContract } from '#api/contracts/release-approvals.ts';
import { listSpecificationsContract } from '#api/contracts/specifications.ts';
import { decodeCursor, encodeCursor } from '#api/http/cursor.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { findEntities, findLots, findSite } from '#db/queries/by-code.ts';
import { listReleaseApprovals } from '#db/queries/release-approvals.ts';
import { listSpecifications } from '#db/queries/specifications.ts';
import { scopesWith } from '#domain/caller.ts';
import { canonical } from '#domain/quantity.ts';
import { isReleaseOver } from '#domain/release-approval.ts';
import { allow, refuse } from '#domain/result.ts';
import { showRelease } from './release-approval-page.ts';
import { releaseApprovalStepRoutes } from './release-approval-steps.ts';
import { releaseCertificateRoutes } from './release-certificate.ts';
import { releaseLimitRoutes } from './release-limits.ts';

export function releaseApprovalRoutes(app: ApiRouter, services: Services): void {
  const { operations } = services;
  const { db, clock } = operations;

  app.route(
    listReleaseApprovalsContract,
    async ({ query: { cursor, lot, site, owner, mine, ...query } }, { caller }) => {
      const after = decodeCursor(cursor, 2);
      if (!after.ok) return after;
      const found = lot === undefined ? undefined : (await findLots(db, [lot])).get(lot);
      if (lot !== undefined && !found) return refuse('lot.unknown', `There is no lot ${lot}`, '/query/lot');
      if (site !== undefined && !(await findSite(db, site)))
        return refuse('site.unknown', `There is no site ${site}`, '/query/site');
      if (owner !== undefined && !(await findEntities(db, [owner])).has(owner))
        return refuse('entity.unknown', `There is no legal entity ${owner}`, '/query/owner');
      const now = clock.now();
      const { rows, next } = await listReleaseApprovals(db, {
        ...query,
        site,
        owner,
        now,
        scopes: scopesWith(caller, 'release.read'),
        lotId: found?.id,
        assigneeId: mine ? caller.id : undefined,
        after: after.value,
      });
      const items = rows.map((row) => ({
        ...row,
        quantity: canonical(row.quantity),
        overdue: !isReleaseOver(row.state) && row.dueAt < now,
        openedAt: row.openedAt.toISOString(),
        dueAt: row.dueAt.toISOString(),
        remindedAt: row.remindedAt?.toISOString() ?? null,
        escalatedAt: row.escalatedAt?.toISOString() ?? null,
        closedAt: row.closedAt?.toISOString() ?? null,
      }));
      return allow({ items, nextCursor: next && encodeCursor(next) });
    },
  );

  app.route(readReleaseApprovalContract, ({ params }, { caller }) => showRelease(operations, caller, params.releaseId));

  app.route(listSpecificationsContract, async ({ params }) => {
    const now = clock.now();
    const versions = await listSpecifications(db, params.item);
    if (!versions) return refuse('item.unknown', `There is no item ${params.item}`);
    const inEffect = versions.find(({ effectiveFrom }) => effectiveFrom <= now);
    return allow({
      items: versions.map((one) => ({
        ...one,
        specificationId: one.id,
        effectiveFrom: one.effectiveFrom.toISOString(),
        inEffect: one === inEffect,
        characteristics: [...one.characteristics].map((each) => ({
          ...each,
          allowed: each.allowed && [...each.allowed],
        })),
        sampling: { ...one.sampling, bands: [...one.sampling.bands] },
      })),
    });
  });

  releaseApprovalStepRoutes(app, services);
  releaseLimitRoutes(app, services);
  releaseCertificateRoutes(app, services);
}
