import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashLeaf, type ProofStep, rootOfProof } from '#db/audit-hashes.ts';
import type { AuditSeal } from '#domain/audit-seals.ts';
import { sealAll } from '#test/given/audit.ts';
import { givenDocument } from '#test/given/disposals.ts';
import { type DisposalPerson, type DisposalsApi, givenDisposalsApi } from '#test/given/disposals-api.ts';

let given: DisposalsApi;
let reviewId: string;
let disposalId: string;

beforeAll(async () => {
  given = await givenDisposalsApi();
  ({ reviewId, disposalId } = await given.disposed());
});
afterAll(() => given.stop());

const get: DisposalsApi['get'] = (...asked) => given.get(...asked);
const post: DisposalsApi['post'] = (...asked) => given.post(...asked);
const sign: DisposalsApi['sign'] = (...asked) => given.sign(...asked);
const actionsOf = async (by: DisposalPerson) => {
  const { body } = await get(`disposals/${disposalId}`, by);
  return Object.fromEntries(
    (body.actions as { action: string; allowed: boolean; code?: string }[]).map(({ action, allowed, code }) => [
      action,
      allowed ? 'allowed' : code,
    ]),
  );
};

test('a disposal is found from its review, tells who may do what and why not, and goes from hand to hand to its certificate', async () => {
  const listed = await get(`disposals?origin=${reviewId}&state=awaiting_approval`, 'ruth');
  expect(listed.body.items).toMatchObject([{ disposalId, lot: expect.any(String), quantity: '40' }]);
  expect((await get(`disposals/${disposalId}`, 'chi')).status).toBeGreaterThanOrEqual(403);
  expect(await actionsOf('ines')).toMatchObject({
    approve: 'access.duties-conflict',
    destroy: 'disposal.not-approved',
    withdraw: 'allowed',
  });
  expect(await actionsOf('dana')).toMatchObject({ approve: 'allowed' });
  expect(await actionsOf('ruth')).toMatchObject({ approve: 'access.right-missing' });

  const read = await get(`disposals/${disposalId}`, 'dana');
  const approval = await sign('dana', read.body.toSign, 'approval');
  expect(await post(`disposals/${disposalId}/approvals`, 'dana', approval)).toMatchObject({
    status: 200,
    body: { state: 'approved', obstacle: null },
  });
  const lines = [{ site: 'EWR', location: 'DOCK-IN', owner: 'MFF', condition: 'approved', quantity: '40', unit: 'kg' }];
  const recorded = await post(`disposals/${disposalId}/destructions`, 'ruth', {
    ...{ lines, method: 'incineration', place: 'Kearny <plant>', weightKg: '40.2' },
  });
  expect(recorded).toMatchObject({ status: 200, body: { quantity: { pending: '40', left: '0' } } });
  expect(await post(`disposals/${disposalId}/destructions`, 'ruth', { lines, method: 'fire' })).toMatchObject({
    status: 400,
  });

  const shown = await get(`disposals/${disposalId}`, 'omar');
  const [run] = shown.body.destructions as { destructionId: string; toSign: unknown }[];
  const witness = `disposals/${disposalId}/destructions/${run?.destructionId}/witness`;
  expect((await post(witness, 'omar', { confirmed: true })).body.code).toBe('signature.required');
  const seen = await sign('omar', run?.toSign, 'responsibility');
  expect(await post(witness, 'omar', { confirmed: true, ...seen })).toMatchObject({ body: { state: 'destroyed' } });

  const draft = await get(`disposals/${disposalId}/certificate`, 'dana');
  expect(draft.body).toMatchObject({ final: false, gaps: ['Missing paper: certificate of destruction'] });
  const paper = { kind: 'certificate_of_destruction', documentId: await givenDocument(given.context), number: 'KP-7' };
  expect(await post(`disposals/${disposalId}/papers`, 'ruth', paper)).toMatchObject({ body: { state: 'closed' } });
  const { body } = await get(`disposals/${disposalId}/certificate`, 'dana');
  expect(body).toMatchObject({
    ...{ final: true, gaps: [], netWeightKg: '40', value: [{ currency: 'USD', amount: '448.00' }] },
    certificateNumber: expect.stringMatching(/^CD-\d{6}$/),
    approvals: [{ byName: 'dana', signature: { meaning: 'approval', printedName: 'dana' } }],
    runs: [{ witness: { byName: 'omar', signature: { meaning: 'responsibility' } } }],
  });
  expect((await get(`disposals/${disposalId}/certificate`, 'ruth')).body.value).toEqual([]);
});

