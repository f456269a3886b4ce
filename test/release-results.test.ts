import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documents } from '#db/schema/documents.ts';
import type { Caller } from '#domain/caller.ts';
import { approveRelease } from '#operations/approve-release.ts';
import { attachDocument } from '#operations/attach-document.ts';
import type { OperationContext } from '#operations/context.ts';
import { type RecordReleaseResults, recordReleaseResults } from '#operations/record-release-results.ts';
import { releaseUrgently } from '#operations/release-urgently.ts';
import { givenContext } from '#test/given/context.ts';
import { commandOf, givenLot } from '#test/given/lots.ts';
import { givenStory, importer, personWith, type StoryIds } from '#test/given/master-data.ts';
import { givenRelease, givenSpecifications, releaseHistoryOf } from '#test/given/release.ts';
import { decideRelease, enterResults, failing, passing, signingFor } from '#test/given/release-steps.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';

let database: GivenDatabase;
let context: OperationContext;
let ids: StoryIds;
let given: { context: OperationContext; ids: StoryIds };
let dana: Caller;
let nina: Caller;

beforeAll(async () => {
  database = await givenDatabase();
  context = givenContext(database.db);
  ids = await givenStory(context);
  given = { context, ids };
  await givenSpecifications(given, 'GC-BULK');
  dana = personWith('quality_manager', ids.user('d.whitlock'));
  nina = personWith('quality_inspector', ids.user('p.nair'));
});
afterAll(() => database.drop());

const code = (outcome: { ok: true } | { ok: false; violation: { code: string } }) =>
  outcome.ok ? 'allowed' : outcome.violation.code;
const hour = 3_600_000;
const hoursAgo = (hours: number) => new Date(context.clock.now().getTime() - hours * hour).toISOString();
const reason = 'The customer waits, the supplier is trusted';

async function givenDocument(removedAt: Date | null = null): Promise<string> {
  const id = context.newId();
  const sha256 = randomUUID().replaceAll('-', '').repeat(2);
  const file = { fileName: 'report.pdf', mediaType: 'application/pdf', sizeBytes: 3 };
  await database.db
    .insert(documents)
    .values({ id, sha256, ...file, uploadedBy: nina.id, uploadedAt: context.clock.now(), removedAt });
  return id;
}

async function enter(releaseId: string, input: Omit<RecordReleaseResults, 'releaseId' | 'results'>, results = passing) {
  const signingId = await signingFor(given, nina, 'authorship', releaseId);
  return await recordReleaseResults(
    context,
    commandOf(nina, { releaseId, results, signingId, ...input }, randomUUID()),
  );
}

describe('results', () => {
  test('say when the samples were taken, which laboratory measured them, and by which report', async () => {
    const { releaseId } = await givenRelease(given);
    const documentId = await givenDocument();
    const laboratory = 'Hudson Food Laboratories';
    const origin = { sampledAt: hoursAgo(30), happenedAt: hoursAgo(3), laboratory, documentId };
    expect(code(await enter(releaseId, origin))).toBe('allowed');
    const rows = await database.sql`
      select distinct result.laboratory, result.document_id as "documentId", result.sampled_at as "sampledAt",
             signed.statement::jsonb ->> 'laboratory' as signed,
             (select count(*)::int from document_links where subject_id = ${releaseId}) as links
        from release_results result join signatures signed on signed.id = result.signature_id
       where result.release_id = ${releaseId}`;
    expect(rows).toEqual([{ laboratory, signed: laboratory, documentId, links: 1, sampledAt: expect.anything() }]);
  });

  test('of samples taken after they were measured, or by a report that is not there, are refused and change nothing', async () => {
    const { releaseId } = await givenRelease(given);
    const sampledLater = { sampledAt: hoursAgo(1), happenedAt: hoursAgo(2) };
    expect(code(await enter(releaseId, sampledLater))).toBe('result.sampled-later');
    expect(code(await enter(releaseId, { sampledAt: hoursAgo(-1) }))).toBe('result.sampled-later');
    expect(code(await enter(releaseId, { documentId: randomUUID() }))).toBe('document.unknown');
    const documentId = await givenDocument(context.clock.now());
    expect(code(await enter(releaseId, { documentId }))).toBe('document.removed');
    expect(await releaseHistoryOf(given, releaseId)).toEqual(['opened']);
  });

  test('come in by parts, and one entered wrongly is corrected beside itself, with a reason, and read again by who signs', async () => {
    const { releaseId } = await givenRelease(given);
    const [first, second, listeria] = passing;
    if (!first || !second || !listeria) throw new Error('Three values pass');
    expect(await enter(releaseId, {}, [first])).toMatchObject({ ok: true, value: { outcome: 'incomplete' } });
    expect(await enter(releaseId, {}, [second, listeria])).toMatchObject({ ok: true, value: { outcome: 'pass' } });
    const signingId = await signingFor(given, dana, 'approval', releaseId);
    const corrected = [{ ...first, value: '6.9' }];
    expect(code(await enter(releaseId, {}, corrected))).toBe('reason.missing');
    expect(code(await enter(releaseId, { note: 'I read the wrong line' }, corrected))).toBe('allowed');
    const approved = await approveRelease(context, commandOf(dana, { releaseId, signingId }));
    expect(code(approved)).toBe('signature.shown-changed');
    const values = await database.sql`select value, note from release_results
      where release_id = ${releaseId} and characteristic = 'Temperature' and sample = 1 order by version`;
    expect(values).toEqual([
      { value: '4.2', note: null },
      { value: '6.9', note: 'I read the wrong line' },
    ]);
    await expect(
      database.sql`update release_results set value = '1' where release_id = ${releaseId}`,
    ).rejects.toThrow();
  });

  test('that fail after an urgent release hold the stock wherever it is by then, at other sites as well', async () => {
    const release = await givenRelease(given);
    await decideRelease(given, releaseUrgently, dana, { releaseId: release.releaseId, reason });
    // A part of it has been carried to another site, as a transfer will.
    const carried = await givenLot(context, ids, { code: 'CARRIED', stock: [{ at: 'CHI/C-01', quantity: '4' }] });
    await database.sql`update stock set lot_id = ${release.lotId} where lot_id = ${carried.id}`;
    expect(await enterResults(given, release, failing)).toMatchObject({ ok: true, value: { state: 'failed' } });
    const holds = await database.sql`select site_id as site from holds where lot_id = ${release.lotId}`;
    expect(holds).toEqual([{ site: null }]);
  });
});

test('a paper attached after it was read makes a release another one, which has to be read again', async () => {
  const release = await givenRelease(given);
  const { releaseId } = release;
  await enterResults(given, release, passing);
  const signingId = await signingFor(given, dana, 'approval', releaseId);
  const paper = { documentId: await givenDocument(), subjectKind: 'release_approval' as const, subjectId: releaseId };
  expect(code(await attachDocument(context, commandOf(importer, paper)))).toBe('allowed');
  const approved = await approveRelease(context, commandOf(dana, { releaseId, signingId }));
  expect(code(approved)).toBe('signature.shown-changed');
});
