import { afterAll, beforeAll, expect, test } from 'vitest';
import { policyKeys } from '#domain/policies.ts';
import { receiveGoods } from '#operations/receive-goods.ts';
import { type GivenApi, givenApi } from '#test/given/api.ts';
import { givenContext } from '#test/given/context.ts';
import { basil } from '#test/given/deliveries.ts';
import { commandOf } from '#test/given/lots.ts';
import { importer } from '#test/given/master-data.ts';

let api: GivenApi;
let dana: string;

beforeAll(async () => {
  api = await givenApi();
  await api.person('dana', [{ role: 'quality_manager' }]);
  dana = await api.signIn('dana');
  const context = givenContext(api.database.db);
  for (let delivery = 0; delivery < 3; delivery += 1) {
    const answer = await receiveGoods(context, commandOf(importer, basil()));
    if (!answer.ok) throw new Error(JSON.stringify(answer.violation));
  }
});
afterAll(() => api.stop());

const read = (path: string) => api.call('GET', `/v1${path}`, { token: dana });
const count = async () => (await api.database.sql`select count(*)::int as count from audit_entries`)[0]?.count;

test('a preview says what another value would have held or let go, by the policies in force then, and changes nothing', async () => {
  const before = await count();
  const laxer = await read('/policies/preview?key=supplier_risk_limit&value=80');
  expect(laxer.body).toMatchObject({ effect: 'held', examined: 3, more: 0, fewer: 3 });
  expect((laxer.body.items as object[])[0]).toMatchObject({ was: true, would: false, policyIds: [expect.any(String)] });
  const same = await read('/policies/preview?key=supplier_risk_limit&value=60');
  expect(same.body).toMatchObject({ examined: 3, more: 0, fewer: 0, items: [] });
  const elsewhere = await read('/policies/preview?key=supplier_risk_limit&value=80&scopeKind=site&scope=EWR');
  expect(elsewhere.body).toMatchObject({ fewer: 0 });
  const stricter = await read('/policies/preview?key=required_certificates&value=["health_certificate"]');
  expect(stricter.body).toMatchObject({ more: 3 });
  expect(await count()).toBe(before);
});

test('it is read a page at a time, and what was seen does not come again', async () => {
  const first = await read('/policies/preview?key=supplier_risk_limit&value=80&limit=2');
  expect(first.body).toMatchObject({ examined: 2, fewer: 2 });
  const { from, until, nextCursor } = first.body;
  const rest = `from=${from}&until=${until}&cursor=${nextCursor}`;
  const second = await read(`/policies/preview?key=supplier_risk_limit&value=80&limit=2&${rest}`);
  expect(second.body).toMatchObject({ examined: 1, fewer: 1, nextCursor: null });
});

test.each([
  ['key=supplier_risk_limit&value=101', 'policy.out-of-range'],
  ['key=required_certificates&value=diploma', 'policy.out-of-range'],
  ['key=release_approvals_in_order&value=true', 'policy.not-previewable'],
  ['key=document_max_bytes&value=1&scopeKind=site&scope=EWR', 'policy.scope-not-followed'],
  ['key=supplier_risk_limit&value=60&scopeKind=site&scope=NOWHERE', 'policy.scope-unknown'],
  ['key=supplier_risk_limit&value=60&from=2020-01-01T00:00:00Z', 'request.malformed'],
])('%s is refused: %s', async (query, code) => {
  expect((await read(`/policies/preview?${query}`)).body.code).toBe(code);
});

test('every previewable policy can be asked about with the value it has', async () => {
  const { policies } = (await read('/policies/catalogue')).body as {
    policies: { key: string; installed: unknown; preview: string | null; noPreviewBecause: string | null }[];
  };
  expect(policies.map(({ key }) => key)).toEqual([...policyKeys]);
  for (const { key, installed, preview, noPreviewBecause } of policies) {
    expect((preview === null) !== (noPreviewBecause === null), key).toBe(true);
    const value = encodeURIComponent(typeof installed === 'string' ? installed : JSON.stringify(installed));
    const { status, body } = await read(`/policies/preview?key=${key}&value=${value}`);
    expect([status, body.more, body.fewer], key).toEqual(preview === null ? [422, undefined, undefined] : [200, 0, 0]);
  }
});

test('what holds says where it comes from, now and at an instant', async () => {
  const from = async (query: string) => {
    const { policies } = (await read(`/policies/effective?${query}`)).body as {
      policies: { key: string; from: unknown }[];
    };
    return policies.find(({ key }) => key === 'document_retention_years')?.from;
  };
  expect(await from('site=EWR')).toMatchObject([
    { scopeKind: 'global', scope: null, value: '7', version: 1, byLaw: false, effectiveFrom: expect.any(String) },
  ]);
  const answer = await read('/policies/effective?site=EWR&asOf=2001-01-01T00:00:00Z');
  expect(answer.body.at).toBe('2001-01-01T00:00:00.000Z');
});

test('what holds for a lot names each version with its value; versions are told by scope, and those to come', async () => {
  const [line] = await api.database.sql`select code from lots order by id limit 1`;
  const { body } = await read(`/policies/effective?lot=${line?.code}&site=CHI&owner=FTB`);
  const limit = (body.policies as { key: string; value: string; from: object[] }[]).find(
    ({ key }) => key === 'supplier_risk_limit',
  );
  expect(limit).toMatchObject({ value: '70', from: [{ policyId: expect.any(String), value: '70', changeId: null }] });
  expect((await read('/policies/effective?lot=NONE')).body.code).toBe('lot.unknown');
  const floor = await read('/policies?scopeKind=jurisdiction&scope=US');
  expect(floor.body.items).toMatchObject([{ key: 'document_retention_years', byLaw: true, scope: 'US' }]);
  expect((await read('/policies?scopeKind=jurisdiction&scope=DE')).body.items).toEqual([]);
  expect((await read('/policies?coming=true')).body.items).toEqual([]);
  await api.database.sql`
    insert into policies (id, key, scope_kind, value, version, effective_from, reason, proposed_by, approved_by)
    select gen_random_uuid(), key, scope_kind, '"65"', 2, now() + interval '1 day', 'Agreed', proposed_by, approved_by
      from policies where key = 'supplier_risk_limit' and scope_kind = 'global'`;
  expect((await read('/policies?coming=true')).body.items).toMatchObject([{ key: 'supplier_risk_limit', value: '65' }]);
});
