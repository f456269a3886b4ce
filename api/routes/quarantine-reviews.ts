import {
  attachEvidenceContract,
  listQuarantineReviewsContract,
  readQuarantineReviewContract,
} from '#api/contracts/quarantine-reviews.ts';
import { decodeCursor, encodeCursor } from '#api/http/cursor.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { findLots, findSite } from '#db/queries/by-code.ts';
import { listQuarantineReviews } from '#db/queries/quarantine-reviews.ts';
import { scopesWith } from '#domain/caller.ts';
import { allow, refuse } from '#domain/result.ts';
import { attachEvidence } from '#operations/attach-evidence.ts';
import { showReview } from './quarantine-review-page.ts';
import { quarantineReviewStepRoutes } from './quarantine-review-steps.ts';

export function quarantineReviewRoutes(app: ApiRouter, services: Services): void {
  const { operations } = services;
  const { db, clock } = operations;

  app.route(listQuarantineReviewsContract, async ({ query: { cursor, lot, site, mine, ...query } }, { caller }) => {
    const after = decodeCursor(cursor, 2);
    if (!after.ok) return after;
    const found = lot === undefined ? undefined : (await findLots(db, [lot])).get(lot);
    if (lot !== undefined && !found) return refuse('lot.unknown', `There is no lot ${lot}`, '/query/lot');
    if (site !== undefined && !(await findSite(db, site)))
      return refuse('site.unknown', `There is no site ${site}`, '/query/site');
    const now = clock.now();
    const { rows, next } = await listQuarantineReviews(db, {
      ...query,
      site,
      now,
      scopes: scopesWith(caller, 'review.read'),
      lotId: found?.id,
      assigneeId: mine ? caller.id : undefined,
      after: after.value,
    });
    const items = rows.map((row) => ({
      ...row,
      overdue: (row.state === 'open' || row.state === 'decided') && row.dueAt < now,
      openedAt: row.openedAt.toISOString(),
      dueAt: row.dueAt.toISOString(),
      remindedAt: row.remindedAt?.toISOString() ?? null,
      escalatedAt: row.escalatedAt?.toISOString() ?? null,
      decidedAt: row.decidedAt?.toISOString() ?? null,
    }));
    return allow({ items, nextCursor: next && encodeCursor(next) });
  });

  app.route(readQuarantineReviewContract, ({ params }, { caller }) => showReview(operations, caller, params.reviewId));

  app.route(attachEvidenceContract, ({ params, body }, request) =>
    attachEvidence(operations, request.command({ ...params, evidence: body })),
  );

  quarantineReviewStepRoutes(app, services);
}
