import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentSubjectKinds } from '#db/schema/documents.ts';
import type { OperationContext } from '#operations/context.ts';
import { receiveGoods } from '#operations/receive-goods.ts';
import { recordInspection } from '#operations/record-inspection.ts';
import { type GivenApi, givenApi } from '#test/given/api.ts';
import { givenContext } from '#test/given/context.ts';
import { cheese, delivery } from '#test/given/deliveries.ts';
import { done } from '#test/given/foreign.ts';
import { givenForeignCases } from '#test/given/foreign-cases.ts';
import { commandOf } from '#test/given/lots.ts';
import { importer, personWith, readStoryIds, type StoryIds } from '#test/given/master-data.ts';
import { givenRelease } from '#test/given/release.ts';

let api: GivenApi;
let context: OperationContext;
let ids: StoryIds;
/** What a document can belong to, of cheese of MFF at Newark. */
let subjects: Record<(typeof documentSubjectKinds)[number], string>;
/** Of goods of two categories. */
let mixed: { receipt: string; inspection: string };
const tokens: Record<string, string> = {};

/** Who has to do with the cheese at Newark by one grant, and who has with something else. */
const people = {
  whole: { site: 'EWR' },
  cheese: { site: 'EWR', category: 'cheese' },
  both: { site: 'EWR', entity: 'MFF', category: 'cheese' },
  dry: { site: 'EWR', category: 'dry' },
  elsewhere: { site: 'CHI', category: 'cheese' },
};
const insiders = ['whole', 'cheese', 'both'] as const;
const outsiders = ['dry', 'elsewhere'] as const;

const inspect = async (...lots: string[]) => {
  const input = { site: 'EWR', lots, result: 'pass' as const, checks: [], documents: [] };
  return done(await recordInspection(context, commandOf(importer, input))).inspectionId;
};

beforeAll(async () => {
  api = await givenApi();
  context = givenContext(api.database.db);
  ids = await readStoryIds(context);
  for (const [name, grant] of Object.entries(people)) {
    await api.person(name, [{ role: 'quality_manager', ...grant }]);
    tokens[name] = await api.signIn(name);
  }
  const received = done(await receiveGoods(context, commandOf(importer, delivery())));
  const lotId = received.lines[0]?.lotId ?? '';
  const crisp = { item: 'CRISP', quantity: '7', unit: 'case', supplierLotNumber: 'CRISP-1' };
  const noTrace = { traceabilityLotCode: null, traceabilityLotCodeSourceGln: null };
  const lines = [cheese({ supplierLotNumber: 'MIXED-1' }), cheese({ ...crisp, ...noTrace })];
  const both = done(await receiveGoods(context, commandOf(importer, delivery({ number: 'R-MIXED', lines }))));
  const victim = personWith('quality_manager', ids.user('d.whitlock'));
  const cases = await givenForeignCases(context, api.database.sql, victim);
  const [review] = await api.database.sql`select origin_id as id from disposals where id = ${String(cases.disposalId)}`;
  const [certificate] = await api.database.sql`select id from certificates where lot_id = ${lotId} limit 1`;
  mixed = { receipt: both.receiptId, inspection: await inspect(...both.lines.map((line) => line.lotCode)) };
  subjects = {
    receipt: received.receiptId,
    lot: lotId,
    certificate: String(certificate?.id),
    inspection: await inspect(received.lines[0]?.lotCode ?? ''),
    quarantine_review: String(review?.id),
    disposal: String(cases.disposalId),
    release_approval: (await givenRelease({ context, ids })).releaseId,
    supplier_certificate: context.newId(),
    master_data_proposal: String(cases.proposalId),
  };
});
afterAll(() => api.stop());

