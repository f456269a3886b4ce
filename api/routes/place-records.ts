import { readEntityRecordContract, readSiteRecordContract } from '#api/contracts/place-records.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { readRecords } from '#db/queries/master-records.ts';
import { allow, refuse } from '#domain/result.ts';

export function placeRecordRoutes(app: ApiRouter, { operations: { db } }: Services): void {
  app.route(readSiteRecordContract, async ({ params: { site } }) => {
    const kept = (await readRecords(db, 'site', [site])).get(site);
    if (!kept) return refuse('site.unknown', `There is no site "${site}"`);
    const { id, version, record } = kept;
    return allow({ id, version, record: { ...record, stockOwners: [...record.stockOwners] } });
  });

  app.route(readEntityRecordContract, async ({ params: { entity } }) => {
    const kept = (await readRecords(db, 'entity', [entity])).get(entity);
    return kept
      ? allow({ id: kept.id, version: kept.version, record: kept.record })
      : refuse('entity.unknown', `There is no entity "${entity}"`);
  });
}
