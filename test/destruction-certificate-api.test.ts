import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DisposalsApi, givenDisposalsApi } from '#test/given/disposals-api.ts';

let given: DisposalsApi;
let path: string;
let disposalId: string;
const place = 'Kearny "plant" <img src=x onerror=alert(1)> & Söhne';

/** Two owners at Newark; of one no cost is known. What is destroyed is weighed too light, by a contractor without a licence. */
beforeAll(async () => {
  given = await givenDisposalsApi();
  const { api, ids, get, post, sign } = given;
  await api.database
    .sql`delete from item_costs where entity_id = ${ids.entity('FTB')} and item_id = ${ids.item('GC-BULK')}`;
  const stock = [
    { at: 'EWR/C-01', owner: 'FTB', quantity: '2.5' },
    { at: 'EWR/C-01', quantity: '3' },
  ];
  ({ disposalId } = await given.disposed({ stock }));
  path = `disposals/${disposalId}`;
  await post(`${path}/approvals`, 'dana', await sign('dana', (await get(path, 'dana')).body.toSign, 'approval'));
  const line = { site: 'EWR', location: 'C-01', owner: 'FTB', condition: 'approved', unit: 'kg' };
  const runs = [
    {
      weightKg: '3.9',
      contractor: 'Garden Waste <b>Inc.</b>',
      lines: [
        { ...line, quantity: '1' },
        { ...line, owner: 'MFF', quantity: '3' },
      ],
    },
    { lines: [{ ...line, quantity: '1.5' }] },
  ];
  for (const run of runs) {
    await post(`${path}/destructions`, 'ruth', { method: 'incineration', place, ...run });
    const last = ((await get(path, 'omar')).body.destructions as { destructionId: string; toSign: unknown }[]).at(-1);
    const seen = await sign('omar', last?.toSign, 'responsibility');
    await post(`${path}/destructions/${last?.destructionId}/witness`, 'omar', { confirmed: true, ...seen });
  }
});
afterAll(() => given.stop());

const certificate = async (by: Parameters<DisposalsApi['get']>[1]) =>
  (await given.get(`${path}/certificate`, by)).body as Record<string, unknown>;

/** As the contract says the hash is made, by nothing of ours. */
const sorted = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(sorted)
    : value !== null && typeof value === 'object'
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, member]) => [key, sorted(member)]),
        )
      : value;

test('what a certificate says has one hash, the same each time it is read, which anybody can reckon from it', async () => {
  const first = await certificate('vera');
  const { contentHash, printedAt, printedByName, ...rows } = first;
  const text = JSON.stringify(sorted(rows)).normalize('NFC');
  expect(contentHash).toBe(createHash('sha256').update(text).digest('hex'));
  const second = await certificate('vera');
  expect(second.printedAt).not.toBe(printedAt);
  expect([second.contentHash, printedByName]).toEqual([contentHash, 'vera']);
  const page = await given.get(`${path}/certificate/page`, 'vera');
  expect(String(page.body.text)).toContain(`<code>${contentHash}</code>`);
  // A copy without the money says something else.
  expect((await certificate('ruth')).contentHash).not.toBe(contentHash);
});

test('sums by owner are those of the ledger and of what was written off, and the issuer is who operates the site', async () => {
  const { sql } = given.api.database;
  const shown = await certificate('dana');
  const ledger = await sql`
    select entity.code as owner, trim_scale(-sum(line.quantity))::text as destroyed
      from destructions run join movement_lines line on line.movement_id = run.movement_id
      join locations place on place.id = line.location_id and place.site_id is not null
      join legal_entities entity on entity.id = line.owner_id
     where run.disposal_id = ${disposalId} group by entity.code order by entity.code`;
  const [money] = await sql`select sum(amount)::text as amount, min(currency) as currency,
    trim_scale(sum(quantity) filter (where amount is null))::text as unvalued from write_offs where disposal_id = ${disposalId}`;
  const owners = shown.owners as { owner: string; destroyed: string }[];
  expect(owners.map(({ owner, destroyed }) => ({ owner, destroyed }))).toEqual([...ledger]);
  expect(shown).toMatchObject({
    ...{ notShown: '0', netWeightKg: '5.5', quantity: { destroyed: '5.5' }, unvalued: money?.unvalued },
    value: [{ amount: money?.amount, currency: money?.currency }],
    owners: [
      { owner: 'FTB', netWeightKg: '2.5', value: [], unvalued: '2.5' },
      { owner: 'MFF', netWeightKg: '3', value: [{ amount: money?.amount }], unvalued: '0' },
    ],
    decisionSignature: { printedName: 'ines', meaning: 'approval', timeZone: 'America/New_York' },
  });
  const [operator] = await sql`select entity.name, entity.address from sites
    join legal_entities entity on entity.id = sites.operated_by_entity_id where sites.code = 'EWR'`;
  expect(shown.issuer).toMatchObject({ name: operator?.name, address: operator?.address });
});

test('gaps are printed as gaps, the cost only to who may read it, and nothing of what others wrote is markup', async () => {
  const gaps = [
    'Run 1 weighed 3.9 kg, less than the net weight of 4 kg',
    'Run 1 names no licence of its contractor',
    'Missing paper: certificate of destruction',
  ];
  expect((await certificate('dana')).gaps).toEqual([...gaps, 'No cost is known of 2.5 kg of FTB']);
  expect(await certificate('ruth')).toMatchObject({ gaps, value: [] });
  const text = String((await given.get(`${path}/certificate/page`, 'dana')).body.text);
  for (const part of [
    ...['No cost is known of 2.5 kg of FTB', 'DRAFT', 'Signed: ines', 'Signed: dana', 'Signed: omar'],
    ...['&lt;img src=x onerror=alert(1)&gt; &amp; Söhne', 'Garden Waste &lt;b&gt;Inc.&lt;/b&gt;'],
  ])
    expect(text).toContain(part);
  expect(text).not.toMatch(/<script|<img|<b>/);
});
