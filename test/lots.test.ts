import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { placeHold } from '#operations/place-hold.ts';
import { type GivenApi, givenApi } from '#test/given/api.ts';
import { givenContext } from '#test/given/context.ts';
import { commandOf, givenLot } from '#test/given/lots.ts';
import { givenStory, importer } from '#test/given/master-data.ts';

type Item = Record<string, unknown>;
let api: GivenApi;
let newark: string;
let chicago: string;
let everywhere: string;
let cheese: { id: string };
let holdNumber: string;

beforeAll(async () => {
  api = await givenApi();
  const context = givenContext(api.database.db);
  const ids = await givenStory(context);
  cheese = await givenLot(context, ids, {
    code: 'GCB-01',
    supplierLotNumber: '6238-B',
    stock: [
      { at: 'EWR/C-01', quantity: '250' },
      { at: 'EWR/QC', quantity: '7.5' },
      { at: 'CHI/C-01', owner: 'FTB', condition: 'pending_inspection', quantity: '150' },
    ],
  });
  await givenLot(context, ids, {
    code: 'GCL-01',
    item: 'GC-LOG',
    supplierLotNumber: '6238-B',
    stock: [{ at: 'CHI/C-01', owner: 'FTB', quantity: '240' }],
  });
  await givenLot(context, ids, { code: 'EMPTY-1', supplierLotNumber: '50%_off', stock: [] });
  const input = { lot: 'GCB-01', site: 'EWR', location: 'QC', rule: 'damage', reason: 'Three tubs dropped' } as const;
  const placed = await placeHold(context, commandOf(importer, input));
  holdNumber = placed.ok ? placed.value.holdNumber : '';
  await api.person('newark', [{ role: 'quality_approver', site: 'EWR' }]);
  await api.person('chicago', [{ role: 'warehouse_lead', site: 'CHI' }]);
  await api.person('all', [{ role: 'auditor' }]);
  [newark, chicago, everywhere] = (await Promise.all(['newark', 'chicago', 'all'].map((name) => api.signIn(name)))) as [
    string,
    string,
    string,
  ];
});
afterAll(() => api.stop());

const list = async (path: string, token = everywhere): Promise<Item[]> => {
  const found: Item[] = [];
  let cursor: unknown = null;
  do {
    const { status, body } = await api.call('GET', `${path}${cursor === null ? '' : `&cursor=${cursor}`}`, { token });
    expect(body.detail).toBeUndefined();
    expect(status).toBe(200);
    found.push(...(body.items as Item[]));
    cursor = body.nextCursor;
  } while (cursor !== null);
  return found;
};
const codes = async (query: string, token?: string) => (await list(`/v1/lots?${query}`, token)).map(({ lot }) => lot);

describe('finding lots', () => {
  test.each([
    ['search=gcb', ['GCB-01']],
    ['search=6238-b', ['GCL-01', 'GCB-01']],
    ['search=09521101001013', ['EMPTY-1', 'GCB-01']],
    ['search=9521101001013', ['EMPTY-1', 'GCB-01']],
    ['search=50%25_', ['EMPTY-1']],
    ['search=%25', []],
    ['search=01', []],
    ['supplierLotNumber=6238-B', ['GCL-01', 'GCB-01']],
    ['item=GC-LOG', ['GCL-01']],
    ['supplier=TGD', ['EMPTY-1', 'GCL-01', 'GCB-01']],
    ['supplier=RCB', []],
    ['site=EWR', ['GCB-01']],
    ['site=CHI', ['GCL-01', 'GCB-01']],
    ['state=quarantined', ['GCB-01']],
    ['state=quarantined&site=CHI', []],
    ['state=approved&site=CHI', ['GCL-01']],
    ['state=pending_inspection', ['GCB-01']],
    ['state=received', []],
    ['limit=1', ['EMPTY-1', 'GCL-01', 'GCB-01']],
  ])('by %s', async (query, expected) => {
    expect(await codes(query)).toEqual(expected);
  });

  test('tells what stands in sight, what stands elsewhere without saying where, and the states', async () => {
    const [seen] = await list('/v1/lots?search=GCB-01&', newark);
    expect(seen).toMatchObject({
      onHand: '257.5',
      elsewhere: '150',
      states: ['approved', 'quarantined'],
      baseUnit: 'kg',
    });
    expect(await codes('site=CHI', newark)).toEqual([]);
  });

  test('names what it does not know, and a cursor that is none', async () => {
    const ask = async (path: string) => (await api.call('GET', path, { token: everywhere })).body;
    expect(await ask('/v1/lots?site=XXX')).toMatchObject({ code: 'site.unknown', pointer: '/query/site' });
    expect(await ask('/v1/lots?cursor=abc')).toMatchObject({ code: 'request.cursor-malformed' });
    expect(await ask('/v1/lots?state=shipped')).toMatchObject({ code: 'request.malformed' });
  });
});

