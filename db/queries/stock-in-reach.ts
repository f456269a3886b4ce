import { sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { Scopes } from '#domain/caller.ts';
import type { Condition } from '#domain/conditions.ts';
import { withinScopes } from './within-scopes.ts';

export type ReachedStock = { site: string; location: string; owner: string; condition: Condition; quantity: string };

/** What an active hold reaches now, as far as the caller may see; nothing of one that has ended. */
export async function readStockInReach(db: DbOrTx, holdId: string, scopes: Scopes): Promise<ReachedStock[]> {
  return await db.execute<ReachedStock>(sql`
    select site.code as site, place.code as location, owner.code as owner, held.condition,
           trim_scale(held.quantity)::text as quantity
      from holds hold join stock held on held.lot_id = hold.lot_id
      join locations place on place.id = held.location_id join sites site on site.id = place.site_id
      join legal_entities owner on owner.id = held.owner_id
     where hold.id = ${holdId}::uuid and hold.ended_at is null
       and (hold.site_id is null or hold.site_id = place.site_id)
       and (hold.location_id is null or hold.location_id = place.id)
       and ${withinScopes(scopes, sql`place.site_id`, sql`held.owner_id`, sql`held.lot_id`)}
     order by site.code, place.code, owner.code, held.condition`);
}
