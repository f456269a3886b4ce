import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GivenApi, givenApi } from '#test/given/api.ts';
import { givenContext } from '#test/given/context.ts';
import { givenLot } from '#test/given/lots.ts';
import { givenStory, type StoryIds } from '#test/given/master-data.ts';

type Item = Record<string, unknown>;
let api: GivenApi;
let ids: StoryIds;
let floor: string;
let quality: string;
let admin: string;

beforeAll(async () => {
  api = await givenApi();
  const context = givenContext(api.database.db);
  ids = await givenStory(context);
  await givenLot(context, ids, { code: 'GCB-01', stock: [{ at: 'EWR/C-02', quantity: '50' }] });
  await api.person('floor', [{ role: 'warehouse_lead', site: 'EWR' }]);
  await api.person('quality', [{ role: 'quality_approver', site: 'EWR' }, { role: 'quality_manager' }]);
  await api.person('boss', [{ role: 'administrator' }]);
  floor = await api.signIn('floor');
  quality = await api.signIn('quality');
  admin = await api.signIn('boss');
});
afterAll(() => api.stop());

const get = async (path: string, token = floor): Promise<Item> => {
  const { status, body } = await api.call('GET', path, { token });
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
};
const items = async (path: string, token = floor) => (await get(path, token)).items as Item[];
const post = (path: string, body: unknown, token = floor, key?: string) =>
  api.call('POST', path, { token, body, ...(key && { key }) });
const reason = 'Three tubs dropped, lids open';

describe('the inbox', () => {
  test('is read, worked and counted over HTTP, and a task says what one may do with it and why not', async () => {
    await post('/v1/holds', { lot: 'GCB-01', site: 'EWR', rule: 'damage', reason });
    const [task] = await items('/v1/tasks?view=unassigned&lot=GCB-01', quality);
    expect(task).toMatchObject({
      kind: 'decide_quarantine_review',
      site: 'EWR',
      timeZone: 'America/New_York',
      overdue: false,
    });
    const path = `/v1/tasks/${task?.taskId}`;
    expect(await get('/v1/tasks/summary', quality)).toMatchObject({ mine: 0 });
    expect(await post(`${path}/claim`, undefined, quality)).toMatchObject({ status: 200, body: { state: 'claimed' } });
    expect(await get('/v1/tasks/summary', quality)).toMatchObject({ mine: 1 });
    expect(await items('/v1/tasks?view=mine', quality)).toHaveLength(1);

    expect(await get(path, floor)).toMatchObject({
      subject: { kind: 'quarantine_review', reason, placedBy: 'floor' },
      actions: [
        { action: 'claim', allowed: false, code: 'task.already-claimed', reason: 'quality has this task' },
        { action: 'release', allowed: false, code: 'task.not-yours' },
        { action: 'reassign', allowed: false, code: 'access.right-missing' },
        { action: 'settle', allowed: false, code: 'task.settled-by-process' },
      ],
    });
    expect(await post(`${path}/claim`, undefined, floor)).toMatchObject({
      status: 409,
      body: { code: 'task.already-claimed' },
    });
    expect(await post(`${path}/reassign`, { to: 'boss' }, quality)).toMatchObject({
      status: 403,
      body: { code: 'task.assignee-not-entitled', pointer: '/to' },
    });
    expect(await post(`${path}/reassign`, { to: 'floor' }, quality)).toMatchObject({
      status: 200,
      body: { assigneeName: 'floor' },
    });
    expect(await post(`${path}/release`, undefined, floor)).toMatchObject({ status: 200, body: { state: 'open' } });
    expect(await post(`${path}/settle`, { note: 'It looks fine to me' }, quality)).toMatchObject({
      body: { code: 'task.settled-by-process' },
    });
    expect((await api.call('GET', `/v1/tasks/${crypto.randomUUID()}`, { token: floor })).body.code).toBe(
      'task.unknown',
    );
  });
});

describe('a supplier’s risk', () => {
  const put = (riskScore: string, version: string | null, token = admin) =>
    api.call('PUT', '/v1/suppliers/GHF/risk-score', {
      token,
      body: { riskScore, reason: 'Audit of 2026-10-03 had findings' },
      headers: version === null ? {} : { 'If-Match': `"${version}"` },
    });

  test('is edited on the version that was read, and the trail has before and after', async () => {
    expect((await put('78.5', null)).body.code).toBe('request.precondition-required');
    expect((await put('78.5', '7')).body.code).toBe('request.precondition-failed');
    expect((await put('101', '1')).body.code).toBe('risk.out-of-range');
    expect(await put('78.5', '1', quality)).toMatchObject({ status: 403 });
    expect(await put('62.5', '1')).toMatchObject({ status: 409, body: { code: 'proposal.required' } });
    const changed = await put('78.5', '1');
    expect(changed).toMatchObject({ status: 200, body: { riskScore: '78.5', version: 2 } });
    expect(changed.headers.get('etag')).toBe('"2"');
    expect(await put('10', '1')).toMatchObject({ status: 412 });

    const [entry] = await items('/v1/audit?action=supplier.risk_changed', admin);
    expect(entry).toMatchObject({ actorName: 'boss', before: { riskScore: '74.00' }, after: { riskScore: '78.5' } });
  });
});

test('policies are listed with what they mean, and what holds for an item at a site is told with its rows', async () => {
  const [policy] = await items('/v1/policies?key=supplier_risk_limit&inForce=true');
  expect(policy).toMatchObject({ value: '70', unit: 'score', scopeKind: 'global', scope: null });
  const { policies } = await get('/v1/policies/effective?item=GC-LOG&site=EWR&owner=MFF');
  expect(policies).toContainEqual(
    expect.objectContaining({ key: 'temperature_minutes_allowed', value: '30', policyIds: [expect.any(String)] }),
  );
  expect((await api.call('GET', '/v1/policies/effective?item=NOPE', { token: floor })).body.code).toBe('item.unknown');
});
