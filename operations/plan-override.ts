import { and, eq, isNull } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { readRecords } from '#db/queries/master-records.ts';
import { readMergedByCode } from '#db/queries/merged-parties.ts';
import { legalEntities, sites } from '#db/schema/master-data.ts';
import { localOverrides } from '#db/schema/master-data-care.ts';
import { mayOverride } from '#domain/local-overrides.ts';
import type { OverrideRecord } from '#domain/master-records.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import type { PlannedRecord } from './record-conflicts.ts';

/** A value for one field of a record at a site, for an entity, or both; null takes the override away. */
export type OverrideChange = { kind: 'override' } & OverrideRecord;

/** What a proposed override makes of the one that is there, if any. */
export async function planOverride(
  tx: Tx,
  newId: () => string,
  change: OverrideChange,
): Promise<Result<PlannedRecord>> {
  const { kind: _kind, ...after } = change;
  const kept = (await readRecords(tx, after.of, [after.record])).get(after.record);
  if (!kept) return refuse(`${after.of}.unknown`, `There is no ${after.of} "${after.record}"`, '/proposal/record');
  const place = await findPlace(tx, after);
  if (!place.ok) return place;
  const { entityId, siteId } = place.value;
  const [there] = await tx
    .select()
    .from(localOverrides)
    .where(
      and(
        eq(localOverrides.recordId, kept.id),
        eq(localOverrides.field, after.field),
        entityId === null ? isNull(localOverrides.entityId) : eq(localOverrides.entityId, entityId),
        siteId === null ? isNull(localOverrides.siteId) : eq(localOverrides.siteId, siteId),
      ),
    );
  const before = there ? { ...after, value: there.value.is } : null;
  const plan = { code: titleOf(after), baseVersion: there?.version ?? null, before, changed: ['value'] };
  if (after.value === null) {
    if (!there) return refuse('override.unknown', `${titleOf(after)} is not overridden`, '/proposal/value');
    return allow({ ...plan, action: 'remove' as const, recordId: there.id, after: null });
  }
  const [merged] = after.of === 'party' ? await readMergedByCode(tx, [after.record]) : [];
  if (merged)
    return refuse(
      'record.merged',
      `${after.record} was merged into ${merged.into}: override that one`,
      '/proposal/record',
    );
  const may = mayOverride(after, kept.record, after.of);
  if (!may.ok) return may;
  if (JSON.stringify(there?.value.is) === JSON.stringify(after.value))
    return refuse('proposal.nothing-changed', `${titleOf(after)} says this already`, '/proposal/value');
  return allow({ ...plan, action: there ? 'change' : 'create', recordId: there?.id ?? newId(), after });
}

/** How people call an override. */
export const titleOf = ({ record, field, site, entity }: OverrideRecord): string =>
  `${record} ${field}${site === null ? '' : ` at ${site}`}${entity === null ? '' : ` for ${entity}`}`;

type Place = { entityId: string | null; siteId: string | null };

export async function findPlace(
  tx: Tx,
  { entity, site }: Pick<OverrideRecord, 'entity' | 'site'>,
): Promise<Result<Place>> {
  const [owner] = entity === null ? [] : await tx.select().from(legalEntities).where(eq(legalEntities.code, entity));
  if (entity !== null && !owner) return refuse('entity.unknown', `There is no entity "${entity}"`, '/proposal/entity');
  const [place] = site === null ? [] : await tx.select().from(sites).where(eq(sites.code, site));
  if (site !== null && !place) return refuse('site.unknown', `There is no site "${site}"`, '/proposal/site');
  return allow({ entityId: owner?.id ?? null, siteId: place?.id ?? null });
}
