import { type SQL, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { LocalOverride } from '#domain/local-overrides.ts';

/** The ids of a party and of all that were merged into the same one: what was recorded under any of them is theirs. */
export const samePartyAs = (named: SQL): SQL => sql`(
  select other.id from parties named join parties other
      on coalesce(other.merged_into, other.id) = coalesce(named.merged_into, named.id) where ${named})`;

/** The same for one party, for rules that compare ids. */
export async function readSameParty(db: DbOrTx, partyId: string): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(sql`
    select party.id from parties party where party.id in ${samePartyAs(sql`named.id = ${partyId}`)}`);
  return rows.map(({ id }) => id);
}

export type MergedParty = {
  id: string;
  code: string;
  /** The code of the one it was merged into. */
  into: string | null;
  /** Codes of those that were merged into it. */
  from: string[];
};

/** How these parties stand to others that they were merged with. */
export const readMerged = (db: DbOrTx, ids: readonly string[]): Promise<MergedParty[]> =>
  db.execute<MergedParty>(sql`
    select party.id, party.code, (select code from parties kept where kept.id = party.merged_into) as "into",
           (select coalesce(jsonb_agg(code order by code), '[]') from parties former where former.merged_into = party.id) as "from"
      from parties party where party.id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)`);

/** Those of these codes that lead to another party. */
export const readMergedByCode = async (
  db: DbOrTx,
  codes: readonly string[],
): Promise<{ code: string; into: string }[]> =>
  codes.length === 0
    ? []
    : await db.execute<{ code: string; into: string }>(sql`
        select party.code, kept.code as "into" from parties party join parties kept on kept.id = party.merged_into
         where party.code in (select jsonb_array_elements_text(${JSON.stringify(codes)}::jsonb))`);

export type OverrideOfParty = LocalOverride & { id: string; entity: string | null; site: string | null };

/** What sites and entities override of a party, by the words that people use. */
export const readOverridesOf = (db: DbOrTx, partyId: string): Promise<OverrideOfParty[]> =>
  db.execute<OverrideOfParty>(sql`
    select local.id, local.field, local.entity_id as "entityId", local.site_id as "siteId", local.value -> 'is' as value,
           owner.code as entity, place.code as site
      from local_overrides local left join legal_entities owner on owner.id = local.entity_id
      left join sites place on place.id = local.site_id where local.record_id = ${partyId} order by local.field, local.id`);
