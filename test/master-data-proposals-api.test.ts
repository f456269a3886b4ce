import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { masterDataChangeProcess } from '#domain/processes.ts';
import { type GivenApi, givenApi } from '#test/given/api.ts';
import { givenContext } from '#test/given/context.ts';
import { givenEngine } from '#test/given/engine.ts';
import { changesOf, givenStewards, reason } from '#test/given/master-data-changes.ts';
import { givenPolicy, untilStarted } from '#test/given/workflow.ts';

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

const itemRow = async (code: string) => {
  const [row] = await api.database.sql`select * from items where code = ${code}`;
  return row;
};

describe('a proposed change of master data', () => {
  test('changes nothing until somebody else has approved and signed it, and then all of it', async () => {
    const proposed = await calls.change(people.sara, 'item', 'GC-LOG', { allergens: ['milk'], shelfLifeDays: 35 });
    expect(proposed).toMatchObject({ status: 201, body: { state: 'open', changed: ['allergens', 'shelfLifeDays'] } });
    const before = await itemRow('GC-LOG');
    expect(before).toMatchObject({ allergens: null, version: 1 });
    const { proposalId } = proposed.body;

    const page = await calls.get(`/master-data-proposals/${proposalId}`, people.omar);
    expect(page.body).toMatchObject({
      state: 'open',
      title: 'Change item GC-LOG: allergens, shelfLifeDays',
      firstRecords: [{ code: 'GC-LOG', before: { allergens: null }, after: { allergens: ['milk'] }, stale: false }],
      actions: [
        { action: 'decide', allowed: true },
        { action: 'withdraw', allowed: false },
        { action: 'comment', allowed: true },
      ],
    });
    const decided = await calls.decide(people.omar, proposalId);
    expect(decided).toMatchObject({ status: 200, body: { state: 'approved', decision: { byName: 'omar' } } });
    const after = await itemRow('GC-LOG');
    expect(after).toMatchObject({ allergens: ['milk'], shelf_life_days: 35, version: 2 });
    expect(after?.completeness).toBeGreaterThan(Number(before?.completeness ?? 0));

    const [told] = await api.database.sql`
      select before, after, reason, actor_name from audit_entries where action = 'item.changed' and subject_id = ${after?.id}`;
    expect(told).toMatchObject({
      before: { code: 'GC-LOG', allergens: null },
      after: { allergens: ['milk'], shelfLifeDays: 35 },
      actor_name: 'omar',
    });
    expect(Object.keys(told?.before as object).sort()).toEqual(['allergens', 'code', 'shelfLifeDays']);
    const signed = await calls.get(`/master-data-proposals/${proposalId}`, people.sara);
    expect(signed.body.signature).toMatchObject({ printedName: 'omar', meaning: 'approval' });
    const [task] = await api.database.sql`select state from tasks where subject_id = ${String(proposalId)}`;
    expect(task?.state).toBe('settled');
  });

  test('is not decided by who proposed it, nor by who answers for it, nor without a signature, nor without the right', async () => {
    const { body } = await calls.change(people.sara, 'item', 'CRISP', { shelfLifeDays: 300, allergens: ['wheat'] });
    const own = await calls.decide(people.sara, body.proposalId);
    expect(own).toMatchObject({ status: 403, body: { code: 'proposal.second-person-required' } });
    const unsigned = await calls.post(`/master-data-proposals/${body.proposalId}/decision`, people.omar, {
      outcome: 'approve',
      reason,
    });
    expect(unsigned.body.code).toBe('signature.required');
    expect(await calls.decide(people.tess, body.proposalId)).toMatchObject({ status: 403 });
    const owned = await calls.propose(
      people.sara,
      {
        kind: 'location',
        action: 'create',
        record: { code: 'EWR/Z-9', kind: 'cooler', name: 'Cooler Z9', temperatureMinC: '1', temperatureMaxC: '4' },
      },
      { owner: 'omar' },
    );
    expect(await calls.decide(people.omar, owned.body.proposalId)).toMatchObject({
      status: 403,
      body: { code: 'proposal.second-person-required' },
    });
    expect(await calls.decide(people.dana, owned.body.proposalId)).toMatchObject({ status: 200 });
  });

  test('is decided only for the categories that one has the right for', async () => {
    const cheese = await calls.change(people.sara, 'item', 'GC-CUP', { shelfLifeDays: 20, allergens: ['milk'] });
    expect(await calls.decide(people.dry, cheese.body.proposalId)).toMatchObject({ status: 403 });
    const dry = await calls.change(people.sara, 'item', 'FIG-JAM', { shelfLifeDays: 400, allergens: [] });
    expect(await calls.decide(people.dry, dry.body.proposalId)).toMatchObject({ status: 200 });
    const refused = await calls.change(people.dry, 'item', 'GC-CUP', { shelfLifeDays: 21 });
    expect(refused).toMatchObject({ status: 403, body: { code: 'access.right-missing' } });
  });

  test('a remark makes whoever had read it read it again before they sign', async () => {
    const { body } = await calls.change(people.sara, 'party', 'TGD', { duns: '12-345-6789' });
    const signingId = await calls.sign(people.omar, body.proposalId);
    const said = await calls.post(`/master-data-proposals/${body.proposalId}/comments`, people.dana, {
      text: 'Their letterhead has another number',
    });
    expect(said.status).toBe(201);
    const decided = await calls.decide(people.omar, body.proposalId, 'approve', signingId);
    expect(decided.body.code).toBe('signature.shown-changed');
    expect(await calls.decide(people.omar, body.proposalId, 'reject')).toMatchObject({ body: { state: 'rejected' } });
    const again = await calls.decide(people.dana, body.proposalId, 'approve');
    expect(again).toMatchObject({ status: 409, body: { code: 'proposal.already-decided' } });
  });

  test('is taken back by who proposed it and by nobody else', async () => {
    const { body } = await calls.change(people.sara, 'party', 'RCB', { duns: '123456789' });
    const path = `/master-data-proposals/${body.proposalId}/withdrawal`;
    expect(await calls.post(path, people.omar, { reason })).toMatchObject({
      status: 403,
      body: { code: 'proposal.not-yours' },
    });
    expect(await calls.post(path, people.sara, { reason })).toMatchObject({
      status: 200,
      body: { state: 'withdrawn' },
    });
    expect(await calls.post(path, people.sara, { reason })).toMatchObject({
      status: 409,
      body: { code: 'proposal.not-open' },
    });
  });

  test('is decided all the same when somebody has ended its workflow in the engine', async () => {
    const { body } = await calls.change(people.sara, 'item', 'ALM-BUTTER', {
      shelfLifeDays: 300,
      allergens: ['tree_nuts'],
      traceabilityFood: 'nut_butters',
    });
    const workflowId = masterDataChangeProcess.workflowId(String(body.proposalId));
    await untilStarted(givenContext(api.database.db), workflowId);
    await engine.client.workflow.getHandle(workflowId).terminate('by mistake');
    expect(await calls.decide(people.omar, body.proposalId)).toMatchObject({
      status: 200,
      body: { state: 'approved' },
    });
  });

  test('of nothing but a name takes effect at once where policy lets one person do that, and nothing else does', async () => {
    const rename = (name: string, more: object = {}) => calls.change(people.sara, 'party', 'ASC', { name, ...more });
    expect((await rename('Almazara Sierra Clara, S.L.')).body.state).toBe('open');
    await givenPolicy({ context: givenContext(api.database.db) }, 'master_data_minor_changes_alone', true);
    expect((await rename('Almazara Sierra Clara, S.L.', { duns: '111222333' })).body.state).toBe('open');
    const alone = await rename('Almazara Sierra Clara');
    expect(alone).toMatchObject({ status: 201, body: { state: 'approved' } });
    expect((await calls.get('/parties/ASC/record', people.tess)).body.record).toMatchObject({
      name: 'Almazara Sierra Clara',
    });
    expect(await calls.decide(people.omar, alone.body.proposalId)).toMatchObject({ status: 409 });
  });

  test.each([
    ['GET', '', undefined],
    ['GET', '/records', undefined],
    ['POST', '/decision', { outcome: 'approve', reason, signingId: randomUUID() }],
    ['POST', '/withdrawal', { reason }],
    ['POST', '/comments', { text: 'Their letterhead has another number' }],
  ])('that nobody has made is not found: %s %s', async (method, step, body) => {
    const path = `/v1/master-data-proposals/${randomUUID()}${step}`;
    expect(await api.call(method, path, { token: people.omar, body })).toMatchObject({
      status: 404,
      body: { code: 'proposal.unknown' },
    });
  });

  test('sent twice with the same key is one, and of two deciders at once one wins', async () => {
    const proposal = {
      kind: 'item',
      action: 'change',
      code: 'BOARD',
      version: 1,
      fields: { shelfLifeDays: 19, allergens: ['milk', 'wheat'] },
    };
    const twice = await Promise.all(
      [1, 2].map(() => calls.post('/master-data-proposals', people.sara, { proposal, reason }, 'twice')),
    );
    expect(new Set(twice.map(({ body }) => body.proposalId)).size).toBe(1);
    const id = twice[0]?.body.proposalId;
    const [omars, danas] = [await calls.sign(people.omar, id), await calls.sign(people.dana, id)];
    const answers = await Promise.all([
      calls.decide(people.omar, id, 'approve', omars),
      calls.decide(people.dana, id, 'reject', danas),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });
});
