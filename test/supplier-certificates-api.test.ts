import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { watchSuppliers } from '#operations/watch-suppliers.ts';
import { type GivenApi, givenApi } from '#test/given/api.ts';
import { givenContext } from '#test/given/context.ts';
import { givenEngine } from '#test/given/engine.ts';
import { changesOf, givenStewards, reason } from '#test/given/master-data-changes.ts';

let api: GivenApi;
let engine: Awaited<ReturnType<typeof givenEngine>>;
let people: Awaited<ReturnType<typeof givenStewards>>;
let calls: ReturnType<typeof changesOf>;

beforeAll(async () => {
  api = await givenApi({}, { TEMPORAL_ADDRESS: inject('temporalAddress') });
  engine = await givenEngine(api.database);
  await engine.workers();
  people = await givenStewards(api);
  calls = changesOf(api);
});
afterAll(async () => {
  await engine.stop();
  await api.stop();
});

const dayIn = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const audit = {
  ...{ code: 'TGD-AUDIT', party: 'TGD', scheme: 'food_safety_audit', standard: 'BRCGS Food Safety, issue 9' },
  ...{ number: 'BRC-2291', issuer: 'Meridian Certification', categories: ['cheese'], items: [], plants: [] },
  ...{ validFrom: dayIn(-300), validUntil: dayIn(65), documentId: null, withdrawn: false },
};
const create = (change: object = {}) =>
  calls.propose(people.sara, { kind: 'certificate', action: 'create', record: { ...audit, ...change } });
const change = (code: string, version: number, fields: object) =>
  calls.propose(people.sara, { kind: 'certificate', action: 'change', code, version, fields });
const approved = async (proposed: Awaited<ReturnType<typeof create>>) => {
  expect(proposed).toMatchObject({ status: 201 });
  expect(await calls.decide(people.omar, proposed.body.proposalId)).toMatchObject({ body: { state: 'approved' } });
};
const found = async (code: string) => (await calls.get(`/supplier-certificates/${code}`, people.tess)).body;
const missingOf = async (party: string) => {
  const { body } = await calls.get(`/parties/${party}/record`, people.tess);
  return (body.completeness as { missing: { code: string; says: string }[] }).missing.map(({ code }) => code);
};
const scored = async (party: string) => {
  const [row] = await api.database.sql`select missing from parties where code = ${party}`;
  return row?.missing as string[];
};
const problems = ({ body }: Awaited<ReturnType<typeof create>>) =>
  ((body.errors ?? [body]) as { code: string; pointer: string }[]).map(({ code, pointer }) => `${code} ${pointer}`);

