import { randomUUID } from 'node:crypto';
import { readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allow } from '#domain/result.ts';
import type { DocumentStore } from '#operations/document-store.ts';
import { forgetExpiredRecords } from '#operations/forget-expired-records.ts';
import { placeLegalHold } from '#operations/place-legal-hold.ts';
import { runCommand } from '#operations/run-command.ts';
import { storeDocument } from '#operations/store-document.ts';
import { sweepDocumentFiles } from '#operations/sweep-document-files.ts';
import { commandOf, givenLot } from '#test/given/lots.ts';
import { importer } from '#test/given/master-data.ts';
import { decide, propose } from '#test/given/policy-changes.ts';
import { type GivenRetention, givenImport, givenNotice, givenRetention } from '#test/given/retention.ts';
import { givenSession } from '#test/given/signing.ts';

let given: GivenRetention;

beforeAll(async () => {
  given = await givenRetention();
});
afterAll(() => given.stop());

describe('documents', () => {
  test('go when their time is over: the file, not the row, and the trail says by which policy', async () => {
    const lot = await given.emptyLot('OLD');
    const old = await given.document(8, lot.id);
    const young = await given.document(6, lot.id);
    const loose = await given.document(1);
    await given.remove();
    expect([await given.isRemoved(old), await given.isRemoved(young), await given.isRemoved(loose)]).toEqual([
      true,
      false,
      true,
    ]);
    expect([await given.store.has(old.sha256), await given.store.has(young.sha256)]).toEqual([false, true]);
    const [entry] = await given.database.sql`
      select after from audit_entries where action = 'document.removed' and subject_id = ${old.id}`;
    expect(entry?.after).toMatchObject({ sha256: old.sha256, policyIds: [expect.any(String)] });
    expect((await given.remove()).removed).toBe(0);
  });

  test('of stock on hand are kept, and of a lot under legal hold until two people have ended it', async () => {
    const there = await givenLot(given.context, given.ids, {
      code: 'THERE',
      arrivedAt: new Date('2015-01-01T00:00:00Z'),
      stock: [{ at: 'EWR/C-01', quantity: '5' }],
    });
    const ofStock = await given.document(20, there.id);
    const claimed = await given.emptyLot('CLAIMED');
    const ofClaim = await given.document(20, claimed.id);
    const input = { lot: 'CLAIMED', reason: 'Claim 2026-118 of Bay Foods', reasonCode: 'claim' };
    const placed = await placeLegalHold(given.context, commandOf(given.dana, input));
    if (!placed.ok) throw new Error(JSON.stringify(placed.violation));
    expect(placed.value).toMatchObject({ number: 'LH-000001', documents: 1 });
    await given.remove();
    expect([await given.isRemoved(ofStock), await given.isRemoved(ofClaim)]).toEqual([false, false]);

    const { legalHoldId } = placed.value;
    const release = {
      subject: 'legal_hold_release' as const,
      legalHoldId,
      expectedVersion: 1,
      reason: 'The claim was settled',
    };
    const proposed = await propose(given.context, given.dana, release);
    if (!proposed.ok) throw new Error(JSON.stringify(proposed.violation));
    await given.remove();
    expect(await given.isRemoved(ofClaim)).toBe(false);
    expect(await decide(given.context, given.admin, proposed.value.changeId, 'approve')).toMatchObject({ ok: true });
    await given.remove();
    expect(await given.isRemoved(ofClaim)).toBe(true);
    expect(await propose(given.context, given.dana, release)).toMatchObject({
      violation: { code: 'legal-hold.released' },
    });
    expect(await propose(given.context, given.dana, { ...release, legalHoldId: randomUUID() })).toMatchObject({
      violation: { code: 'legal-hold.unknown', pointer: '/legalHoldId' },
    });
  });

  test('that come again after they were removed are there again, and kept from then on', async () => {
    const gone = await given.document(1);
    await given.remove();
    expect(await given.store.has(gone.sha256)).toBe(false);
    const input = { fileName: 'again.pdf', mediaType: 'application/pdf' };
    const again = await storeDocument(given.context, given.store, commandOf(importer, input), gone.bytes);
    expect(again).toMatchObject({ ok: true, value: { documentId: gone.id, alreadyStored: true } });
    await given.remove();
    expect([await given.isRemoved(gone), await given.store.has(gone.sha256)]).toEqual([false, true]);
  });
});

