import { sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { samePartyAs } from './merged-parties.ts';

export type SupplierRecord = {
  lots: number;
  released: number;
  failed: number;
  rejected: number;
  holds: number;
  lastFailedAt: string | null;
};

/** How an item of a supplier has fared since an instant, as far as the caller may see: lots, releases and holds of them. */
export async function readSupplierRecord(
  db: DbOrTx,
  { supplierId, itemId, since }: { supplierId: string; itemId: string; since: Date },
): Promise<SupplierRecord> {
  const [found] = await db.execute<SupplierRecord>(sql`
    with theirs as materialized (
      select id from lots where supplier_id in ${samePartyAs(sql`named.id = ${supplierId}`)} and item_id = ${itemId} and first_known_at >= ${since.toISOString()}::timestamptz
      order by id desc limit 1000)
    select (select count(*)::int from theirs) as lots,
           count(*) filter (where state = 'approved')::int as released,
           count(*) filter (where state = 'failed')::int as failed,
           count(*) filter (where state = 'rejected')::int as rejected,
           (select count(*)::int from holds where lot_id in (select id from theirs)) as holds,
           to_char(max(closed_at) filter (where state = 'failed') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "lastFailedAt"
      from release_approvals where limit_id is null and lot_id in (select id from theirs)`);
  return found ?? { lots: 0, released: 0, failed: 0, rejected: 0, holds: 0, lastFailedAt: null };
}
