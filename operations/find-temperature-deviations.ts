import { and, eq, gte, lte } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import type { FoundLocation, FoundSite } from '#db/queries/by-code.ts';
import { readLocalItems } from '#db/queries/local-overrides.ts';
import { type PassingLot, readStockPassing, readTemperatureJudged } from '#db/queries/stock-passing.ts';
import { temperatureReadings } from '#db/schema/quality.ts';
import { wholeRange } from '#domain/local-overrides.ts';
import { compare } from '#domain/quantity.ts';
import { temperatureDeviation } from '#domain/temperature.ts';
import { type Exposure, exposureOf, type Presence, type SensorReading } from '#domain/temperature-exposure.ts';
import type { PolicyBook } from './policy-book.ts';
import type { HoldRequest } from './write-holds.ts';

/** Readings of one place that were not known before, by their ids. */
export type FreshReadings = {
  site: FoundSite;
  location: FoundLocation;
  rows: readonly { id: string; happenedAt: Date; minutesOutside: string | null }[];
};

/** Longer excursions than this are counted from here: longer than any policy may allow, so none is missed. */
const lookBackMilliseconds = 2 * 86_400_000;

/**
 * The holds that fresh readings of a place call for: of each lot that stood there, for longer outside its item's range than
 * policy allows, in whatever order the readings came.
 */
export async function findTemperatureDeviations(
  tx: Tx,
  book: PolicyBook,
  { site, location, rows }: FreshReadings,
): Promise<HoldRequest[]> {
  const instants = rows.map((row) => row.happenedAt.getTime());
  const told = Math.min(...rows.map((row) => row.happenedAt.getTime() - Number(row.minutesOutside ?? 0) * 60_000));
  const from = new Date(told - lookBackMilliseconds);
  const until = new Date(Math.max(...instants) + lookBackMilliseconds);
  const sensors = await readSensors(tx, location.id, from, until, new Set(rows.map((row) => row.id)));
  const happenedAt = new Date(Math.max(...instants));
  const deviating = async (passing: readonly PassingLot[]): Promise<HoldRequest[]> => {
    const judged = await readTemperatureJudged(
      tx,
      site.id,
      passing.map((lot) => lot.lotId),
    );
    return passing.flatMap((lot) => {
      const reason = reasonToHold(book, { site, location }, lot, worstExposure(sensors, lot, judged.get(lot.lotId)));
      const { rowIds } = book.read('temperature_minutes_allowed', scopeOf(lot, site));
      return reason ? [{ ...holdRequest(lot, site, reason, happenedAt), policyIds: [...rowIds] }] : [];
    });
  };
  // Nearly all readings are harmless. How long each lot has stood there is looked up only where one might not be.
  const passing = async (since: Date) => await asKeptAt(tx, site, await readStockPassing(tx, location.id, since));
  const suspects = await deviating(await passing(new Date(told)));
  return suspects.length === 0 ? [] : await deviating(await passing(from));
}

/** The lots with the range their items are kept in at this site, which may be narrower than everywhere. */
async function asKeptAt(tx: Tx, { id: siteId }: FoundSite, lots: readonly PassingLot[]): Promise<PassingLot[]> {
  const local = await readLocalItems(
    tx,
    lots.map(({ itemId }) => itemId),
  );
  return lots.map((lot) => ({
    ...lot,
    storage: wholeRange(local(lot.itemId, { siteId, entityId: null })?.storageRange.value ?? null) ?? lot.storage,
  }));
}

function reasonToHold(
  book: PolicyBook,
  { site, location }: { site: FoundSite; location: FoundLocation },
  lot: PassingLot,
  exposure: Exposure | null,
): string | null {
  return (
    exposure &&
    temperatureDeviation({
      place: `${site.code} ${location.code}`,
      celsius: exposure.celsius,
      range: lot.storage,
      minutesOutside: exposure.minutes,
      minutesAllowed: book.read('temperature_minutes_allowed', scopeOf(lot, site)).value,
    })
  );
}

const scopeOf = (lot: PassingLot, site: FoundSite) => ({ itemId: lot.itemId, category: lot.category, siteId: site.id });

const holdRequest = (lot: PassingLot, site: FoundSite, reason: string, happenedAt: Date): HoldRequest => ({
  lotId: lot.lotId,
  siteId: site.id,
  locationId: null,
  process: 'quarantine_review',
  rule: 'temperature_deviation',
  automatic: true,
  reason,
  happenedAt,
  lasting: true,
});

async function readSensors(tx: Tx, locationId: string, from: Date, until: Date, fresh: ReadonlySet<string>) {
  const rows = await tx
    .select()
    .from(temperatureReadings)
    .where(
      and(
        eq(temperatureReadings.locationId, locationId),
        gte(temperatureReadings.happenedAt, from),
        lte(temperatureReadings.happenedAt, until),
      ),
    )
    .orderBy(temperatureReadings.happenedAt);
  const readings = rows.map((row) => ({
    sensor: row.sensor,
    at: row.happenedAt,
    celsius: row.celsius,
    minutesStated: row.minutesOutside,
    fresh: fresh.has(row.id),
  }));
  return [...Map.groupBy(readings, (reading) => reading.sensor).values()];
}

function worstExposure(
  sensors: readonly (readonly SensorReading[])[],
  lot: PassingLot,
  judgedAt: Date | undefined,
): Exposure | null {
  const found = sensors.flatMap((readings) =>
    lot.presences.flatMap((presence) => {
      const exposure = exposureOf(readings, lot.storage, sinceJudged(presence, readings, judgedAt));
      return exposure ? [exposure] : [];
    }),
  );
  return found.reduce<Exposure | null>(
    (worst, one) => (worst === null || compare(one.minutes, worst.minutes) > 0 ? one : worst),
    null,
  );
}

/** Whoever lifted a temperature hold judged what was measured until then; readings from before that came later are news. */
function sinceJudged(presence: Presence, readings: readonly SensorReading[], judgedAt: Date | undefined): Presence {
  const news = readings.find((reading) => reading.fresh);
  if (!judgedAt || !news || news.at <= judgedAt) return presence;
  return { ...presence, from: presence.from && presence.from > judgedAt ? presence.from : judgedAt };
}
