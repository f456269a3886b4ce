import type { Tx } from '#db/connect.ts';
import { type FoundLocation, type FoundSite, findLocations, findSite } from '#db/queries/by-code.ts';
import { refusalOf } from '#domain/all-problems.ts';
import { parseHappenedAt } from '#domain/happened-at.ts';
import { allow, type Result, type RuleViolation, refuse } from '#domain/result.ts';
import { parseCelsius } from '#domain/temperature.ts';
import type { PolicyBook } from './policy-book.ts';

/** Degrees Celsius and minutes as decimal strings, the instant in ISO 8601; `minutesOutside` is the gateway's own count. */
export type StatedReading = {
  site: string;
  location: string;
  sensor: string;
  celsius: string;
  minutesOutside?: string | undefined;
  happenedAt: string;
};

export type ResolvedReading = {
  site: FoundSite;
  location: FoundLocation;
  sensor: string;
  celsius: string;
  minutesOutside: string | null;
  happenedAt: Date;
};

type Places = Map<string, { site: FoundSite; locations: Map<string, FoundLocation> }>;

/** Finds the places of the readings and reads their values; every problem of every reading at once. */
export async function resolveReadings(
  tx: Tx,
  book: PolicyBook,
  now: Date,
  stated: readonly StatedReading[],
): Promise<Result<ResolvedReading[]>> {
  const places = await findPlaces(tx, stated);
  const resolved = stated.map((reading, index) => resolve(reading, places, book, now, `/readings/${index}`));
  const problems = resolved.flatMap((reading) => ('problems' in reading ? reading.problems : []));
  return (
    refusalOf(problems, 'readings.refused', 'these readings') ??
    allow(resolved.flatMap((reading) => ('problems' in reading ? [] : [reading])))
  );
}

async function findPlaces(tx: Tx, stated: readonly StatedReading[]): Promise<Places> {
  const places: Places = new Map();
  for (const [code, readings] of Map.groupBy(stated, (reading) => reading.site)) {
    const site = await findSite(tx, code);
    if (!site) continue;
    const locations = await findLocations(
      tx,
      site.id,
      readings.map((reading) => reading.location),
    );
    places.set(code, { site, locations });
  }
  return places;
}

function resolve(
  reading: StatedReading,
  places: Places,
  book: PolicyBook,
  now: Date,
  pointer: string,
): ResolvedReading | { problems: RuleViolation[] } {
  const place = findPlace(reading, places, pointer);
  const celsius = parseCelsius(reading.celsius, `${pointer}/celsius`);
  const minutes = parseMinutes(reading.minutesOutside, `${pointer}/minutesOutside`);
  const windowDays = book.read('late_report_window_days', { siteId: places.get(reading.site)?.site.id ?? null }).value;
  const happenedAt = parseHappenedAt(reading.happenedAt, { now, windowDays }, `${pointer}/happenedAt`);
  if (place.ok && celsius.ok && minutes.ok && happenedAt.ok) {
    return {
      ...place.value,
      sensor: reading.sensor,
      celsius: celsius.value,
      minutesOutside: minutes.value,
      happenedAt: happenedAt.value,
    };
  }
  return { problems: [place, celsius, minutes, happenedAt].flatMap((part) => (part.ok ? [] : [part.violation])) };
}

function findPlace(
  { site: siteCode, location: code }: StatedReading,
  places: Places,
  pointer: string,
): Result<{ site: FoundSite; location: FoundLocation }> {
  const found = places.get(siteCode);
  if (!found) return refuse('site.unknown', `There is no site ${siteCode}`, `${pointer}/site`);
  const location = found.locations.get(code);
  return location
    ? allow({ site: found.site, location })
    : refuse('location.unknown', `${siteCode} has no location ${code}`, `${pointer}/location`);
}

/** At most what the column holds; a gateway that has counted for years counts wrongly. */
function parseMinutes(stated: string | undefined, pointer: string): Result<string | null> {
  if (stated === undefined) return allow(null);
  return /^[0-9]{1,8}(\.[0-9]{1,2})?$/.test(stated)
    ? allow(stated)
    : refuse('temperature.malformed', `Minutes outside are a decimal string as "95": "${stated}"`, pointer);
}
