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

beforeAll(async () => {
  api = await givenApi();
  const context = givenContext(api.database.db);
  ids = await givenStory(context);
  for (const [code, condition] of [
    ['GCB-01', 'approved'],
    ['GCB-02', 'received'],
    ['GCB-03', 'approved'],
    ['GCB-04', 'approved'],
  ] as const)
    await givenLot(context, ids, {
      code,
      arrivedAt: new Date(Date.now() - 86_400_000),
      stock: [{ at: condition === 'received' ? 'EWR/DOCK-IN' : 'EWR/C-02', condition, quantity: '50' }],
    });
  await api.person('floor', [{ role: 'warehouse_lead', site: 'EWR' }]);
  await api.person('quality', [{ role: 'quality_approver', site: 'EWR' }, { role: 'quality_manager' }]);
  floor = await api.signIn('floor');
  quality = await api.signIn('quality');
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

describe('a hold by hand', () => {
  test('takes effect while the engine is away, answers what it held, and is found again', async () => {
    const placed = await post('/v1/holds', { lot: 'GCB-01', site: 'EWR', rule: 'damage', reason }, floor, 'hold-1');
    expect(placed).toMatchObject({
      status: 201,
      body: { lot: 'GCB-01', placedBy: 'floor', held: [{ location: 'C-02', quantity: '50', unit: 'kg' }] },
    });
    expect(placed.headers.get('location')).toBe(`/v1/holds/${placed.body.holdId}`);
    const again = await post('/v1/holds', { lot: 'GCB-01', site: 'EWR', rule: 'damage', reason }, floor, 'hold-1');
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body).toEqual(placed.body);

    const [listed] = await items('/v1/holds?active=true&lot=GCB-01&site=EWR&rule=damage&process=quarantine_review');
    expect(listed).toMatchObject({ holdId: placed.body.holdId, reviewState: 'open', placedBy: 'floor', active: true });
    expect(await items('/v1/holds?active=false')).toEqual([]);
    expect(await get(`/v1/holds/${placed.body.holdId}`)).toMatchObject({
      reached: [{ site: 'EWR', location: 'C-02', quantity: '50' }],
      extensions: [],
    });
  });

  test('is refused with a code, a place and a sentence', async () => {
    const short = await post('/v1/holds', { lot: 'GCB-01', site: 'EWR', rule: 'damage', reason: 'bad' });
    expect(short).toMatchObject({ status: 422, body: { code: 'reason.too-short', pointer: '/reason' } });
    const automatic = await post('/v1/holds', { lot: 'GCB-01', site: 'EWR', rule: 'supplier_risk', reason });
    expect(automatic).toMatchObject({ status: 400, body: { code: 'request.malformed' } });
    const everywhere = await post('/v1/holds', { lot: 'GCB-01', rule: 'damage', reason });
    expect(everywhere).toMatchObject({ status: 403, body: { code: 'access.right-missing' } });
    expect((await api.call('GET', `/v1/holds/${crypto.randomUUID()}`, { token: floor })).body.code).toBe(
      'hold.unknown',
    );
  });

  test('that grows tells how', async () => {
    const lines = [
      { lot: 'GCB-04', owner: 'MFF', from: 'C-02', to: 'QC', condition: 'approved', quantity: '2', unit: 'tub' },
    ];
    await post('/v1/moves', { site: 'EWR', kind: 'move', lines });
    const { body } = await post('/v1/holds', { lot: 'GCB-04', site: 'EWR', location: 'QC', rule: 'pest', reason });
    const back = lines.map((line) => ({ ...line, from: 'QC', to: 'C-03' }));
    await post('/v1/moves', { site: 'EWR', kind: 'move', reason: 'The cage is being cleaned', lines: back });

    expect(await get(`/v1/holds/${body.holdId}`)).toMatchObject({
      location: null,
      reached: [
        { location: 'C-02', quantity: '45' },
        { location: 'C-03', quantity: '5' },
      ],
      extensions: [{ fromLocation: 'QC', toSite: 'EWR', toLocation: null, extendedBy: 'floor' }],
    });
  });
});

test('a put-away and its refusal come back over HTTP as the domain says them', async () => {
  const line = {
    lot: 'GCB-02',
    owner: 'MFF',
    from: 'DOCK-IN',
    to: 'C-01',
    condition: 'received',
    quantity: '20',
    unit: 'tub',
  };
  const body = { site: 'EWR', kind: 'put_away', lines: [line] };
  expect(await post('/v1/moves', body)).toMatchObject({
    status: 201,
    body: { lines: [{ conditionAfter: 'pending_inspection', quantity: '50', unit: 'kg' }] },
  });
  expect(await post('/v1/moves', body)).toMatchObject({ status: 409, body: { code: 'stock.insufficient' } });
  const two = await post('/v1/moves', {
    ...body,
    lines: [
      { ...line, lot: 'X' },
      { ...line, to: 'Y' },
    ],
  });
  expect(two).toMatchObject({
    status: 409,
    body: { code: 'move.refused', errors: [{ pointer: '/lines/0/lot' }, { pointer: '/lines/1/to' }] },
  });
});

test('an inspection is recorded, holds what failed, and is read again', async () => {
  const body = { site: 'EWR', lots: ['GCB-02'], result: 'fail', checks: [{ name: 'seal', result: 'fail' }] };
  expect(await post('/v1/inspections', body)).toMatchObject({ status: 403 });
  const recorded = await post('/v1/inspections', body, quality);
  expect(recorded).toMatchObject({
    status: 201,
    body: { holds: [{ alreadyActive: false }], lots: [{ lot: 'GCB-02' }] },
  });

  expect(await items('/v1/inspections?lot=GCB-02&site=EWR&result=fail')).toMatchObject([
    { number: recorded.body.number },
  ]);
  expect(await get(`/v1/inspections/${recorded.body.inspectionId}`)).toMatchObject({
    checks: [{ name: 'seal', result: 'fail' }],
    inspectedBy: 'quality',
    documents: [],
  });
});

test('readings are recorded, hold what was too warm, and are listed the latest first', async () => {
  const at = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
  const reading = { site: 'EWR', location: 'C-02', sensor: 'T1', celsius: '7.1' };
  const readings = [
    { ...reading, happenedAt: at(50) },
    { ...reading, happenedAt: at(5), celsius: '3' },
  ];
  const recorded = await post('/v1/temperature-readings', { readings }, quality);

  expect(recorded).toMatchObject({ status: 201, body: { recorded: 2 } });
  const [held] = await items('/v1/holds?lot=GCB-03');
  expect(held).toMatchObject({
    rule: 'temperature_deviation',
    reason: 'EWR C-02 at 7.1 °C, 45 minutes outside 0 to 4 °C, 30 allowed',
  });
  const celsius = (await items('/v1/temperature-readings?site=EWR&location=C-02&sensor=T1')).map(
    (item) => item.celsius,
  );
  expect(celsius).toEqual(['3', '7.1']);
  const unknown = await api.call('GET', '/v1/temperature-readings?site=EWR&location=C-99', { token: floor });
  expect(unknown.body).toMatchObject({ code: 'location.unknown' });
});
