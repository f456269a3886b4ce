import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type GivenApi, givenApi } from '#test/given/api.ts';
import { givenContext } from '#test/given/context.ts';
import { givenEngine } from '#test/given/engine.ts';
import { givenLot } from '#test/given/lots.ts';
import { readStoryIds } from '#test/given/master-data.ts';
import { changesOf, givenStewards, reason } from '#test/given/master-data-changes.ts';

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

const address = { street: '3 Harbour Road', city: 'Oakland', region: 'CA', postalCode: '94607', country: 'US' };
const oakland = {
  ...{ code: 'OAK', name: 'Oakland', gln: '9521102990019', operatedBy: 'MFF', operator: null, address },
  ...{ phone: '+1-510-555-0140', timeZone: 'America/Los_Angeles', stockOwners: ['MFF', 'FTB'] },
};
const create = (kind: 'site' | 'entity', record: object) =>
  calls.propose(people.sara, { kind, action: 'create', record });
const changeOf = (kind: 'site' | 'entity', code: string, version: number, fields: object) =>
  calls.propose(people.sara, { kind, action: 'change', code, version, fields });
const approve = async ({ body }: Awaited<ReturnType<typeof create>>) =>
  await calls.decide(people.omar, body.proposalId);
const read = async (path: string) => (await calls.get(path, people.tess)).body;
const problems = ({ body }: Awaited<ReturnType<typeof create>>) =>
  ((body.errors ?? [body]) as { code: string; pointer: string }[]).map(({ code, pointer }) => `${code} ${pointer}`);

describe('a site', () => {
  test('is proposed, approved by somebody else for every category, and there for what comes after', async () => {
    const proposed = await create('site', oakland);
    expect(proposed).toMatchObject({ status: 201, body: { title: 'New site OAK' } });
    expect(await calls.decide(people.sara, proposed.body.proposalId)).toMatchObject({ status: 403 });
    expect(await calls.decide(people.dry, proposed.body.proposalId)).toMatchObject({ status: 403 });
    expect(await approve(proposed)).toMatchObject({ status: 200, body: { state: 'approved' } });
    expect(await read('/sites/OAK/record')).toMatchObject({
      version: 1,
      record: { ...oakland, stockOwners: ['FTB', 'MFF'] },
    });
    const place = {
      kind: 'location',
      action: 'create',
      record: { code: 'OAK/A-1', kind: 'cooler', name: 'Cooler', temperatureMinC: '0', temperatureMaxC: '4' },
    };
    expect(await approve(await calls.propose(people.sara, place))).toMatchObject({ status: 200 });
  });

  test('is refused with everything that is wrong with it', async () => {
    const answer = await create('site', {
      ...oakland,
      ...{ code: 'BAD', gln: '9521102990014', operatedBy: null, phone: 'none', timeZone: 'Mars/Base' },
      ...{ address: { ...address, country: 'USA', city: '' }, stockOwners: ['NONE'] },
    });
    expect(problems(answer)).toEqual([
      'gs1.check-digit-wrong /proposal/record/gln',
      'party.country-malformed /proposal/record/address/country',
      'party.address-incomplete /proposal/record/address',
      'place.phone-missing /proposal/record/phone',
      'site.operator-missing /proposal/record/operatedBy',
      'site.time-zone-unknown /proposal/record/timeZone',
      'entity.unknown /proposal/record/stockOwners',
    ]);
    expect(problems(await create('site', { ...oakland, code: 'TWIN' }))).toEqual([
      'place.gln-taken /proposal/record/gln',
    ]);
    expect(problems(await create('site', oakland))).toContain('record.code-taken /proposal/record/code');
  });

  test('changes but for its code, and keeps owners whose stock is there', async () => {
    const { version, record } = await read('/sites/EWR/record');
    const stockOwners = (record as typeof oakland).stockOwners;
    expect((await changeOf('site', 'EWR', Number(version), { code: 'NEW' })).status).toBe(400);
    const fields = { phone: '+1-973-555-0199', timeZone: 'America/Chicago' };
    expect(await approve(await changeOf('site', 'EWR', Number(version), fields))).toMatchObject({ status: 200 });
    const after = await read('/sites/EWR/record');
    expect(after).toMatchObject({ version: Number(version) + 1, record: { ...fields, stockOwners } });
    // Proposed while there is none of it, and stock of the owner comes before somebody decides.
    const without = await changeOf('site', 'EWR', Number(after.version), {
      stockOwners: stockOwners.filter((owner) => owner !== 'MFF'),
    });
    expect(without.status).toBe(201);
    const context = givenContext(api.database.db);
    await givenLot(context, await readStoryIds(context), { code: 'STAYS', stock: [{ at: 'EWR/C-01', quantity: '5' }] });
    expect(await approve(without)).toMatchObject({
      status: 422,
      body: { code: 'proposal.refused', errors: [{ code: 'site.owner-has-stock' }] },
    });
    expect(await read('/sites/EWR/record')).toEqual(after);
  });

  test('of two changes at once one is made, and the other proposed anew', async () => {
    const { version } = await read('/sites/CHI/record');
    const [one, other] = await Promise.all(
      ['Chicago north', 'Chicago south'].map((name) => changeOf('site', 'CHI', Number(version), { name })),
    );
    if (!one || !other) throw new Error('Two were proposed');
    const signed = await Promise.all([
      calls.sign(people.omar, one.body.proposalId),
      calls.sign(people.dana, other.body.proposalId),
    ]);
    const answers = await Promise.all([
      calls.decide(people.omar, one.body.proposalId, 'approve', signed[0]),
      calls.decide(people.dana, other.body.proposalId, 'approve', signed[1]),
    ]);
    expect(answers.map(({ status, body }) => `${status} ${body.code ?? body.state}`).sort()).toEqual([
      '200 approved',
      '409 proposal.record-changed',
    ]);
    expect(await read('/sites/CHI/record')).toMatchObject({ version: Number(version) + 1 });
  });
});

