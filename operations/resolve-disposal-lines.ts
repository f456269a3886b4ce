import { inArray } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { type FoundLocation, findEntities, findLocations, readUnits, type UnitFactor } from '#db/queries/by-code.ts';
import { sites } from '#db/schema/index.ts';
import { refusalOf } from '#domain/all-problems.ts';
import { type Condition, conditions } from '#domain/conditions.ts';
import type { StatedStock } from '#domain/disposal-steps.ts';
import { parseQuantity, type Quantity, toBaseQuantity } from '#domain/quantity.ts';
import { allow, type Result, type RuleViolation, refuse } from '#domain/result.ts';
import type { DisposalCase } from './disposal-case.ts';

/** Some stock of the lot of a disposal, its names found and its quantity in base units. */
export type ResolvedStock = {
  siteId: string;
  timeZone: string;
  locationId: string;
  locationCode: string;
  ownerId: string;
  ownerCode: string;
  condition: Condition;
  quantity: Quantity;
  statedQuantity: Quantity;
  statedUnit: string;
  pointer: string;
};

type Site = { id: string; timeZone: string; places: Map<string, FoundLocation> };
type Known = {
  sites: Map<string, Site>;
  owners: Map<string, string>;
  units: ReadonlyMap<string, UnitFactor> | undefined;
};

/** Finds what lines name, and every problem of every line at once. What never changes, so no lock is needed. */
export async function resolveDisposalLines(
  tx: Tx,
  { lot }: Pick<DisposalCase, 'lot'>,
  stated: readonly StatedStock[],
  pointerOf: (index: number) => string,
): Promise<Result<ResolvedStock[]>> {
  const known: Known = {
    sites: await findSitesWithPlaces(tx, stated),
    owners: await findEntities(
      tx,
      stated.map(({ owner }) => owner),
    ),
    units: (await readUnits(tx, [lot.itemId])).get(lot.itemId),
  };
  const resolved = stated.map((line, index) => resolveLine(line, lot, known, pointerOf(index)));
  const problems = resolved.flatMap((line) => (line.ok ? [] : [line.violation]));
  return (
    refusalOf(problems, 'request.malformed', 'what was recorded') ??
    allow(resolved.flatMap((line) => (line.ok ? [line.value] : [])))
  );
}

async function findSitesWithPlaces(tx: Tx, stated: readonly StatedStock[]): Promise<Map<string, Site>> {
  const rows = await tx
    .select({ id: sites.id, code: sites.code, timeZone: sites.timeZone })
    .from(sites)
    .where(inArray(sites.code, [...new Set(stated.map(({ site }) => site))]));
  const found = new Map<string, Site>();
  for (const { code, ...site } of rows) {
    const codes = stated.filter((line) => line.site === code).map(({ location }) => location);
    found.set(code, { ...site, places: await findLocations(tx, site.id, codes) });
  }
  return found;
}

function resolveLine(
  stated: StatedStock,
  lot: DisposalCase['lot'],
  known: Known,
  pointer: string,
): Result<ResolvedStock> {
  const refused = (violation: Pick<RuleViolation, 'code' | 'message'>, field: string) =>
    refuse(violation.code, violation.message, `${pointer}/${field}`);
  const site = known.sites.get(stated.site);
  if (!site) return refused({ code: 'site.unknown', message: `There is no site ${stated.site}` }, 'site');
  const place = site.places.get(stated.location);
  if (!place)
    return refused(
      { code: 'location.unknown', message: `${stated.site} has no location ${stated.location}` },
      'location',
    );
  const ownerId = known.owners.get(stated.owner);
  if (!ownerId)
    return refused({ code: 'entity.unknown', message: `There is no legal entity ${stated.owner}` }, 'owner');
  const condition = conditions.find((word) => word === stated.condition);
  if (!condition)
    return refused({ code: 'request.malformed', message: `Stock is never "${stated.condition}"` }, 'condition');
  const factor = stated.unit === lot.baseUnit ? { numerator: '1', denominator: '1' } : known.units?.get(stated.unit);
  if (!factor)
    return refused(
      { code: 'quantity.unit-unknown', message: `${lot.itemCode} is not counted in "${stated.unit}"` },
      'unit',
    );
  const parsed = parseQuantity(stated.quantity, `${pointer}/quantity`);
  if (!parsed.ok) return parsed;
  const quantity = toBaseQuantity({ quantity: parsed.value, ...factor }, `${pointer}/quantity`);
  if (!quantity.ok) return quantity;
  return allow({
    siteId: site.id,
    timeZone: site.timeZone,
    locationId: place.id,
    locationCode: place.code,
    ownerId,
    ownerCode: stated.owner,
    condition,
    quantity: quantity.value,
    statedQuantity: parsed.value,
    statedUnit: stated.unit,
    pointer,
  });
}
