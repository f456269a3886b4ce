import { sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { Scopes } from '#domain/caller.ts';
import type { ReasonList } from '#domain/reason-codes.ts';
import { isoText } from './iso-text.ts';
import { allOf, withinScopes } from './within-scopes.ts';

export type ReasonCodeUses = {
  list: ReasonList;
  code: string;
  label: string;
  site: string | null;
  entity: string | null;
  uses: number;
  lastAt: string;
};

/**
 * How often each word was given, by site and entity, the most frequent first. A step counts once, where its first entry is,
 * however many entries of the trail it wrote.
 */
export const countReasonCodeUses = (
  db: DbOrTx,
  { scopes, list, from, until }: { scopes: Scopes; list?: ReasonList | undefined; from: string; until: string },
): Promise<ReasonCodeUses[]> =>
  db.execute<ReasonCodeUses>(sql`
    with given as (
      select distinct on (entry.command_id) entry.reason_list, entry.reason_code, entry.site_id, entry.entity_id, entry.recorded_at
        from audit_entries entry
       where ${allOf([
         sql`entry.reason_code is not null`,
         withinScopes(scopes, sql`entry.site_id`, sql`entry.entity_id`, sql`entry.lot_id`),
         list ? sql`entry.reason_list = ${list}` : undefined,
         sql`entry.recorded_at >= ${from}::timestamptz`,
         sql`entry.recorded_at < ${until}::timestamptz`,
       ])}
       order by entry.command_id, entry.position)
    select given.reason_list as list, given.reason_code as code, known.label, site.code as site, entity.code as entity,
           count(*)::int as uses, ${isoText(sql`max(given.recorded_at)`)} as "lastAt"
      from given join reason_codes known on known.list = given.reason_list and known.code = given.reason_code
      left join sites site on site.id = given.site_id left join legal_entities entity on entity.id = given.entity_id
     group by given.reason_list, given.reason_code, known.label, site.code, entity.code
     order by count(*) desc, given.reason_list, given.reason_code, site.code, entity.code`);
