import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findDocument } from '#db/queries/find-document.ts';
import { attachDocument } from '#operations/attach-document.ts';
import type { OperationContext } from '#operations/context.ts';
import { type DocumentStore, openDocumentFolder } from '#operations/document-store.ts';
import { receiveGoods } from '#operations/receive-goods.ts';
import { storeDocument } from '#operations/store-document.ts';
import { givenContext } from '#test/given/context.ts';
import { cheese, delivery } from '#test/given/deliveries.ts';
import { commandOf } from '#test/given/lots.ts';
import { givenStory, importer, personWith, type StoryIds } from '#test/given/master-data.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';

let database: GivenDatabase;
let context: OperationContext;
let ids: StoryIds;
let folder: string;
let documents: DocumentStore;

beforeAll(async () => {
  database = await givenDatabase();
  context = givenContext(database.db);
  ids = await givenStory(context);
  folder = await mkdtemp(join(tmpdir(), 'holdfast-documents-'));
  documents = openDocumentFolder(folder);
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

const pdf = (text: string): Buffer => Buffer.from(`%PDF-1.7\n${text}`);
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const store = (
  bytes: Uint8Array,
  change: { mediaType?: string; fileName?: string; sha256?: string } = {},
  caller = importer,
) =>
  storeDocument(
    context,
    documents,
    commandOf(caller, { fileName: 'coa.pdf', mediaType: 'application/pdf', ...change }),
    bytes,
  );
const stored = async (...given: Parameters<typeof store>) => {
  const answer = await store(...given);
  if (!answer.ok) throw new Error(JSON.stringify(answer.violation));
  return answer.value;
};

test('a document is kept under its hash, whole, and the same bytes are one document', async () => {
  const bytes = pdf('certificate');
  const first = await stored(bytes, { fileName: '../../etc/päper.pdf' });
  const again = await stored(bytes, { fileName: 'another name.pdf' });

  expect(first).toMatchObject({
    sha256: hashOf(bytes),
    sizeBytes: bytes.length,
    fileName: 'päper.pdf',
    alreadyStored: false,
  });
  expect(again).toEqual({ ...first, alreadyStored: true });
  expect(await readFile(join(folder, first.sha256.slice(0, 2), first.sha256.slice(2)))).toEqual(bytes);
  expect(await documents.get(first.sha256)).toEqual(bytes);
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.includes('part'));
  expect(files).toEqual([]);
});

test('of many who store the same bytes at once, all get one document', async () => {
  const bytes = pdf('at once');
  const answers = await Promise.all(Array.from({ length: 10 }, () => stored(bytes)));
  expect(new Set(answers.map(({ documentId }) => documentId)).size).toBe(1);
  expect(answers.filter(({ alreadyStored }) => !alreadyStored)).toHaveLength(1);
});

describe('refused, and no row is written:', () => {
  const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]);
  test.each<[string, Uint8Array, Parameters<typeof store>[1]]>([
    ['document.empty', Buffer.alloc(0), {}],
    ['document.type-not-allowed', Buffer.from('<html></html>'), { mediaType: 'text/html' }],
    ['document.type-mismatch', png, {}],
    ['document.type-mismatch', Buffer.from('MZ\u0000binary'), { mediaType: 'text/csv' }],
    [
      'document.type-mismatch',
      Buffer.from('PK\u0003\u0004 any archive'),
      { mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
    ],
    ['document.hash-mismatch', pdf('damaged'), { sha256: '0'.repeat(64) }],
  ])('%s', async (code, bytes, change) => {
    const [before] = await database.sql`select count(*) from documents`;
    expect(await store(bytes, change)).toMatchObject({ ok: false, violation: { code } });
    const [after] = await database.sql`select count(*) from documents`;
    expect(after).toEqual(before);
  });

  test('document.too-large, by the policy of the day', async () => {
    await database.sql`update policies set value = '"19"' where key = 'document_max_bytes'`;
    expect(await store(pdf('0123456789'))).toMatchObject({ ok: true });
    expect(await store(pdf('01234567890'))).toMatchObject({ ok: false, violation: { code: 'document.too-large' } });
    await database.sql`update policies set value = '"26214400"' where key = 'document_max_bytes'`;
  });
});

test('a crash between file and row leaves a file without a row, and storing it again makes the row', async () => {
  const bytes = pdf('crashed');
  await documents.put(hashOf(bytes), bytes);
  expect(await stored(bytes)).toMatchObject({ alreadyStored: false });
});

test('a store that cannot write leaves no row', async () => {
  const full: DocumentStore = { ...documents, put: () => Promise.reject(new Error('No space left on device')) };
  const bytes = pdf('no space');
  const command = commandOf(importer, { fileName: 'a.pdf', mediaType: 'application/pdf' });
  await expect(storeDocument(context, full, command, bytes)).rejects.toThrow('No space left');
  expect(await database.sql`select from documents where sha256 = ${hashOf(bytes)}`).toHaveLength(0);
});

test('a file that was changed on disk is found out', async () => {
  const { sha256 } = await stored(pdf('true'));
  await writeFile(join(folder, sha256.slice(0, 2), sha256.slice(2)), pdf('false'));
  await expect(documents.get(sha256)).rejects.toThrow('has been changed on disk');
  expect(await documents.get('f'.repeat(64))).toBeUndefined();
});

test('a document is seen where what it belongs to is, by whoever stored it, and by nobody else', async () => {
  const { documentId } = await stored(pdf('photo'), {}, personWith('warehouse_lead', 'r.okafor'));
  const seen = async (site: string, callerId = 'else') =>
    (await findDocument(database.db, documentId, {
      scopes: [{ siteId: ids.site(site), entityId: null }],
      callerId,
    })) !== undefined;
  expect(await seen('EWR')).toBe(false);
  expect(await seen('CHI', 'r.okafor')).toBe(true);
  const answer = await receiveGoods(context, commandOf(importer, delivery({ documentIds: [documentId] })));

  expect(answer).toMatchObject({ ok: true });
  expect(await seen('EWR')).toBe(true);
  expect(await seen('CHI')).toBe(false);
});

test('a document is added later to what it is about, where the caller may, once', async () => {
  const { documentId } = await stored(pdf('later'));
  const answer = await receiveGoods(context, commandOf(importer, delivery({ lines: [cheese()] })));
  if (!answer.ok) throw new Error('refused');
  const input = { documentId, subjectKind: 'receipt' as const, subjectId: answer.value.receiptId };
  const helen = personWith('warehouse_lead', 'h.sokol', ids.site('CHI'));
  const ruth = personWith('warehouse_lead', 'r.okafor', ids.site('EWR'));

  expect(await attachDocument(context, commandOf(helen, input))).toMatchObject({
    violation: { code: 'access.right-missing' },
  });
  expect(await attachDocument(context, commandOf(ruth, input))).toMatchObject({ ok: true, value: input });
  expect(await attachDocument(context, commandOf(ruth, input))).toMatchObject({ ok: true });
  const lot = { documentId, subjectKind: 'lot' as const, subjectId: answer.value.lines[0]?.lotId ?? '' };
  expect(await attachDocument(context, commandOf(helen, lot))).toMatchObject({
    violation: { code: 'access.right-missing' },
  });
  expect(await attachDocument(context, commandOf(ruth, lot))).toMatchObject({ ok: true });
  expect(
    await database.sql`select action from audit_entries where action = 'document.attached' and after ->> 'documentId' = ${documentId}`,
  ).toHaveLength(2);
});
