import type { Tx } from '#db/connect.ts';
import { categoryOfLot } from '#db/queries/category-of-lot.ts';
import { findSitesOfLot } from '#db/queries/sites-of-lot.ts';
import type { Caller } from '#domain/caller.ts';
import { allow, type Result } from '#domain/result.ts';
import type { Right } from '#domain/rights.ts';
import { mayForAnOwner } from './may-for-an-owner.ts';

/**
 * A lot itself is at no site: whoever has the right at one where it arrived or stands, for an owner of it and for its category, may
 * add to what is known of it.
 */
export async function mayTouchLot(tx: Tx, caller: Caller, right: Right, lotId: string): Promise<Result<void>> {
  const lots = [{ id: lotId, category: (await categoryOfLot(tx, lotId)) ?? '' }];
  for (const siteId of await findSitesOfLot(tx, lotId))
    if ((await mayForAnOwner(tx, caller, right, siteId, lots)).ok) return allow(undefined);
  return await mayForAnOwner(tx, caller, right, null, lots);
}
