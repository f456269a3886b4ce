import { exportAccessReviewContract, reviewAccessContract } from '#api/contracts/access-review.ts';
import { decodeCursor, encodeCursor } from '#api/http/cursor.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { writeCsv } from '#api/tables/write-csv.ts';
import { type HeldGrant, reviewAccess } from '#db/queries/access-review.ts';
import { scopesWith } from '#domain/caller.ts';
import { allow } from '#domain/result.ts';
import { asPage } from './named-filters.ts';

export function accessReviewRoutes(app: ApiRouter, { operations }: Services): void {
  const { db, clock } = operations;

  app.route(reviewAccessContract, async ({ query: { cursor, ...filter } }, { caller }) => {
    const after = decodeCursor(cursor, 2);
    if (!after.ok) return after;
    const scopes = scopesWith(caller, 'access.review');
    return asPage(await reviewAccess(db, { ...filter, scopes, now: clock.now(), after: after.value }), encodeCursor);
  });

  app.route(exportAccessReviewContract, async ({ query }, { caller }) => {
    const scopes = scopesWith(caller, 'access.review');
    const found = await reviewAccess(db, { ...query, scopes, now: clock.now(), limit: mostRows });
    const lines = found.rows.map((row) => Object.values(columns).map((cell) => cell(row) ?? ''));
    const bytes = writeCsv([Object.keys(columns), ...lines]);
    return allow({ bytes, contentType: 'text/csv; charset=utf-8', fileName: 'access-review.csv' });
  });
}

/** More than any installation has people and roles. */
const mostRows = 100_000;

/** An empty entity, site or category means every one. */
const columns: Record<string, (row: HeldGrant) => string | null> = {
  name: ({ name }) => name,
  username: ({ username }) => username,
  kind: ({ kind }) => kind,
  role: ({ role }) => role,
  entity: ({ entity }) => entity,
  site: ({ site }) => site,
  category: ({ category }) => category,
  from: ({ from }) => from,
  until: ({ until }) => until,
  granted_by: ({ grantedBy }) => grantedBy,
  on_behalf_of: ({ onBehalfOf }) => onBehalfOf,
  last_seen: ({ lastSeenAt }) => lastSeenAt,
  rights: ({ rights }) => rights.join(' '),
};
