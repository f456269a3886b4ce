import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MasterData } from '#domain/master-data.ts';
import type { OperationContext } from '#operations/context.ts';
import { importMasterData } from '#operations/import-master-data.ts';
import { readStory } from '#operations/story-file.ts';
import { masterDataOfStory } from '#operations/story-master-data.ts';
import { givenContext } from '#test/given/context.ts';
import { commandOf } from '#test/given/lots.ts';
import { givenStory, importer, personWith, storyFolder } from '#test/given/master-data.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';

let database: GivenDatabase;
let context: OperationContext;
let story: MasterData;

beforeAll(async () => {
  database = await givenDatabase();
  context = givenContext(database.db);
  await givenStory(context);
  story = masterDataOfStory((await readStory(storyFolder, context.clock.now())).master_data, null);
});
afterAll(() => database.drop());

const nothing: MasterData = {
  legalEntities: [],
  sites: [],
  locations: [],
  parties: [],
  items: [],
  costs: [],
  prices: [],
  policies: [],
  people: [],
};
const first = <Row>(rows: readonly Row[]): Row => {
  const [row] = rows;
  if (!row) throw new Error('The story has none');
  return row;
};

test('imported again it adds nothing, and what was edited since stays as it is', async () => {
  await database.sql`update parties set name = 'Renamed' where code = 'TGD'`;
  const answer = await importMasterData(context, commandOf(importer, story));

  expect(answer.ok && Object.values(answer.value)).toEqual(Array(9).fill(0));
  expect(await database.sql`select name from parties where code = 'TGD'`).toMatchObject([{ name: 'Renamed' }]);
  expect(await database.sql`select from party_contacts`).toHaveLength(40);
});

test('new records may name each other and those that are there; GTINs are kept in fourteen digits', async () => {
  const item = { ...first(story.items), code: 'NEW', gtin: '9521101009996', units: [], soldOnlyTo: 'NEWCO' };
  const party = { ...first(story.parties), code: 'NEWCO', contacts: [] };
  const cost = { ...first(story.costs), item: 'NEW' };
  const answer = await importMasterData(
    context,
    commandOf(importer, { ...nothing, items: [item], parties: [party], costs: [cost] }),
  );
  expect(answer).toMatchObject({ ok: true, value: { items: 1, parties: 1, costs: 1 } });
  expect(await database.sql`select gtin from items where code = 'NEW'`).toMatchObject([{ gtin: '09521101009996' }]);
});

test('a policy with another value becomes a new version, one with the same does not', async () => {
  const policies = [
    { key: 'supplier_risk_limit', value: '65', reason: 'Stricter since the audit' },
    { key: 'last_day_of_use', value: 'expiry date', reason: 'As before' },
  ];
  expect(await importMasterData(context, commandOf(importer, { ...nothing, policies }))).toMatchObject({
    value: { policies: 1 },
  });
  expect(
    await database.sql`select value, version from policies where key = 'supplier_risk_limit' order by version`,
  ).toMatchObject([
    { value: '70', version: 1 },
    { value: '65', version: 2 },
  ]);
});

test('all problems come at once with their place, and nothing is written', async () => {
  const [site, place, party, item, cost] = [story.sites, story.locations, story.parties, story.items, story.costs].map(
    (rows) => first<object>(rows),
  );
  // Broken on purpose, so the types cannot hold it.
  const broken = {
    ...nothing,
    sites: [{ ...site, code: 'BAD', gln: '9521001001015', timeZone: 'Mars/Base', stockOwners: ['XXX'] }],
    locations: [{ ...place, site: 'NOWHERE', kind: 'cellar', temperatureMinC: '4', temperatureMaxC: '0' }],
    parties: [{ ...party, code: 'BAD', riskScore: '101' }],
    items: [
      { ...item, code: 'BAD', gtin: '123', units: [{ unit: 'x', numerator: '0', denominator: '1', gtin: null }] },
    ],
    costs: [{ ...cost, item: 'NO-ITEM', effectiveFrom: '2026-02-30', amount: '-1' }],
    policies: [
      { key: 'no_such', value: '1', reason: '' },
      { key: 'supplier_risk_limit', value: '101', reason: '' },
    ],
    people: [{ username: 'x', name: 'X', role: 'king', sites: ['NOWHERE'], passwordHash: null }],
  } as unknown as MasterData;
  const answer = await importMasterData(context, commandOf(importer, broken));

  const problems = answer.ok ? [] : answer.violation.problems?.map(({ code, pointer }) => `${code} ${pointer}`);
  expect(problems).toEqual([
    'gs1.check-digit-wrong /sites/0/gln',
    'entity.unknown /sites/0/stockOwners/0',
    'request.malformed /sites/0/timeZone',
    'site.unknown /locations/0/site',
    'request.malformed /locations/0/kind',
    'temperature.malformed /locations/0',
    'risk.out-of-range /parties/0/riskScore',
    'gs1.malformed /items/0/gtin',
    'request.malformed /items/0/units/0/numerator',
    'item.unknown /costs/0/item',
    'date.impossible /costs/0/effectiveFrom',
    'request.malformed /costs/0/amount',
    'policy.unknown /policies/0/key',
    'policy.out-of-range /policies/1/value',
    'role.unknown /people/0/role',
    'site.unknown /people/0/sites/0',
  ]);
  expect(await database.sql`select from parties where code = 'BAD'`).toHaveLength(0);
});

test('only the right to import history imports', async () => {
  const answer = await importMasterData(context, commandOf(personWith('quality_manager', 'd.whitlock'), nothing));
  expect(answer).toMatchObject({ violation: { code: 'access.right-missing' } });
});
