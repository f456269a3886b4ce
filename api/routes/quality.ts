import {
  listInspectionsContract,
  readInspectionContract,
  recordInspectionContract,
} from '#api/contracts/inspections.ts';
import {
  listTemperatureReadingsContract,
  recordTemperatureReadingsContract,
} from '#api/contracts/temperature-readings.ts';
import { encodeCursor, readCursor } from '#api/http/cursor.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { findLocations } from '#db/queries/by-code.ts';
import { listInspections } from '#db/queries/inspections.ts';
import { listReadings } from '#db/queries/temperature-readings.ts';
import { scopesWith } from '#domain/caller.ts';
import { allow, refuse } from '#domain/result.ts';
import { recordInspection } from '#operations/record-inspection.ts';
import { recordTemperatureReadings } from '#operations/record-temperature-readings.ts';
import { asPage, findNamed } from './named-filters.ts';

export function qualityRoutes(app: ApiRouter, { operations }: Services): void {
  const { db } = operations;

  app.route(recordInspectionContract, ({ body }, request) => recordInspection(operations, request.command(body)));

  app.route(listInspectionsContract, async ({ query: { cursor, lot, site, ...filter } }, { caller }) => {
    const after = readCursor(cursor, 'id');
    if (!after.ok) return after;
    const named = await findNamed(db, { lot, site });
    if (!named.ok) return named;
    const scopes = scopesWith(caller, 'lot.read');
    return asPage(await listInspections(db, { ...filter, ...named.value, scopes, after: after.value }), encodeCursor);
  });

  app.route(readInspectionContract, async ({ params: { inspectionId } }, { caller }) => {
    const { rows } = await listInspections(db, { inspectionId, scopes: scopesWith(caller, 'lot.read'), limit: 1 });
    return rows[0]
      ? allow(rows[0])
      : refuse('inspection.unknown', `There is no inspection ${inspectionId} that you may see`);
  });

  app.route(recordTemperatureReadingsContract, ({ body }, request) =>
    recordTemperatureReadings(operations, request.command(body)),
  );

  app.route(listTemperatureReadingsContract, async ({ query: { cursor, site, location, ...filter } }, { caller }) => {
    const after = readCursor(cursor, 'instant', 'id');
    if (!after.ok) return after;
    const named = await findNamed(db, { site });
    if (!named.ok) return named;
    const { siteId } = named.value;
    const place = location && siteId ? (await findLocations(db, siteId, [location])).get(location) : undefined;
    if (location && !place)
      return refuse('location.unknown', `${site ?? 'Without a site there'} has no ${location}`, '/query/location');
    const scopes = scopesWith(caller, 'lot.read');
    const page = await listReadings(db, { ...filter, siteId, locationId: place?.id, scopes, after: after.value });
    return asPage(page, encodeCursor);
  });
}
