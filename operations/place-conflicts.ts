import type { DbOrTx } from '#db/connect.ts';
import { readGlnHolders, readKnownCodes, readOwnersWithStock } from '#db/queries/record-conflicts.ts';
import type { EntityRecord, SiteRecord } from '#domain/place-records.ts';
import type { RuleViolation } from '#domain/result.ts';
import type { PlannedRecord } from './record-conflicts.ts';

/** What stands in the way of planned sites and entities: a location number that is another's, unknown entities, stock of an owner. */
export async function placeConflicts(
  db: DbOrTx,
  kind: 'site' | 'entity',
  planned: readonly PlannedRecord[],
  pointerOf: (index: number) => string,
): Promise<RuleViolation[][]> {
  // Their kind is site or entity, hence so are their records.
  const places = planned.map(({ after }) => after as SiteRecord | EntityRecord);
  const holders = await readGlnHolders(
    db,
    kind,
    places.map(({ gln }) => gln),
  );
  const named = places.flatMap((place) => namedIn(place).map(({ code }) => code));
  const entities = await readKnownCodes(db, 'legal_entities', [...new Set(named)]);
  const stocked =
    kind === 'site'
      ? await readOwnersWithStock(
          db,
          planned.map(({ recordId }) => recordId),
        )
      : [];
  return places.map((place, index) => {
    const at = pointerOf(index);
    const { recordId, code } = planned[index] ?? {};
    const problems: RuleViolation[] = [];
    const holder = holders.find(({ gln, id }) => gln === place.gln && id !== recordId);
    const twin = places.findIndex(({ gln }) => gln === place.gln);
    if (holder || twin < index)
      problems.push({
        code: 'place.gln-taken',
        message: `GLN ${place.gln} is ${holder?.code ?? places[twin]?.code}'s`,
        pointer: `${at}/gln`,
      });
    for (const { code: entity, field } of namedIn(place))
      if (!entities.has(entity))
        problems.push({
          code: 'entity.unknown',
          message: `There is no entity "${entity}"`,
          pointer: `${at}/${field}`,
        });
    for (const { siteId, owner } of stocked)
      if (siteId === recordId && 'stockOwners' in place && !place.stockOwners.includes(owner))
        problems.push({
          code: 'site.owner-has-stock',
          message: `${owner} has stock at ${code}: move it first`,
          pointer: `${at}/stockOwners`,
        });
    return problems;
  });
}

function namedIn(place: SiteRecord | EntityRecord): { code: string; field: string }[] {
  if (!('stockOwners' in place)) return [];
  const { operatedBy, stockOwners } = place;
  return [
    ...(operatedBy === null ? [] : [{ code: operatedBy, field: 'operatedBy' }]),
    ...stockOwners.map((code) => ({ code, field: 'stockOwners' })),
  ];
}
