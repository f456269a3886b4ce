import type { Tx } from '#db/connect.ts';
import {
  type FoundLocation,
  type FoundLot,
  type FoundSite,
  findLocations,
  findLots,
  findSite,
} from '#db/queries/by-code.ts';
import type { Reach } from '#domain/holds.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import type { PlaceHold } from './place-hold.ts';

export type FoundReach = {
  lot: FoundLot;
  site: FoundSite | undefined;
  location: FoundLocation | undefined;
  reach: Reach;
};

/** What a hold would reach, by the names in its request. */
export async function findHoldReach(tx: Tx, input: PlaceHold): Promise<Result<FoundReach>> {
  const lot = (await findLots(tx, [input.lot])).get(input.lot);
  if (!lot) return refuse('lot.unknown', `There is no lot ${input.lot}`, '/lot');
  const site = input.site === undefined ? undefined : await findSite(tx, input.site);
  if (input.site !== undefined && !site) return refuse('site.unknown', `There is no site ${input.site}`, '/site');
  const code = input.location ?? input.segregate?.to;
  if (code === undefined) return allow({ lot, site, location: undefined, reach: reachOf(lot.id, site?.id) });
  if (!site) return refuse('hold.location-needs-site', `Say at which site ${code} is`, '/site');
  const location = (await findLocations(tx, site.id, [code])).get(code);
  if (!location) return refuse('location.unknown', `${site.code} has no location ${code}`, '/location');
  if (input.segregate && input.segregate.to !== code)
    return refuse(
      'location.unknown',
      `What is moved to ${input.segregate.to} is held there, not at ${code}`,
      '/location',
    );
  return allow({ lot, site, location, reach: reachOf(lot.id, site.id, location.id) });
}

const reachOf = (lotId: string, siteId?: string, locationId?: string): Reach => ({
  lotId,
  siteId: siteId ?? null,
  locationId: locationId ?? null,
});
