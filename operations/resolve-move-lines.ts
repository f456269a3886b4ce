import type { Tx } from '#db/connect.ts';
import {
  type FoundLocation,
  type FoundLot,
  type FoundSite,
  findEntities,
  findLocations,
  findLots,
  readUnits,
  type UnitFactor,
} from '#db/queries/by-code.ts';
import { refusalOf } from '#domain/all-problems.ts';
import type { Condition } from '#domain/conditions.ts';
import type { LocationKind } from '#domain/movements.ts';
import { parseQuantity, type Quantity, toBaseQuantity } from '#domain/quantity.ts';
import { allow, type Result, type RuleViolation, refuse } from '#domain/result.ts';
import type { MoveLine, MovePlace } from '#domain/stock-move.ts';

/** A line as it was sent: lot by code or id, the rest by code; quantity as a decimal string in any unit of the item. */
export type StatedMoveLine = {
  lot: string;
  owner: string;
  from: string;
  to: string;
  condition: Condition;
  quantity: string;
  unit: string;
};

/** A line whose names are found. What may change under it (stock, holds, tasks) is read later, under the lock. */
export type ResolvedMoveLine = Omit<MoveLine, 'recordComplete' | 'inspectionWaived'> & { lot: FoundLot };

type Known = {
  lots: Map<string, FoundLot>;
  owners: Map<string, string>;
  places: Map<string, FoundLocation>;
  units: Map<string, ReadonlyMap<string, UnitFactor>>;
};

/** Finds what the lines name within one site, and their quantities in base units; every problem of every line at once. */
export async function resolveMoveLines(
  tx: Tx,
  site: FoundSite,
  stated: readonly StatedMoveLine[],
  pointerOf: (index: number) => string,
): Promise<Result<ResolvedMoveLine[]>> {
  const lots = await findLots(tx, [...new Set(stated.map((line) => line.lot))]);
  const known: Known = {
    lots,
    owners: await findEntities(
      tx,
      stated.map((line) => line.owner),
    ),
    places: await findLocations(
      tx,
      site.id,
      stated.flatMap((line) => [line.from, line.to]),
    ),
    units: await readUnits(
      tx,
      [...lots.values()].map((lot) => lot.itemId),
    ),
  };
  const resolved = stated.map((line, index) => resolveLine(line, site, known, pointerOf(index)));
  const problems = resolved.flatMap((line) => ('problems' in line ? line.problems : []));
  return (
    refusalOf(problems, 'move.refused', 'this move') ??
    allow(resolved.flatMap((line) => ('problems' in line ? [] : [line])))
  );
}

function resolveLine(
  stated: StatedMoveLine,
  site: FoundSite,
  known: Known,
  pointer: string,
): ResolvedMoveLine | { problems: RuleViolation[] } {
  const lot = known.lots.get(stated.lot);
  const ownerId = known.owners.get(stated.owner);
  const from = placeOf(known.places.get(stated.from), site);
  const to = placeOf(known.places.get(stated.to), site);
  const quantity = lot && inBaseUnits(stated, lot, known.units.get(lot.itemId), pointer);
  if (lot && ownerId && from && to && quantity?.ok) {
    return {
      lot,
      lotId: lot.id,
      lotCode: lot.code,
      item: { code: lot.itemCode, baseUnit: lot.baseUnit, storage: lot.storage },
      ownerId,
      ownerCode: stated.owner,
      from,
      to,
      condition: stated.condition,
      quantity: quantity.value,
      pointer,
    };
  }
  const missing = (found: unknown, refusal: ReturnType<typeof refuse>) => (found ? [] : [refusal.violation]);
  return {
    problems: [
      ...missing(lot, refuse('lot.unknown', `There is no lot ${stated.lot}`, `${pointer}/lot`)),
      ...missing(ownerId, refuse('entity.unknown', `There is no legal entity ${stated.owner}`, `${pointer}/owner`)),
      ...missing(from, noPlace(stated.from, site, `${pointer}/from`)),
      ...missing(to, noPlace(stated.to, site, `${pointer}/to`)),
      ...(quantity && !quantity.ok ? [quantity.violation] : []),
    ],
  };
}

const noPlace = (code: string, site: FoundSite, pointer: string) =>
  refuse('location.unknown', `${site.code} has no location ${code}`, pointer);

const placeOf = (location: FoundLocation | undefined, site: FoundSite): MovePlace | undefined =>
  location && {
    siteId: site.id,
    locationId: location.id,
    code: location.code,
    // A place that has a site is a real one: `locations_virtual_have_no_site`.
    kind: location.kind as LocationKind,
    range:
      location.temperatureMin === null || location.temperatureMax === null
        ? null
        : { min: location.temperatureMin, max: location.temperatureMax },
  };

function inBaseUnits(
  { quantity, unit }: StatedMoveLine,
  lot: FoundLot,
  units: ReadonlyMap<string, UnitFactor> | undefined,
  pointer: string,
): Result<Quantity> {
  const factor = unit === lot.baseUnit ? { numerator: '1', denominator: '1' } : units?.get(unit);
  if (!factor) return refuse('quantity.unit-unknown', `${lot.itemCode} is not counted in "${unit}"`, `${pointer}/unit`);
  const parsed = parseQuantity(quantity, `${pointer}/quantity`);
  return parsed.ok ? toBaseQuantity({ quantity: parsed.value, ...factor }, `${pointer}/quantity`) : parsed;
}
