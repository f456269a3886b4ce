import { type SQL, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { Scopes } from '#domain/caller.ts';
import { isoText } from './iso-text.ts';
import { takePage } from './take-page.ts';
import { allOf, anyOf, withinScopes } from './within-scopes.ts';

export type ReadingFilter = {
  scopes: Scopes;
  siteId?: string | undefined;
  locationId?: string | undefined;
  sensor?: string | undefined;
  from?: string | undefined;
  until?: string | undefined;
  limit: number;
  after?: readonly string[] | undefined;
};

export type ListedReading = {
  readingId: string;
  site: string;
  timeZone: string;
  location: string;
  sensor: string;
  celsius: string;
  minutesOutside: string | null;
  /** What the place promises, in degrees Celsius; null where it promises nothing. */
  rangeMin: string | null;
  rangeMax: string | null;
  happenedAt: string;
  recordedAt: string;
};

/**
 * The readings that somebody may see, as a relation: those at their sites; with a grant of one entity or item category, those where goods
 * of it stand now (`places_with_goods`, looked up once for all). Where they see such places alone, the latest of each place are taken:
 * going through all readings would mostly pass those of other places.
 */
function readingsWithin(scopes: Scopes, conditions: SQL, limit: number): SQL {
  const sites = scopes?.filter(({ entityId, category }) => entityId === null && !category) ?? null;
  const narrow = (scopes ?? [])
    .filter((scope) => !sites?.includes(scope))
    .map(({ siteId: site, entityId: entity, category = null }) => ({ site, entity, category }));
  const places = sql`(select places_with_goods(${JSON.stringify(narrow)}::jsonb))::uuid[]`;
  const latest = sql`order by reading.happened_at desc, reading.id desc limit ${limit}`;
  if (narrow.length > 0 && sites?.length === 0)
    return sql`(select picked.* from unnest(${places}) as allowed (id) cross join lateral (
      select reading.* from temperature_readings reading join locations place on place.id = reading.location_id
       where reading.location_id = allowed.id and ${conditions} ${latest}) picked)`;
  const within = anyOf([
    withinScopes(sites, sql`place.site_id`),
    narrow.length > 0 ? sql`reading.location_id = any (${places})` : undefined,
  ]);
  return sql`(select reading.* from temperature_readings reading join locations place on place.id = reading.location_id
    where ${within} and ${conditions} ${latest})`;
}

/** Readings, the latest first by when they were taken. The key of a page is that instant and the id. */
export async function listReadings(
  db: DbOrTx,
  { scopes, siteId, locationId, sensor, from, until, limit, after }: ReadingFilter,
): Promise<{ rows: readonly ListedReading[]; next: readonly string[] | null }> {
  const [happenedAt, id] = after ?? [];
  const conditions = allOf([
    siteId ? sql`place.site_id = ${siteId}::uuid` : undefined,
    locationId ? sql`reading.location_id = ${locationId}::uuid` : undefined,
    sensor ? sql`reading.sensor = ${sensor}` : undefined,
    from ? sql`reading.happened_at >= ${from}::timestamptz` : undefined,
    until ? sql`reading.happened_at < ${until}::timestamptz` : undefined,
    happenedAt && id ? sql`(reading.happened_at, reading.id) < (${happenedAt}::timestamptz, ${id}::uuid)` : undefined,
  ]);
  const rows = await db.execute<ListedReading>(sql`
    select reading.id as "readingId", site.code as site, site.time_zone as "timeZone", place.code as location, reading.sensor,
           trim_scale(reading.celsius)::text as celsius, trim_scale(reading.minutes_outside)::text as "minutesOutside",
           trim_scale(place.temperature_min_c)::text as "rangeMin", trim_scale(place.temperature_max_c)::text as "rangeMax",
           ${isoText(sql`reading.happened_at`)} as "happenedAt", ${isoText(sql`reading.recorded_at`)} as "recordedAt"
      from ${readingsWithin(scopes, conditions, limit + 1)} reading join locations place on place.id = reading.location_id
      join sites site on site.id = place.site_id
     order by reading.happened_at desc, reading.id desc limit ${limit + 1}`);
  return takePage(rows, limit, (row) => [row.happenedAt, row.readingId]);
}
