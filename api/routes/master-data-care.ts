import type { z } from 'zod';
import {
  blockItemContract,
  blockPartyContract,
  judgeDuplicateContract,
  listCompletenessContract,
  listDuplicatesContract,
  readItemRecordContract,
  readPartyRecordContract,
} from '#api/contracts/master-data-care.ts';
import type { itemRecord, partyRecord } from '#api/contracts/master-records.ts';
import { encodeCursor, readCursor } from '#api/http/cursor.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { findEntities, findSite } from '#db/queries/by-code.ts';
import { readGivenCodes } from '#db/queries/given-reason-codes.ts';
import { listCompleteness, listDuplicates, readSurroundings } from '#db/queries/master-data-care.ts';
import { readRecords } from '#db/queries/master-records.ts';
import { readMerged } from '#db/queries/merged-parties.ts';
import { readFacts } from '#db/queries/record-facts.ts';
import { globalItem, localItem, localParty, type Place } from '#domain/local-overrides.ts';
import type { ItemRecord, PartyRecord } from '#domain/master-records.ts';
import type { SharedKind } from '#domain/record-kinds.ts';
import { completenessOf, gapsOf } from '#domain/record-rules.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { blockRecord } from '#operations/block-record.ts';
import { judgeDuplicate } from '#operations/judge-duplicate.ts';

export function masterDataCareRoutes(app: ApiRouter, { operations }: Services): void {
  const { db } = operations;

  app.route(readItemRecordContract, ({ params: { item }, query }) =>
    showRecord<z.input<typeof itemRecord>>(operations, 'item', item, query),
  );

  app.route(readPartyRecordContract, ({ params: { party }, query }) =>
    showRecord<z.input<typeof partyRecord>>(operations, 'party', party, query),
  );

  app.route(listCompletenessContract, async ({ query: { cursor, ...query } }) => {
    const after = readCursor(cursor, 'position', 'id');
    if (!after.ok) return after;
    const { rows, next } = await listCompleteness(db, { ...query, after: after.value });
    return allow({ items: [...rows], nextCursor: next && encodeCursor(next) });
  });

  app.route(listDuplicatesContract, async ({ query: { cursor, ...query } }) => {
    const after = readCursor(cursor, 'position', 'id');
    if (!after.ok) return after;
    const { rows, next } = await listDuplicates(db, { ...query, after: after.value });
    return allow({ items: [...rows], nextCursor: next && encodeCursor(next) });
  });

  app.route(judgeDuplicateContract, ({ params, body }, request) =>
    judgeDuplicate(operations, request.command({ ...params, ...body })),
  );

  app.route(blockItemContract, ({ params: { item: code }, body }, request) =>
    blockRecord(operations, request.command({ kind: 'item', code, ...body })),
  );

  app.route(blockPartyContract, ({ params: { party: code }, body }, request) =>
    blockRecord(operations, request.command({ kind: 'party', code, ...body })),
  );
}

type Asked = { site?: string | undefined; entity?: string | undefined };

/** A record with its gaps, and, where a place was asked for, what holds there and why. */
async function showRecord<Shown>({ db, clock }: Services['operations'], kind: SharedKind, code: string, asked: Asked) {
  const kept = (await readRecords(db, kind, [code])).get(code);
  if (!kept) return refuse(`${kind}.unknown`, `There is no ${kind} "${code}"`);
  const place = await findPlace(db, asked);
  if (!place.ok) return place;
  const facts = (await readFacts(db, kind, [kept.id], clock.now()))(kept.id);
  const { blocked, overrides } = await readSurroundings(db, kind, kept.id);
  const local =
    place.value === null
      ? null
      : kind === 'item'
        ? localItem(globalItem(kept.record as ItemRecord), overrides, place.value) // its kind says so
        : localParty(kept.record as PartyRecord, overrides, place.value);
  return allow({
    id: kept.id,
    version: kept.version,
    // The contract asks for the words that the tables hold the record to.
    record: kept.record as unknown as Shown,
    completeness: { score: completenessOf(kind, kept.record, facts).score, missing: gapsOf(kind, kept.record, facts) },
    merged: kind === 'party' ? await mergedOf(db, kept.id) : null,
    blocked,
    reasonCodes: await readGivenCodes(db, { kind, id: kept.id }),
    local,
    overrides,
  });
}

/** Where its code leads, and which codes lead to it; null of one that was never merged. */
async function mergedOf(db: Services['operations']['db'], partyId: string) {
  const [{ into, from } = { into: null, from: [] }] = await readMerged(db, [partyId]);
  return into === null && from.length === 0 ? null : { into, from: [...from] };
}

async function findPlace(db: Services['operations']['db'], { site, entity }: Asked): Promise<Result<Place | null>> {
  if (site === undefined && entity === undefined) return allow(null);
  const found = site === undefined ? undefined : await findSite(db, site);
  if (site !== undefined && !found) return refuse('site.unknown', `There is no site ${site}`, '/query/site');
  const entityId = entity === undefined ? null : ((await findEntities(db, [entity])).get(entity) ?? undefined);
  if (entityId === undefined) return refuse('entity.unknown', `There is no entity ${entity}`, '/query/entity');
  return allow({ siteId: found?.id ?? null, entityId });
}
