import { and, eq, gte, inArray, lt } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { readLocalItems } from '#db/queries/local-overrides.ts';
import {
  nothingKnown,
  type Observation,
  type ObservationFilter,
  type Observed,
} from '#db/queries/policy-observations.ts';
import { type PassingLot, readStockPassing } from '#db/queries/stock-passing.ts';
import { locations, sites } from '#db/schema/master-data.ts';
import { temperatureReadings } from '#db/schema/quality.ts';
import { wholeRange } from '#domain/local-overrides.ts';
import { compare } from '#domain/quantity.ts';
import { isOutside } from '#domain/temperature.ts';
import { exposureOf, type SensorReading } from '#domain/temperature-exposure.ts';

/** Places looked at for one page, each with every reading of the time: a sensor that tells every five minutes fills 92 days with 26 000. */
const placesAtOnce = 20;

type Place = { id: string; code: string; siteId: string; site: string; country: string };
type Sensor = readonly SensorReading[];

/**
 * How long each lot was outside its range where it stood, by the readings of the time and the ledger: the longest time of one
 * sensor, as it would have been reckoned when the readings came. A page is some places.
 */
export async function readExposures(db: DbOrTx, filter: ObservationFilter): Promise<Observed> {
  const [, afterPlace = '00000000-0000-0000-0000-000000000000'] = filter.after ?? [];
  const most = Math.min(placesAtOnce, filter.limit);
  const places = await readPlaces(db, filter, afterPlace, most);
  const observations: Observation[] = [];
  for (const place of places) observations.push(...(await observe(db, place, filter)));
  const last = places.at(-1);
  return { observations, next: places.length === most && last ? [filter.from.toISOString(), last.id] : null };
}

const readPlaces = async (db: DbOrTx, { from, until }: ObservationFilter, after: string, most: number) => {
  const rows = await db
    .select({ id: locations.id, code: locations.code, siteId: sites.id, site: sites.code, address: sites.address })
    .from(locations)
    .innerJoin(sites, eq(sites.id, locations.siteId))
    .where(
      inArray(
        locations.id,
        db
          .selectDistinct({ id: temperatureReadings.locationId })
          .from(temperatureReadings)
          .where(and(gte(temperatureReadings.happenedAt, from), lt(temperatureReadings.happenedAt, until))),
      ),
    )
    .orderBy(locations.id);
  return rows
    .filter(({ id }) => id > after)
    .slice(0, most)
    .map(({ address, ...place }): Place => ({ ...place, country: address.country }));
};

async function observe(db: DbOrTx, place: Place, { from, until }: ObservationFilter): Promise<Observation[]> {
  const sensors = await readSensors(db, place.id, from, until);
  const passing = await readStockPassing(db, place.id, from);
  const local = await readLocalItems(
    db,
    passing.map(({ itemId }) => itemId),
  );
  return passing.flatMap((lot) => {
    const own = local(lot.itemId, { siteId: place.siteId, entityId: null })?.storageRange.value ?? null;
    const storage = wholeRange(own) ?? lot.storage;
    const at = sensors.flatMap((sensor) => sensor.findLast(({ celsius }) => isOutside(celsius, storage))?.at ?? []);
    const worst = worstOf({ ...lot, storage }, sensors);
    const end = sensors.flatMap((sensor) => sensor.at(-1)?.at ?? []);
    const [when] = [...(at.length > 0 ? at : end)].sort((one, other) => other.getTime() - one.getTime());
    return when === undefined ? [] : [observationOf(place, lot, when, worst)];
  });
}

const worstOf = (lot: PassingLot, sensors: readonly Sensor[]): string =>
  sensors
    .flatMap((sensor) => lot.presences.flatMap((presence) => exposureOf(sensor, lot.storage, presence)?.minutes ?? []))
    .reduce((worst, minutes) => (compare(minutes, worst) > 0 ? minutes : worst), '0');

const observationOf = (place: Place, lot: PassingLot, at: Date, minutesOutside: string): Observation => ({
  id: `${lot.lotId}:${place.id}`,
  at: at.toISOString(),
  label: `${lot.lotCode} at ${place.site} ${place.code}`,
  site: place.site,
  lot: lot.lotCode,
  scope: {
    itemId: lot.itemId,
    category: lot.category,
    siteId: place.siteId,
    entityId: null,
    jurisdiction: place.country,
  },
  figures: { ...nothingKnown, minutesOutside },
});

async function readSensors(db: DbOrTx, locationId: string, from: Date, until: Date): Promise<Sensor[]> {
  const rows = await db
    .select()
    .from(temperatureReadings)
    .where(
      and(
        eq(temperatureReadings.locationId, locationId),
        gte(temperatureReadings.happenedAt, from),
        lt(temperatureReadings.happenedAt, until),
      ),
    )
    .orderBy(temperatureReadings.happenedAt);
  const readings = rows.map(({ sensor, happenedAt, celsius, minutesOutside }) => ({
    ...{ sensor, at: happenedAt, celsius, minutesStated: minutesOutside, fresh: true },
  }));
  return [...Map.groupBy(readings, ({ sensor }) => sensor).values()];
}
