import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { scoreRecords } from '#operations/score-records.ts';
import { type GivenApi, givenApi } from '#test/given/api.ts';
import { givenContext } from '#test/given/context.ts';
import { givenEngine } from '#test/given/engine.ts';
import { changesOf, givenStewards, reason } from '#test/given/master-data-changes.ts';
import { until } from '#test/given/workflow.ts';

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

/** Proposes as one steward, has another approve, and expects that it took effect. */
const changed = async (proposed: { body: Record<string, unknown> }) => {
  const decided = await calls.decide(people.omar, proposed.body.proposalId);
  expect(decided.body).toMatchObject({ state: 'approved' });
};
describe('what is there twice, and what is missing', () => {
  const dairy = (code: string, change: object = {}) => ({
    kind: 'party',
    action: 'create',
    record: {
      ...{
        code,
        name: 'Three Gates Goat Dairy',
        isSupplier: true,
        isCustomer: false,
        gln: '9521301000019',
        plantGln: null,
      },
      ...{
        shipToGln: null,
        duns: null,
        servesVulnerablePeople: false,
        otherRequirements: [],
        riskScore: null,
        shelfLives: [],
      },
      address: { street: '9 Shearling Lane', city: 'Petaluma', region: 'CA', postalCode: '94952', country: 'US' },
      contacts: [
        { name: 'Nora Quill', role: 'sales', phone: '+1-707-555-0110', email: 'QUALITY@tgd.example', forRecalls: true },
      ],
      ...{ overridable: [], blocked: false },
      ...change,
    },
  });

  test('a record like another is shown when it is proposed, listed once it is there, and judged once', async () => {
    const proposed = await calls.propose(people.sara, dairy('TGD-2', { gln: '9521101000016' }));
    const [like] = proposed.body.duplicates as { code: string; likeness: number; signs: { sign: string }[] }[];
    expect(like).toMatchObject({ code: 'TGD', likeness: 91 });
    expect(like?.signs.map(({ sign }) => sign)).toEqual(['gln', 'email', 'name_and_address']);
    await changed(proposed);
    const list = async (state: string) =>
      (await calls.get(`/master-data-duplicates?kind=party&state=${state}`, people.tess)).body.items as {
        duplicateId: string;
        likeness: number;
      }[];
    await until(async () => (await list('suspected')).length > 0);
    const [pair] = await list('suspected');
    const path = `/master-data-duplicates/${pair?.duplicateId}/not-same`;
    expect(await calls.post(path, people.sara, { reason })).toMatchObject({ status: 200, body: { state: 'not_same' } });
    expect((await calls.post(path, people.omar, { reason })).body.code).toBe('duplicate.already-judged');
    const other = await calls.post(`/master-data-duplicates/${randomUUID()}/not-same`, people.omar, { reason });
    expect(other).toMatchObject({ status: 404, body: { code: 'duplicate.unknown' } });
    expect(await list('suspected')).toEqual([]);
    expect(await list('not_same')).toHaveLength(1);
  });

  test('records that came by installation are scored once, and listed the worst first by what they miss', async () => {
    const context = givenContext(api.database.db);
    expect((await scoreRecords(context)).scored).toBeGreaterThan(30);
    expect(await scoreRecords(context)).toEqual({ scored: 0 });
    const list = async (query: string) =>
      (await calls.get(`/master-data-completeness?${query}`, people.tess)).body as {
        items: { code: string; score: number; missing: string[] }[];
        nextCursor: string | null;
      };
    const { items } = await list('kind=item&category=cheese');
    expect(items.map(({ score }) => score)).toEqual(items.map(({ score }) => score).sort((one, other) => one - other));
    expect(items[0]?.missing).toContain('item.allergens-missing');
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await list(`kind=party&limit=5${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.items.map(({ code }) => code));
      cursor = page.nextCursor;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect((await list('kind=party&missing=party.audit-missing')).items.length).toBeGreaterThan(5);
    expect((await list('kind=item&search=crispbread')).items.map(({ code }) => code)).toEqual(['CRISP']);
    const { body } = await calls.get('/items/GC-CUP', people.tess);
    expect(body.completeness).toMatchObject({
      missing: expect.arrayContaining([{ code: 'item.allergens-missing', says: expect.any(String) }]),
    });
  });
});
