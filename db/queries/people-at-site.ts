import { sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';

/** Active people who may work tasks at a site, also those who may everywhere. */
export async function peopleAtSite(db: DbOrTx, siteId: string, now: Date): Promise<string[]> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const rows = await db.execute<{ id: string }>(sql`
    select distinct person.id from users person
      join role_grants granted on granted.user_id = person.id
      join role_rights permitted on permitted.role = granted.role and permitted."right" = 'task.work'
     where person.active and granted.valid_from <= ${at} and (granted.valid_until is null or granted.valid_until > ${at})
       and (granted.site_id is null or granted.site_id = ${siteId}::uuid)
     order by person.id`);
  return rows.map(({ id }) => id);
}
