import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DisposalPerson, type DisposalsApi, givenDisposalsApi } from '#test/given/disposals-api.ts';

let given: DisposalsApi;
beforeAll(async () => {
  given = await givenDisposalsApi();
});
afterAll(() => given.stop());

test('a write-off without a cost is valued once, by finance of that entity and site, and then stands at cost everywhere', async () => {
  const { api, ids, get, post, sign, disposed } = given;
  const { sql } = api.database;
  await sql`delete from item_costs where entity_id = ${ids.entity('FTB')} and item_id = ${ids.item('GC-BULK')}`;
  const stock = [
    { at: 'EWR/C-01', owner: 'FTB', quantity: '2.5' },
    { at: 'EWR/C-01', quantity: '3' },
  ];
  const own = await disposed({ stock });
  const path = `disposals/${own.disposalId}`;
  const signed = async (by: 'dana' | 'omar', meaning: string, toSign: unknown) => await sign(by, toSign, meaning);
  await post(`${path}/approvals`, 'dana', await signed('dana', 'approval', (await get(path, 'dana')).body.toSign));
  const line = { site: 'EWR', location: 'C-01', owner: 'FTB', condition: 'approved', unit: 'kg' };
  for (const quantity of ['1', '1.5']) {
    const lines = [{ ...line, quantity }, ...(quantity === '1' ? [{ ...line, owner: 'MFF', quantity: '3' }] : [])];
    await post(`${path}/destructions`, 'ruth', { lines, method: 'incineration', place: 'Kearny' });
    const runs = (await get(path, 'omar')).body.destructions as { destructionId: string; toSign: unknown }[];
    const run = runs.at(-1);
    const seen = await signed('omar', 'responsibility', run?.toSign);
    await post(`${path}/destructions/${run?.destructionId}/witness`, 'omar', { confirmed: true, ...seen });
  }

  const waiting = await get(`write-offs?valued=false&disposal=${own.disposalId}`, 'vera');
  const found = waiting.body.items as { writeOffId: string }[];
  expect(found).toMatchObject([
    { entity: 'FTB', quantity: '1', unitCost: null, amount: null, valuation: null },
    { entity: 'FTB', quantity: '1.5', unitCost: null },
  ]);
  const [first, second] = found.map(({ writeOffId }) => `write-offs/${writeOffId}/valuation`);
  const valuation = { unitCost: '11.215', reason: 'Cost of the last purchase, PO-5007' };
  const refused = async (by: DisposalPerson, body: object = valuation, at = first) => {
    const answer = await post(String(at), by, body);
    return `${answer.status} ${answer.body.code}`;
  };
  expect(await refused('ruth')).toBe('403 access.right-missing');
  for (const elsewhere of ['west', 'dry'] as const) expect(await refused(elsewhere)).toBe('404 write-off.unknown');
  expect(await refused('vera', { ...valuation, reason: 'cost' })).toBe('422 reason.too-short');
  for (const unitCost of ['-1', '1e3', '11.1234567', 'free'])
    expect(await refused('vera', { ...valuation, unitCost })).toBe('400 request.malformed');
  const nowhere = 'write-offs/01a2270f-902e-7422-841b-3e0e68adfb4d/valuation';
  expect(await refused('vera', valuation, nowhere)).toBe('404 write-off.unknown');

  const race = await Promise.all([1, 2].map(() => post(String(first), 'vera', valuation)));
  expect(race.map(({ status }) => status).sort()).toEqual([201, 409]);
  expect(race.find(({ status }) => status === 201)?.body).toMatchObject({ amount: '11.22', currency: 'USD' });
  expect(await refused('vera')).toBe('409 write-off.valued-already');
  const tasks = async () =>
    (await sql`select state from tasks where subject_id = ${own.disposalId} and kind = 'value_write_off'`).map(
      ({ state }) => state,
    );
  expect(await tasks()).toEqual(['open']);
  expect((await post(String(second), 'vera', valuation)).body).toMatchObject({ quantity: '1.5', amount: '16.82' });
  expect(await tasks()).toEqual(['settled']);
  expect((await get(path, 'dana')).body).toMatchObject({
    writeOffs: expect.arrayContaining([
      expect.objectContaining({ entity: 'MFF', amount: '33.60', valuation: null }),
      expect.objectContaining({
        ...{ amount: '11.22', unitCost: '11.215', currency: 'USD' },
        valuation: expect.objectContaining({ byName: 'vera', reason: valuation.reason }),
      }),
      expect.objectContaining({ amount: '16.82' }),
    ]),
  });
  expect((await get(`${path}/certificate`, 'vera')).body.value).toEqual([{ currency: 'USD', amount: '61.64' }]);
  expect((await get(`write-offs?valued=true&entity=FTB&limit=1`, 'vera')).body).toMatchObject({
    items: [{ quantity: '1' }],
    nextCursor: expect.any(String),
  });
  expect((await get('write-offs', 'west')).body.items).toEqual([]);
  const [entry] = await sql`
    select before, after from audit_entries where action = 'write_off.valued' order by position limit 1`;
  expect(entry).toMatchObject({
    before: { amount: null },
    after: { quantity: '1', unitCost: '11.215', amount: '11.22' },
  });
  const [already] = await sql`select id from write_offs where unit_cost is not null limit 1`;
  expect(await refused('vera', valuation, `write-offs/${already?.id}/valuation`)).toBe('409 write-off.valued-already');
});
