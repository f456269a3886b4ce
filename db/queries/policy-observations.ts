import { sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { ObservedFigures } from '#domain/policy-observations.ts';
import type { PolicyScope } from '#domain/policy-resolution.ts';
import { type ObservationSource, observationSources } from './policy-observation-sources.ts';

export type Observation = {
  id: string;
  at: string;
  /** What people call it. */
  label: string;
  site: string | null;
  lot: string | null;
  scope: PolicyScope;
  figures: ObservedFigures;
};

export type ObservationFilter = {
  from: Date;
  until: Date;
  now: Date;
  limit: number;
  after?: readonly string[] | undefined;
};

/** Some of them, and where to go on. */
export type Observed = { observations: Observation[]; next: readonly string[] | null };

/** What happened in a time, the earliest first, from one on: as far as the caller's sight reaches. */
export async function readObservations(
  db: DbOrTx,
  kind: ObservationSource,
  { from, until, now, limit, after }: ObservationFilter,
): Promise<Observed> {
  const [afterAt, afterId] = after ?? [];
  const rows = await db.execute<
    Omit<Observation, 'scope' | 'figures'> & Required<PolicyScope> & Partial<ObservedFigures>
  >(sql`
    with seen as (${observationSources[kind](sql`${now.toISOString()}::timestamptz`)})
    select seen.*, seen.happened::text as at from seen
     where seen.happened >= ${from.toISOString()}::timestamptz and seen.happened < ${until.toISOString()}::timestamptz
       and ${afterAt && afterId ? sql`(seen.happened, seen.id) > (${afterAt}::timestamptz, ${afterId})` : sql`true`}
     order by seen.happened, seen.id limit ${limit}`);
  const observations = rows.map(
    ({ id, at, label, site, lot, itemId, category, siteId, entityId, jurisdiction, ...figures }) => ({
      id,
      at: new Date(at).toISOString(),
      label,
      site,
      lot,
      scope: { itemId, category, siteId, entityId, jurisdiction },
      figures: { ...nothingKnown, ...figures },
    }),
  );
  const last = observations.at(-1);
  return { observations, next: observations.length === limit && last ? [last.at, last.id] : null };
}

export const nothingKnown: ObservedFigures = {
  riskScore: null,
  shelfLifeDeviationDays: null,
  daysLeft: null,
  daysLate: null,
  certificates: null,
  minutesOpen: null,
  sizeBytes: null,
  reasonCode: null,
  minutesOutside: null,
  urgent: null,
  conditional: null,
  worth: null,
  papers: null,
  inspected: null,
  minor: null,
  daysAhead: null,
};