describe('a lot', () => {
  test('is read with its stock as people see it, and what holds it', async () => {
    const { status, body } = await api.call('GET', `/v1/lots/${cheese.id}`, { token: newark });

    expect(status).toBe(200);
    expect(body).toMatchObject({
      lot: 'GCB-01',
      item: { code: 'GC-BULK', baseUnit: 'kg' },
      supplier: { code: 'TGD' },
      onHand: '257.5',
      elsewhere: '150',
      stock: [
        {
          site: 'EWR',
          location: 'C-01',
          owner: 'MFF',
          condition: 'approved',
          state: 'approved',
          quantity: '250',
          heldBy: [],
        },
        { location: 'QC', condition: 'approved', state: 'quarantined', quantity: '7.5', heldBy: [holdNumber] },
      ],
      holds: [{ number: holdNumber, site: 'EWR', location: 'QC', rule: 'damage', endedAt: null, reviewState: 'open' }],
    });
    expect(JSON.stringify(body)).not.toContain('CHI');
  });

  test('shows nothing of other sites to others, and is unknown when it is not there', async () => {
    const { body } = await api.call('GET', `/v1/lots/${cheese.id}`, { token: chicago });
    expect(body).toMatchObject({
      onHand: '150',
      elsewhere: '257.5',
      holds: [],
      stock: [{ site: 'CHI', owner: 'FTB' }],
    });

    const unknown = await api.call('GET', `/v1/lots/${crypto.randomUUID()}`, { token: chicago });
    expect(unknown).toMatchObject({ status: 404, body: { code: 'lot.unknown' } });
  });

  test('tells what happened to it, within sight', async () => {
    const timeline = (token: string) => list(`/v1/lots/${cheese.id}/timeline?limit=1`, token);
    expect((await timeline(newark)).map(({ action }) => action)).toEqual(['quarantine_review.opened', 'hold.placed']);
    expect(await timeline(chicago)).toEqual([]);
  });
});

describe('stock', () => {
  const stock = async (query: string, token?: string) =>
    (await list(`/v1/stock?limit=1&${query}`, token)).map(
      ({ lot, site, location, state }) => `${lot} ${site}/${location} ${state}`,
    );

  test('is listed by place, owner, condition and hold', async () => {
    const caged = 'GCB-01 EWR/QC quarantined';
    expect((await stock('')).toSorted()).toEqual([
      'GCB-01 CHI/C-01 pending_inspection',
      'GCB-01 EWR/C-01 approved',
      caged,
      'GCL-01 CHI/C-01 approved',
    ]);
    expect(await stock('held=true')).toEqual([caged]);
    expect(await stock('held=false&site=EWR')).toEqual(['GCB-01 EWR/C-01 approved']);
    expect(await stock('lot=GCB-01&owner=FTB')).toEqual(['GCB-01 CHI/C-01 pending_inspection']);
    expect(await stock('item=GC-LOG')).toEqual(['GCL-01 CHI/C-01 approved']);
    expect(await stock('site=EWR&location=QC')).toEqual([caged]);
    expect(await stock('condition=pending_inspection')).toEqual(['GCB-01 CHI/C-01 pending_inspection']);
    expect(await stock('', chicago)).toHaveLength(2);
  });
});