test('files without a document are swept after their grace, others and unfinished ones of now are not', async () => {
  const kept = await given.document(0);
  const orphan = 'ab'.repeat(32);
  await given.store.put(orphan, new Uint8Array([1]));
  const part = join(given.folder, 'ab', `${'cd'.repeat(31)}.1-1.part`);
  await writeFile(part, 'half');
  expect(await sweepDocumentFiles(given.context, given.store, { folder: 'ab' })).toEqual({ swept: 0 });
  const longAgo = new Date(Date.now() - 3 * 86_400_000);
  for (const path of [
    part,
    join(given.folder, 'ab', orphan.slice(2)),
    join(given.folder, kept.sha256.slice(0, 2), kept.sha256.slice(2)),
  ])
    await utimes(path, longAgo, longAgo);
  expect(await sweepDocumentFiles(given.context, given.store, { folder: 'ab' })).toEqual({ swept: 1 });
  expect(await sweepDocumentFiles(given.context, given.store, { folder: kept.sha256.slice(0, 2) })).toEqual({
    swept: 0,
  });
  expect([await given.store.has(orphan), await given.store.has(kept.sha256)]).toEqual([false, true]);
  expect(await readdir(join(given.folder, 'ab'))).toEqual([]);
});

test('an upload and a sweep of the same bytes at once leave a document with its file', async () => {
  for (let round = 0; round < 5; round += 1) {
    const bytes = new TextEncoder().encode(`%PDF-1.7\nRace ${round}\n%%EOF\n`);
    const sha256 = Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');
    await given.store.put(sha256, bytes);
    const ancient: DocumentStore = { ...given.store, olderThan: async () => [sha256] };
    const input = { fileName: 'race.pdf', mediaType: 'application/pdf' };
    await Promise.all([
      storeDocument(given.context, given.store, commandOf(importer, input), bytes),
      sweepDocumentFiles(given.context, ancient, { folder: sha256.slice(0, 2) }),
    ]);
    expect(await given.store.get(sha256)).toEqual(Buffer.from(bytes));
  }
});

test('sessions and answers go when policy says so; what was signed in, and that a request was carried out, stay', async () => {
  const ended = await givenSession(given.context, given.dana);
  const current = await givenSession(given.context, given.dana);
  await given.database
    .sql`update sessions set ended_at = now() - interval '1 year', expires_at = now() - interval '1 year' where id = ${ended}`;
  const command = commandOf(given.dana, { colour: 'blue' });
  const run = () => runCommand(given.context, 'a-test', command, async () => allow('done'));
  await run();
  await given.database
    .sql`update commands set recorded_at = now() - interval '2 years' where id = ${command.commandId}`;
  expect(await forgetExpiredRecords(given.context)).toMatchObject({ sessions: 1, answers: 1 });
  const left = await given.database.sql`select id from sessions where id in (${ended}, ${current})`;
  expect(left).toEqual([{ id: current }]);
  expect(await run()).toMatchObject({ ok: false, violation: { code: 'idempotency.answer-removed' } });
});

test('notices, what had them delivered, logins and tables that were never proposed go; what a legal hold keeps stays', async () => {
  const { sql } = given.database;
  const old = await givenNotice(given, 400);
  const young = await givenNotice(given, 300);
  const lot = await given.emptyLot('SUED-FOR');
  const [task] = await sql<{ id: string }[]>`
    insert into tasks (id, kind, state, team, title, subject_kind, subject_id, lot_id, due_at, created_at)
    values (gen_random_uuid(), 'settle_exception', 'settled', 'quality', 'Settle it', 'lot', ${lot.id}, ${lot.id}, now(), now())
    returning id`;
  const sued = await givenNotice(given, 400, { kind: 'task', id: task?.id ?? '' });
  await placeLegalHold(
    given.context,
    commandOf(given.dana, { lot: 'SUED-FOR', reason: 'Claim 2026-120 of Bay Foods' }),
  );
  const [unused, fresh] = [await givenImport(given, 100), await givenImport(given, 10)];
  // A session that somebody opened at a provider: the login names it, and goes with it.
  const session = await givenSession(given.context, given.dana);
  await sql`update sessions set ended_at = now() - interval '1 year', expires_at = now() - interval '1 year' where id = ${session}`;
  await sql`
    insert into provider_logins (id, flow_hmac, purpose, claimed_at, session_id)
    values (gen_random_uuid(), 'of long ago', 'sign_in', now() - interval '1 year', ${session})`;

  const counts = { logins: 1, sessions: 1, notices: 1, starts: 2, imports: 1, more: false };
  expect(await forgetExpiredRecords(given.context)).toMatchObject(counts);
  const ids = async (table: string) =>
    (await sql.unsafe<{ id: string }[]>(`select id from ${table}`)).map(({ id }) => id);
  expect(await ids('notifications')).toEqual(expect.arrayContaining([young.notice, sued.notice]));
  expect(await ids('notifications')).not.toContain(old.notice);
  expect(await ids('master_data_imports')).toEqual([fresh]);
  expect(unused).not.toBe(fresh);
  const asApp = given.context.db.$client;
  await expect(asApp`delete from notifications where id = ${sued.notice}`).rejects.toThrow('a legal hold keeps');
  const [entry] =
    await sql`select after from audit_entries where action = 'retention.carried_out' order by position desc limit 1`;
  expect(entry?.after).toMatchObject({ notices: 1, policyIds: expect.arrayContaining([expect.any(String)]) });
});
