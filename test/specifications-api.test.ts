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

describe('a specification by hand', () => {
  test('is a gap of an item that is inspected, until it is in effect', async () => {
    const gapOf = async () => {
      const { body } = await calls.get('/items/PECORINO', people.tess);
      const { missing } = body.completeness as { missing: { code: string }[] };
      return missing.some(({ code }) => code === 'item.specification-missing');
    };
    const listed = async () => {
      const { body } = await calls.get(
        '/master-data-completeness?kind=item&missing=item.specification-missing&limit=200',
        people.tess,
      );
      return (body.items as { code: string }[]).map(({ code }) => code);
    };
    expect(await gapOf()).toBe(true);
    const proposal = {
      kind: 'specification',
      action: 'change',
      code: 'PECORINO',
      version: 0,
      fields: {
        effectiveFrom: null,
        characteristics: [
          { name: 'Core temperature', method: 'Probe', unit: 'celsius', lower: null, upper: '12', allowed: null },
          { name: 'Listeria monocytogenes', method: 'ISO', unit: null, lower: null, upper: null, allowed: ['absent'] },
        ].map((one) => ({ ...one, required: true, measuredOn: 'lot' })),
        sampling: { scheme: 'aql', bands: [{ upTo: null, samples: 5, accept: 1, reject: 2 }] },
      },
    };
    const proposed = await calls.propose(people.sara, proposal);
    expect(proposed).toMatchObject({ status: 201, body: { title: 'New specification PECORINO' } });
    // Whoever looks after another category neither proposes nor approves it.
    expect(await calls.propose(people.dry, proposal)).toMatchObject({ status: 403 });
    expect(await gapOf()).toBe(true);
    expect(await calls.decide(people.dana, proposed.body.proposalId)).toMatchObject({ status: 200 });
    expect(await gapOf()).toBe(false);
    expect(await listed()).not.toContain('PECORINO');
    expect(await calls.propose(people.sara, proposal)).toMatchObject({
      status: 409,
      body: { code: 'proposal.record-changed' },
    });
  });

  test('is refused with every field that is wrong, and with fields it does not have', async () => {
    const answer = await calls.propose(people.sara, {
      ...{ kind: 'specification', action: 'change', code: 'SALMON', version: 0 },
      fields: {
        effectiveFrom: '2020-01-01T00:00:00Z',
        characteristics: [],
        sampling: { scheme: 'c_zero', bands: [{ upTo: null, samples: 5, accept: 1, reject: 2 }] },
      },
    });
    expect(answer).toMatchObject({ status: 422, body: { code: 'proposal.refused' } });
    const found = (answer.body.errors as { code: string; pointer: string }[]).map(
      ({ code, pointer }) => `${code} ${pointer}`,
    );
    expect(found).toEqual([
      'specification.malformed /proposal/fields/characteristics',
      'specification.malformed /proposal/fields/sampling/bands/0/accept',
      'specification.effective-in-past /proposal/fields/effectiveFrom',
    ]);
    const more = await calls.propose(people.sara, {
      ...{ kind: 'specification', action: 'change', code: 'SALMON', version: 0 },
      fields: { effectiveFrom: null, category: 'dry' },
    });
    expect(more).toMatchObject({ status: 400, body: { code: 'request.malformed' } });
  });
});