describe('a certificate of a supplier', () => {
  test('is proposed with its document, approved by somebody else, and closes a gap of its supplier', async () => {
    const documentId = crypto.randomUUID();
    await api.database.sql`
      insert into documents (id, sha256, media_type, size_bytes, file_name, uploaded_by, uploaded_at)
      values (${documentId}, ${'c'.repeat(64)}, 'application/pdf', 3, 'audit.pdf', 'system', now())`;
    expect(await missingOf('TGD')).toContain('party.audit-missing');
    const proposed = await create({ documentId });
    expect(await calls.decide(people.sara, proposed.body.proposalId)).toMatchObject({ status: 403 });
    // Somebody for another category does not approve what is about cheese.
    expect(await calls.decide(people.dry, proposed.body.proposalId)).toMatchObject({ status: 403 });
    await approved(proposed);
    expect(await found('TGD-AUDIT')).toMatchObject({
      ...{ version: 1, standing: 'valid', document: { documentId, fileName: 'audit.pdf' } },
      record: { party: 'TGD', scheme: 'food_safety_audit', categories: ['cheese'] },
      proposals: [{ state: 'approved' }],
    });
    expect(await missingOf('TGD')).not.toContain('party.audit-missing');
    expect(await scored('TGD')).not.toContain('party.audit-missing');
    const links = await api.database.sql`select subject_kind from document_links where document_id = ${documentId}`;
    expect(links).toEqual([{ subject_kind: 'supplier_certificate' }]);
    const listed = await calls.get('/supplier-certificates?supplier=TGD&category=cheese', people.tess);
    expect(listed.body.items).toMatchObject([{ record: { code: 'TGD-AUDIT' } }]);
    const trail = await api.database.sql`
      select actor_name from audit_entries where action = 'supplier_certificate.created'`;
    expect(trail).toMatchObject([{ actor_name: 'omar' }]);
  });

  test('is one paper under one code: the same number of a scheme and issuer is refused, in whatever letters', async () => {
    expect(problems(await create({ code: 'OTHER', party: 'RCB', number: 'brc-2291' }))).toEqual([
      'certificate.paper-taken /proposal/record/number',
    ]);
    expect(problems(await create({ code: 'TGD-AUDIT', number: 'X' }))).toEqual([
      'record.code-taken /proposal/record/code',
    ]);
  });

  test('proposed twice under two codes and approved at once is there once', async () => {
    const twins = await Promise.all(
      ['TWIN-1', 'TWIN-2'].map((code) => create({ code, scheme: 'halal', number: 'H-1', validUntil: dayIn(300) })),
    );
    const ids = twins.map(({ body }) => body.proposalId);
    const signed = [await calls.sign(people.omar, ids[0]), await calls.sign(people.dana, ids[1])];
    const answers = await Promise.all([
      calls.decide(people.omar, ids[0], 'approve', signed[0]),
      calls.decide(people.dana, ids[1], 'approve', signed[1]),
    ]);
    expect(answers.map(({ status, body }) => `${status} ${body.code ?? body.state}`).sort()).toEqual([
      '200 approved',
      '422 proposal.refused',
    ]);
    const rows = await api.database.sql`select code from supplier_certificates where number = 'H-1'`;
    expect(rows).toHaveLength(1);
  });

  test('is refused with all that is wrong with it', async () => {
    const answer = await create({
      ...{ code: 'BAD', number: 'N-1', party: 'NONE', items: ['NO-ITEM'], plants: ['123'], validUntil: dayIn(-400) },
      documentId: crypto.randomUUID(),
    });
    expect(answer.status).toBe(422);
    expect(problems(answer)).toEqual([
      'party.certificate-dates /proposal/record/validUntil',
      'gs1.malformed /proposal/record/plants/0',
      'supplier.unknown /proposal/record/party',
      'item.unknown /proposal/record/items',
      'certificate.document-unknown /proposal/record/documentId',
    ]);
    expect(problems(await change('TGD-AUDIT', 1, { party: 'RCB' }))).toEqual([
      'record.field-fixed /proposal/fields/party',
    ]);
    expect((await change('NONE', 1, { party: 'RCB' })).body.code).toBe('certificate.unknown');
  });

  test('that ends soon is asked for once, and the task is settled by its next end', async () => {
    const context = givenContext(api.database.db);
    const tasks = () => api.database.sql`
      select title, state from tasks where kind = 'renew_supplier_certificate' order by id`;
    expect((await watchSuppliers(context, { after: null })).asked).toBe(0);
    await approved(await change('TGD-AUDIT', 1, { validUntil: dayIn(20) }));
    expect(await found('TGD-AUDIT')).toMatchObject({ version: 2, standing: 'expiring' });
    const asked = await Promise.all([1, 2].map(() => watchSuppliers(context, { after: null })));
    expect(asked.map((one) => one.asked).sort()).toEqual([0, 1]);
    expect(await tasks()).toEqual([
      { title: 'Ask TGD for the food safety audit certificate that follows BRC-2291', state: 'open' },
    ]);
    await approved(await change('TGD-AUDIT', 2, { validUntil: dayIn(400) }));
    expect(await tasks()).toMatchObject([{ state: 'settled' }]);
    expect((await watchSuppliers(context, { after: null })).asked).toBe(0);
  });

  test('that has ended is a gap, found when nobody touches anything, until another follows', async () => {
    await approved(
      await create({ code: 'RCB-ORG', party: 'RCB', scheme: 'organic', number: 'O-1', validUntil: dayIn(1) }),
    );
    expect(await scored('RCB')).not.toContain('party.certificate-expired');
    const afterwards = givenContext(api.database.db, new Date(Date.now() + 3 * 86_400_000));
    await watchSuppliers(afterwards, { after: null });
    expect(await scored('RCB')).toContain('party.certificate-expired');
    await approved(
      await create({ code: 'RCB-ORG-2', party: 'RCB', scheme: 'organic', number: 'O-2', validUntil: dayIn(300) }),
    );
    expect(await scored('RCB')).not.toContain('party.certificate-expired');
  });

  test('comes from a table, and one paper twice in it is told of', async () => {
    const heading = 'code,party,scheme,number,issuer,categories,validFrom,validUntil';
    const raw = [
      heading,
      `ASC-INS,ASC,liability_insurance,P-1,Northern Mutual,,2026-01-01,2027-01-01`,
      `ASC-AGAIN,ASC,liability_insurance,p-1,northern mutual,,2026-01-01,2027-01-01`,
      `ASC-BAD,ASC,swimming,P-2,Northern Mutual,,2026-13-01,2027-01-01`,
    ].join('\n');
    const checked = await api.call('POST', '/v1/master-data-imports?kind=certificate&fileName=papers.csv', {
      ...{ token: people.sara, raw, headers: { 'Content-Type': 'text/csv' } },
    });
    expect(checked.body).toMatchObject({ creates: 1, errors: 2 });
    const { importId } = checked.body;
    const rows = await calls.get(`/master-data-imports/${importId}/rows?outcome=error`, people.sara);
    expect(rows.body.items).toMatchObject([
      { problems: [{ column: 'number', code: 'import.row-repeated' }] },
      { problems: [{ column: 'scheme', code: 'certificate.scheme-unknown' }, { column: 'validFrom' }] },
    ]);
    const proposed = await calls.post(`/master-data-imports/${importId}/proposal`, people.sara, {
      rows: 'good',
      reason,
    });
    const page = await calls.get(`/master-data-proposals/${proposed.body.proposalId}`, people.omar);
    // It is about every category, so the right for one is not enough.
    expect(page.body).toMatchObject({ kind: 'certificate', categories: [] });
    expect(await calls.decide(people.dry, proposed.body.proposalId)).toMatchObject({ status: 403 });
    await approved(proposed);
    expect(await found('ASC-INS')).toMatchObject({ record: { categories: [], withdrawn: false } });
  });
});
