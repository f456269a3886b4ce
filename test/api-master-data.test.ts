import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GivenApi, givenApi } from './given/api.ts';
import { givenContext } from './given/context.ts';
import { givenSpecifications } from './given/release.ts';

let api: GivenApi;
let token: string;
beforeAll(async () => {
  api = await givenApi();
  await api.person('ana', [{ role: 'warehouse_lead', site: 'EWR' }]);
  token = await api.signIn('ana');
});
afterAll(() => api.stop());

type Item = Record<string, unknown>;
const all = async (path: string): Promise<Item[]> => {
  const found: Item[] = [];
  let cursor: unknown = null;
  do {
    const { status, body } = await api.call('GET', `${path}limit=1${cursor === null ? '' : `&cursor=${cursor}`}`, {
      token,
    });
    expect(status).toBe(200);
    found.push(...(body.items as Item[]));
    cursor = body.nextCursor;
  } while (cursor !== null);
  return found;
};

test.each(['/v1/entities?', '/v1/sites?', '/v1/locations?', '/v1/items?', '/v1/parties?'])(
  'the list %s pages through everything once, in order',
  async (path) => {
    const found = await all(path);
    expect(found.length).toBeGreaterThan(1);
    const keys = found.map(({ site, code }) => `${site ?? ''}/${code}`);
    expect(keys).toEqual([...new Set(keys)].sort());
  },
);

test('lists filter: locations by site, items by category, parties by what they are to us', async () => {
  const ofNewark = await all('/v1/locations?site=EWR&');
  expect(new Set(ofNewark.map(({ site }) => site))).toEqual(new Set(['EWR']));
  const [item] = await all('/v1/items?');
  const alike = await all(`/v1/items?category=${item?.category}&`);
  expect(alike.every(({ category }) => category === item?.category)).toBe(true);
  const suppliers = await all('/v1/parties?supplier=true&');
  const others = await all('/v1/parties?supplier=false&');
  expect(suppliers.length + others.length).toBe((await all('/v1/parties?')).length);
});

test('a party is read by its code, with its version', async () => {
  const { body, headers } = await api.call('GET', '/v1/parties/TGD', { token });
  expect(body).toMatchObject({ code: 'TGD', isSupplier: true, version: 1 });
  expect(headers.get('etag')).toMatch(/^"1\.[0-9a-f]{16}"$/);
  expect((await api.call('GET', '/v1/parties/NOBODY', { token })).body.code).toBe('party.unknown');
});

test('the specification of an item is read version by version', async () => {
  await givenSpecifications({ context: givenContext(api.database.db) }, 'GC-BULK');
  const { body } = await api.call('GET', '/v1/items/GC-BULK/specifications', { token });
  expect(body.items).toMatchObject([{ version: 1, inEffect: true, sampling: { scheme: 'c_zero' } }]);
  expect((await api.call('GET', '/v1/items/BASIL/specifications', { token })).body.items).toEqual([]);
  expect((await api.call('GET', '/v1/items/NOTHING/specifications', { token })).body.code).toBe('item.unknown');
});
