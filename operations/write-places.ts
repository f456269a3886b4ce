import type { Tx } from '#db/connect.ts';
import { readIds } from '#db/queries/master-data-codes.ts';
import { legalEntities, locations, siteStockOwners, sites } from '#db/schema/master-data.ts';
import type { MasterData } from '#domain/master-data.ts';
import { locationKinds } from '#domain/movements.ts';
import type { OperationContext } from './context.ts';
import { idOf } from './id-of.ts';

/** Adds legal entities, sites with whose stock they may hold, and locations; answers how many were new. */
export async function writePlaces(
  tx: Tx,
  { newId }: OperationContext,
  data: Pick<MasterData, 'legalEntities' | 'sites' | 'locations'>,
): Promise<Record<'legalEntities' | 'sites' | 'locations', number>> {
  const newEntities =
    data.legalEntities.length === 0
      ? []
      : await tx
          .insert(legalEntities)
          .values(data.legalEntities.map((entity) => ({ id: newId(), ...entity })))
          .onConflictDoNothing()
          .returning({ id: legalEntities.id });
  const entityIds = await readIds(tx, legalEntities);
  const newSites =
    data.sites.length === 0
      ? []
      : await tx
          .insert(sites)
          .values(
            data.sites.map(({ stockOwners, operatedByEntity, ...site }) => ({
              ...site,
              id: newId(),
              operatedByEntityId: operatedByEntity === null ? null : idOf(entityIds, operatedByEntity),
            })),
          )
          .onConflictDoNothing()
          .returning({ id: sites.id });
  const siteIds = await readIds(tx, sites);
  const owners = data.sites.flatMap(({ code, stockOwners }) =>
    stockOwners.map((owner) => ({ siteId: idOf(siteIds, code), entityId: idOf(entityIds, owner) })),
  );
  if (owners.length > 0) await tx.insert(siteStockOwners).values(owners).onConflictDoNothing();
  const newLocations =
    data.locations.length === 0
      ? []
      : await tx
          .insert(locations)
          .values(data.locations.map((place) => locationRow(place, idOf(siteIds, place.site), newId())))
          .onConflictDoNothing()
          .returning({ id: locations.id });
  return { legalEntities: newEntities.length, sites: newSites.length, locations: newLocations.length };
}

function locationRow(
  { code, kind, name, temperatureMinC, temperatureMaxC }: MasterData['locations'][number],
  siteId: string,
  id: string,
): typeof locations.$inferInsert {
  const known = locationKinds.find((word) => word === kind);
  if (!known) throw new Error(`Location kind "${kind}" went past the check`);
  return { id, siteId, code, kind: known, name, temperatureMin: temperatureMinC, temperatureMax: temperatureMaxC };
}
