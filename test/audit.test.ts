import { afterAll, beforeAll, expect, test } from 'vitest';
import { placeHold } from '#operations/place-hold.ts';
import { type GivenApi, givenApi } from '#test/given/api.ts';
import { givenContext } from '#test/given/context.ts';
import { commandOf, givenLot } from '#test/given/lots.ts';
import { givenStory, personWith } from '#test/given/master-data.ts';

type Item = Record<string, unknown>;
let api: GivenApi;
let lotId: string;
let auditor: string;
let newark: string;
let floor: string;

beforeAll(async () => {
  api = await givenApi();
  const context = givenContext(api.database.db);
  const ids = await givenStory(context);
  const stock = ['EWR', 'CHI'].map((site) => ({ at: `${site}/C-01`, quantity: '10' }));
  lotId = (await givenLot(context, ids, { code: 'GCB-01', stock })).id;
  const dana = personWith('quality_manager', 'dana');
  for (const site of ['EWR', 'CHI', undefined])
    await placeHold(
      context,
      commandOf(dana, { lot: 'GCB-01', site, rule: 'pest' as const, reason: `Traces of mice ${site}` }),
    );
  await api.person('aud', [{ role: 'auditor' }]);
  await api.person('newark', [{ role: 'quality_approver', site: 'EWR' }]);
  await api.person('floor', [{ role: 'warehouse_lead', site: 'EWR' }]);
  auditor = await api.signIn('aud');
  newark = await api.signIn('newark');
  floor = await api.signIn('floor');
});
afterAll(() => api.stop());

const trail = async (query: string, token = auditor): Promise<Item[]> => {
  const found: Item[] = [];
  let cursor: unknown = null;
  do {
    const { status, body } = await api.call(
      'GET',
      `/v1/audit?limit=2&${query}${cursor === null ? '' : `&cursor=${cursor}`}`,
      { token },
    );
    expect(status, JSON.stringify(body)).toBe(200);
    found.push(...(body.items as Item[]));
    cursor = body.nextCursor;
  } while (cursor !== null);
  return found;
};

test('the trail tells who did what, why and on which request, the latest first, each once', async () => {
  const placed = await trail('lot=GCB-01&action=hold.placed');
  expect(placed).toMatchObject([
    { site: null, reason: 'Traces of mice undefined', actorId: 'dana', requestId: 'request-1', lot: 'GCB-01' },
    { site: 'CHI', timeZone: 'America/Chicago' },
    { site: 'EWR', after: { rule: 'pest', automatic: false } },
  ]);
  const everything = await trail('');
  const positions = everything.map(({ position }) => BigInt(String(position)));
  expect(positions).toEqual([...new Set(positions)].sort((one, other) => (one < other ? 1 : -1)));
});

test('it is filtered by subject, actor and time', async () => {
  const [entry] = await trail(`lot=${lotId}&action=hold.placed`);
  expect(await trail(`subjectKind=hold&subjectId=${entry?.subjectId}`)).toEqual([entry]);
  expect(await trail('actor=dana')).toHaveLength(6);
  expect(await trail('actor=nobody')).toEqual([]);
  expect(await trail(`from=${new Date(Date.now() + 60_000).toISOString()}`)).toEqual([]);
  expect(await trail(`until=${new Date(Date.now() - 86_400_000).toISOString()}`)).toEqual([]);
});

test('whoever sees one site sees what happened there and what concerned every site', async () => {
  const sites = (await trail('action=hold.placed', newark)).map(({ site }) => site);
  expect(sites).toEqual([null, 'EWR']);
});

test('it takes a right of its own, and a position for a cursor', async () => {
  expect((await api.call('GET', '/v1/audit', { token: floor })).body).toMatchObject({ code: 'access.right-missing' });
  const cursor = Buffer.from('["abc"]').toString('base64url');
  expect((await api.call('GET', `/v1/audit?cursor=${cursor}`, { token: auditor })).body.code).toBe(
    'request.cursor-malformed',
  );
});
