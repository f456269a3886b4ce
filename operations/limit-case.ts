import { eq, inArray } from 'drizzle-orm';
import type { DbOrTx, Tx } from '#db/connect.ts';
import { items, lots, releaseApprovals, releaseLimits, sites } from '#db/schema/index.ts';
import { parties } from '#db/schema/parties.ts';
import type { ChangedLimit } from '#domain/limit-changes.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { lockLots } from './lock-lots.ts';

/** A limit that somebody changes, with the release it came from and the lot it is about. */
export type LimitCase = {
  row: typeof releaseLimits.$inferSelect;
  release: typeof releaseApprovals.$inferSelect;
  lot: { code: string; itemId: string; expiresOn: string | null };
  item: { code: string; category: string };
  site: { code: string; timeZone: string };
  limit: ChangedLimit;
};

/** Locks a limit by its lot, as everything about stock is locked, then reads it. */
export async function lockLimit(tx: Tx, limitId: string): Promise<Result<LimitCase>> {
  const [found] = await tx
    .select({ lotId: releaseLimits.lotId })
    .from(releaseLimits)
    .where(eq(releaseLimits.id, limitId));
  if (!found) return unknownLimit(limitId);
  await lockLots(tx, [found.lotId]);
  const [read] = await tx
    .select({
      row: releaseLimits,
      release: releaseApprovals,
      lot: { code: lots.code, itemId: lots.itemId, expiresOn: lots.expiresOn },
      item: { code: items.code, category: items.category },
      site: { code: sites.code, timeZone: sites.timeZone },
    })
    .from(releaseLimits)
    .innerJoin(releaseApprovals, eq(releaseApprovals.id, releaseLimits.releaseId))
    .innerJoin(lots, eq(lots.id, releaseLimits.lotId))
    .innerJoin(items, eq(items.id, lots.itemId))
    .innerJoin(sites, eq(sites.id, releaseApprovals.siteId))
    .where(eq(releaseLimits.id, limitId));
  if (!read) return unknownLimit(limitId);
  const { row, release, item } = read;
  const limit = {
    number: release.number,
    conditions: { customers: await codesOf(tx, row.customerIds), useBy: row.useBy },
    endedAt: row.endedAt?.toISOString() ?? null,
    scope: { siteId: release.siteId, entityId: row.ownerId, category: item.category },
  };
  return allow({ ...read, limit });
}

/** Customers by code, as terms have them. */
export async function codesOf(db: DbOrTx, customerIds: readonly string[] | null): Promise<string[] | null> {
  if (customerIds === null) return null;
  if (customerIds.length === 0) return [];
  const rows = await db
    .select({ code: parties.code })
    .from(parties)
    .where(inArray(parties.id, [...customerIds]));
  return rows.map(({ code }) => code).sort();
}

const unknownLimit = (limitId: string) => refuse('release.limit-unknown', `There is no limit ${limitId}`);
