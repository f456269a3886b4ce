import { sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';

export type SiteDay = { siteId: string; site: string; timeZone: string; date: string };

/** Sites whose people have not been written to on the day that it is there now. */
export async function sitesAwaitingDigest(db: DbOrTx, now: Date): Promise<SiteDay[]> {
  const rows = await db.execute<SiteDay>(sql`
    select here.* from (
      select site.id as "siteId", site.code as site, site.time_zone as "timeZone",
             ((${now.toISOString()}::timestamptz) at time zone site.time_zone)::date::text as date
        from sites site) here
     where not exists (select from digests done where done.site_id = here."siteId" and done.date = here.date::date)
     order by here.site`);
  return [...rows];
}
