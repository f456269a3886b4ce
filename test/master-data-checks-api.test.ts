import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type GivenApi, givenApi } from '#test/given/api.ts';
import { givenEngine } from '#test/given/engine.ts';
import { changesOf, givenStewards } from '#test/given/master-data-changes.ts';

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

const codesIn = (body: Record<string, unknown>) =>
  (body.errors as { code: string }[] | undefined)?.map(({ code }) => code);
const itemRow = async (code: string) => {
  const [row] = await api.database.sql`select * from items where code = ${code}`;
  return row;
};

const newItem = (change: object = {}) => ({
  code: 'GC-ASH',
  name: 'Ash-ripened goat cheese 150 g',
  gtin: '09521101001112',
  category: 'cheese',
  baseUnit: 'each',
  netWeightKg: '0.150',
  storageMinC: '0',
  storageMaxC: '4.0',
  traceabilityList: true,
  traceabilityFood: 'cheese_soft_ripened_or_semi_soft',
  traceabilityExemption: null,
  allergens: ['milk'],
  shelfLifeDays: 45,
  inspectionRequired: true,
  lotControlled: true,
  soldOnlyTo: null,
  units: [{ unit: 'case', numerator: '12', denominator: '1', gtin: null }],
  overridable: [],
  blocked: false,
  ...change,
});

describe('what is proposed', () => {
  test('is refused with everything that is wrong with it, and nothing of it is kept', async () => {
    const bad = newItem({
      gtin: '09521101001113',
      storageMaxC: null,
      allergens: null,
      traceabilityFood: null,
      shelfLifeDays: 0,
    });
    const answer = await calls.propose(people.sara, { kind: 'item', action: 'create', record: bad });
    expect(answer.status).toBe(422);
    expect(codesIn(answer.body)).toEqual([
      'temperature.malformed',
      'item.shelf-life-malformed',
      'gs1.check-digit-wrong',
    ]);
    const unruly = newItem({ storageMinC: null, storageMaxC: null, allergens: null, traceabilityFood: null });
    const broken = await calls.propose(people.sara, { kind: 'item', action: 'create', record: unruly });
    expect(codesIn(broken.body)).toEqual([
      'item.storage-range-missing',
      'item.allergens-missing',
      'item.traceability-food-missing',
    ]);
    const [row] = await api.database
      .sql`select count(*)::int as count from master_data_proposals where title like '%GC-ASH%'`;
    expect(row?.count).toBe(0);
  });

  test('of a new record is checked against what is there: its code, its GTIN, its customer', async () => {
    const taken = newItem({ code: 'GC-LOG', gtin: '09521101001013', soldOnlyTo: 'NOBODY' });
    const answer = await calls.propose(people.sara, { kind: 'item', action: 'create', record: taken });
    expect(codesIn(answer.body)).toEqual(['record.code-taken', 'item.gtin-taken', 'party.unknown']);
    const made = await calls.propose(people.sara, { kind: 'item', action: 'create', record: newItem() });
    expect(made.status).toBe(201);
    expect(await calls.decide(people.dana, made.body.proposalId)).toMatchObject({ status: 200 });
    expect(await itemRow('GC-ASH')).toMatchObject({ gtin: '09521101001112', completeness: 81, version: 1 });
  });

  test('on a version that is not the present one is refused, at once or when it is decided', async () => {
    const one = await calls.change(people.sara, 'item', 'SALMON', { shelfLifeDays: 30, allergens: ['fish'] });
    const other = await calls.change(people.sara, 'item', 'SALMON', { shelfLifeDays: 31, allergens: ['fish'] });
    expect(await calls.decide(people.omar, one.body.proposalId)).toMatchObject({ status: 200 });
    const page = await calls.get(`/master-data-proposals/${other.body.proposalId}`, people.omar);
    expect(page.body.firstRecords).toMatchObject([{ stale: true }]);
    expect(await calls.decide(people.omar, other.body.proposalId)).toMatchObject({
      status: 409,
      body: { code: 'proposal.record-changed' },
    });
    expect(await itemRow('SALMON')).toMatchObject({ shelf_life_days: 30, version: 2 });
    const late = await calls.propose(people.sara, {
      kind: 'item',
      action: 'change',
      code: 'SALMON',
      version: 1,
      fields: { shelfLifeDays: 32 },
    });
    expect(late).toMatchObject({ status: 409, body: { code: 'proposal.record-changed' } });
  });

  test('blocks nothing: that takes effect at once, without a proposal', async () => {
    const before = await itemRow('OLIVE-OIL');
    const blocking = await calls.change(people.sara, 'item', 'OLIVE-OIL', { blocked: true });
    expect(blocking).toMatchObject({
      status: 422,
      body: {
        code: 'proposal.refused',
        errors: [{ code: 'record.blocked-by-proposal', pointer: '/proposal/fields/blocked' }],
      },
    });
    expect(await itemRow('OLIVE-OIL')).toEqual(before);
  });

  test('that changes nothing is refused, and so is a change of what quantities of lots are counted by', async () => {
    const same = await calls.change(people.sara, 'item', 'OLIVE-OIL', { category: 'dry' });
    expect(same).toMatchObject({ status: 422, body: { code: 'proposal.nothing-changed' } });
    await api.database.sql`
      insert into lots (id, code, item_id, first_known_at) select gen_random_uuid(), 'OIL-1', id, now() from items where code = 'OLIVE-OIL'`;
    const fixed = await calls.change(people.sara, 'item', 'OLIVE-OIL', { baseUnit: 'bottle', allergens: [] });
    expect(codesIn(fixed.body)).toEqual(['record.field-fixed']);
  });

  test('lists are by state, kind, record, proposer and words, page by page', async () => {
    const list = async (query: string, token = people.tess) =>
      (await calls.get(`/master-data-proposals?${query}`, token)).body as {
        items: { number: string; title: string }[];
        nextCursor: string | null;
      };
    expect((await list('record=SALMON')).items).toHaveLength(2);
    expect((await list('search=free%20item')).items).toEqual([]);
    expect((await list('search=SALMON&state=approved')).items).toHaveLength(1);
    expect((await list('mine=true', people.omar)).items).toEqual([]);
    const first = await list('limit=1');
    const second = await list(`limit=1&cursor=${first.nextCursor}`);
    expect(second.items[0]?.number).not.toBe(first.items[0]?.number);
    const [newest] = (await list('limit=1')).items;
    expect(newest).toEqual(first.items[0]);
  });
});