test('an entity is proposed and changed like a site, and both come from tables', async () => {
  const entity = {
    ...{ code: 'NWF', name: 'New Foods, Inc.', gln: '9521102990026', currency: 'USD', groupCurrency: 'USD' },
    ...{ groupName: 'Meridian', address, phone: '+1-510-555-0141' },
  };
  expect(problems(await create('entity', { ...entity, currency: 'XQZ' }))).toEqual([
    'entity.currency-unknown /proposal/record/currency',
  ]);
  expect(await approve(await create('entity', entity))).toMatchObject({ status: 200 });
  expect(await approve(await changeOf('entity', 'NWF', 1, { name: 'New Foods LLC' }))).toMatchObject({ status: 200 });
  expect(await read('/entities/NWF/record')).toMatchObject({ version: 2, record: { name: 'New Foods LLC' } });

  const raw = [
    'code,name,gln,operatedBy,street,city,postalCode,country,phone,timeZone,stockOwners',
    'SEA,Seattle,9521102990033,NWF,1 Pier,Seattle,98101,US,+1-206-555-0100,America/Los_Angeles,NWF | MFF',
    'POR,Portland,9521102990033,NWF,1 Dock,Portland,97201,US,+1-503-555-0100,America/Los_Angeles,NWF',
    'OAK,,,,,,,,,Mars/Base,',
  ].join('\n');
  const checked = await api.call('POST', '/v1/master-data-imports?kind=site&fileName=sites.csv', {
    ...{ token: people.sara, raw, headers: { 'Content-Type': 'text/csv' } },
  });
  expect(checked.body).toMatchObject({ creates: 1, errors: 2 });
  const proposed = await calls.post(`/master-data-imports/${checked.body.importId}/proposal`, people.sara, {
    ...{ rows: 'good', reason },
  });
  expect(await approve(proposed)).toMatchObject({ status: 200 });
  expect(await read('/sites/SEA/record')).toMatchObject({ record: { operatedBy: 'NWF', stockOwners: ['MFF', 'NWF'] } });
});