/** A document of somebody else that belongs to this alone. */
const paperOf = async (kind: string, subjectId: string) => {
  const documentId = context.newId();
  const sha256 = `${documentId}${documentId}`.replaceAll('-', '');
  const { sql } = api.database;
  await sql`insert into documents (id, sha256, media_type, size_bytes, file_name, uploaded_by, uploaded_at)
            values (${documentId}, ${sha256}, 'application/pdf', 3, 'paper.pdf', 'system', now())`;
  await sql`insert into document_links (document_id, subject_kind, subject_id, linked_by, linked_at)
            values (${documentId}, ${kind}, ${subjectId}, 'system', now())`;
  return documentId;
};
const readBy = async (name: string, path: string) => await api.call('GET', `/v1${path}`, { token: tokens[name] ?? '' });
const statuses = async (names: readonly string[], path: string) =>
  Promise.all(names.map(async (name) => (await readBy(name, path)).status));

test.each(documentSubjectKinds.filter((kind) => !['supplier_certificate', 'master_data_proposal'].includes(kind)))(
  'a paper of the %s is read by who has to do with its goods, also with a grant of their category alone',
  async (kind) => {
    const documentId = await paperOf(kind, subjects[kind]);
    expect(await statuses(insiders, `/documents/${documentId}`)).toEqual([200, 200, 200]);
    expect(await statuses(outsiders, `/documents/${documentId}`)).toEqual([404, 404]);
    const { body } = await readBy('dry', `/documents/${documentId}`);
    expect(body.code).toBe('document.unknown');
  },
);

test.each(['supplier_certificate', 'master_data_proposal'] as const)(
  'a paper of the %s is of no place: read by whoever may read documents',
  async (kind) => {
    const documentId = await paperOf(kind, subjects[kind]);
    expect(await statuses([...insiders, ...outsiders], `/documents/${documentId}`)).toEqual(Array(5).fill(200));
  },
);

test('releases, reviews, disposals and inspections are listed to who has a grant of their category', async () => {
  const lists = {
    'release-approvals': ['releaseId', subjects.release_approval],
    'quarantine-reviews': ['reviewId', subjects.quarantine_review],
    disposals: ['disposalId', subjects.disposal],
    inspections: ['inspectionId', subjects.inspection],
  } as const;
  for (const [path, [key, id]] of Object.entries(lists)) {
    const lists = async (name: string) => {
      const { status, body } = await readBy(name, `/${path}`);
      expect(status, `${path} ${name}`).toBe(200);
      return (body.items as Record<string, unknown>[]).some((row) => row[key] === id);
    };
    for (const name of insiders) expect(await lists(name), `${path} ${name}`).toBe(true);
    for (const name of outsiders) expect(await lists(name), `${path} ${name}`).toBe(false);
  }
});

test('an inspection of goods of two categories, and its papers, are for who may see both', async () => {
  const documentId = await paperOf('inspection', mixed.inspection);
  for (const path of [`/documents/${documentId}`, `/inspections/${mixed.inspection}`])
    expect(await statuses(['whole', 'cheese', 'dry'], path), path).toEqual([200, 404, 404]);
});

test('a paper is added to a case by who has to do with all of its goods, and by nobody else at the site', async () => {
  await api.person('foreign', [{ role: 'quality_manager', site: 'EWR', entity: 'FTB' }]);
  tokens.foreign = await api.signIn('foreign');
  const attach = async (name: string, subjectKind: string, subjectId: string) => {
    const documentId = await paperOf('master_data_proposal', subjects.master_data_proposal);
    const path = `/v1/documents/${documentId}/links`;
    const { status, body } = await api.call('POST', path, {
      token: tokens[name] ?? '',
      body: { subjectKind, subjectId },
    });
    return status < 300 ? 'attached' : body.code;
  };
  for (const kind of ['receipt', 'inspection', 'release_approval'] as const) {
    for (const name of insiders) expect(await attach(name, kind, subjects[kind]), `${kind} ${name}`).toBe('attached');
    for (const name of ['dry', 'foreign'])
      expect(await attach(name, kind, subjects[kind]), `${kind} ${name}`).toMatch(/^access.right-missing$|[.]unknown$/);
  }
  for (const [kind, id] of Object.entries(mixed)) {
    expect(await attach('whole', kind, id), kind).toBe('attached');
    expect(await attach('cheese', kind, id), kind).toBe('access.right-missing');
  }
});