test('the certificate to print has no script and nothing in it that somebody else wrote as markup', async () => {
  const { status, headers, body } = await get(`disposals/${disposalId}/certificate/page`, 'dana');
  expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  const text = String(body.text);
  expect(text).toContain('Kearny &lt;plant&gt;');
  expect(text).toContain('Signed: omar');
  expect(text).not.toMatch(/<script|<b>|<plant>/);
});

test('the trail of a case goes out with its signatures, papers and proofs, and a stranger can check each entry', async () => {
  await sealAll(given.context, given.api.database.sql, 3);
  const { status, body } = await get(`audit/cases/disposal/${disposalId}/export`, 'audrey');
  expect(status).toBe(200);
  const entries = body.entries as { seal: string; canonical: string; proof: ProofStep[]; action: string }[];
  const seals = new Map((body.seals as AuditSeal[]).map((seal) => [seal.number, seal]));
  for (const { seal, canonical, proof } of entries)
    expect(rootOfProof(hashLeaf(canonical), proof)).toBe(seals.get(seal)?.root);
  expect(entries.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['disposal.opened', 'disposal.booked', 'write_off.recorded', 'hold.disposed']),
  );
  expect(body).toMatchObject({
    number: expect.stringMatching(/^DS-/),
    signatures: [{ meaning: 'approval' }, { meaning: 'responsibility' }],
    documents: [{ sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }],
    movements: [{ kind: 'disposal' }],
  });
  const review = await get(`audit/cases/quarantine_review/${reviewId}/export`, 'audrey');
  expect((review.body.entries as { action: string }[]).map(({ action }) => action)).toEqual(
    expect.arrayContaining(['hold.placed', 'quarantine_review.decided', 'quarantine_review.closed']),
  );
  const page = await get(`audit/cases/disposal/${disposalId}/export/page`, 'audrey');
  expect(String(page.body.text)).not.toMatch(/<script|<b>|<plant>/);
  expect((await get(`audit/cases/disposal/${reviewId}/export`, 'audrey')).status).toBe(404);
});

test('people limited to an item category read the disposals of that category, and learn of no other', async () => {
  expect(await get(`disposals/${disposalId}`, 'cheese')).toMatchObject({ status: 200, body: { disposalId } });
  expect((await get('disposals', 'cheese')).body.items).toMatchObject([{ disposalId }]);
  expect((await get(`disposals/${disposalId}/certificate`, 'cheese')).status).toBe(200);
  for (const path of [`disposals/${disposalId}`, `disposals/${disposalId}/certificate`])
    expect(await get(path, 'jam')).toMatchObject({ status: 404, body: { code: 'disposal.unknown' } });
  expect((await get('disposals', 'jam')).body.items).toEqual([]);
  const { papers } = (await get(`disposals/${disposalId}`, 'dana')).body as {
    papers: { given: { documentId: string }[] };
  };
  const paper = `documents/${papers.given[0]?.documentId}`;
  expect([(await get(paper, 'cheese')).status, (await get(paper, 'jam')).status]).toEqual([200, 404]);
});

test('a disposal that is not there and one that is over take no step', async () => {
  const paper = { kind: 'photo', documentId: await givenDocument(given.context) };
  const nowhere = 'disposals/01a2270f-902e-7422-841b-3e0e68adfb4d';
  expect(await get(nowhere, 'dana')).toMatchObject({ status: 404, body: { code: 'disposal.unknown' } });
  expect(await post(`${nowhere}/papers`, 'ruth', paper)).toMatchObject({
    status: 404,
    body: { code: 'disposal.unknown' },
  });
  const before = await get(`disposals/${disposalId}`, 'dana');
  for (const [step, body] of [
    ['papers', paper],
    ['withdrawal', { reason: 'The supplier takes the goods back' }],
    ['approvals', {}],
  ] as const)
    expect(await post(`disposals/${disposalId}/${step}`, 'dana', body)).toMatchObject({
      status: 409,
      body: { code: 'disposal.over' },
    });
  expect((await get(`disposals/${disposalId}`, 'dana')).body).toEqual(before.body);
});
