import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { OperationContext } from '#operations/context.ts';
import { placeHold } from '#operations/place-hold.ts';
import { type GivenApi, givenApi, password } from '#test/given/api.ts';
import { givenContext } from '#test/given/context.ts';
import { givenEngine } from '#test/given/engine.ts';
import { commandOf } from '#test/given/lots.ts';
import { importer, readStoryIds, type StoryIds } from '#test/given/master-data.ts';
import { givenRelease, givenSpecifications } from '#test/given/release.ts';
import { passing } from '#test/given/release-steps.ts';

let api: GivenApi;
let engine: Awaited<ReturnType<typeof givenEngine>>;
let context: OperationContext;
let ids: StoryIds;
type Name = 'ines' | 'nina' | 'tomas';
let tokens: Record<Name, string>;

beforeAll(async () => {
  api = await givenApi({}, { TEMPORAL_ADDRESS: inject('temporalAddress') });
  engine = await givenEngine(api.database);
  context = givenContext(api.database.db);
  ids = await readStoryIds(context);
  await givenSpecifications({ context }, 'GC-BULK');
  await engine.workers();
  await api.person('ines', [{ role: 'quality_approver', site: 'EWR' }]);
  await api.person('nina', [{ role: 'quality_inspector', site: 'EWR' }]);
  await api.person('tomas', [{ role: 'quality_approver', site: 'CHI' }]);
  const names: Name[] = ['ines', 'nina', 'tomas'];
  const signedIn = await Promise.all(names.map((name) => api.signIn(name)));
  tokens = Object.fromEntries(names.map((name, index) => [name, signedIn[index]])) as Record<Name, string>;
});
afterAll(async () => {
  await engine.stop();
  await api.stop();
});

const get = (by: Name, path: string) => api.call('GET', `/v1/release-approvals/${path}`, { token: tokens[by] });

async function step(by: Name, releaseId: string, name: string, body: object, meaning = 'approval') {
  const token = tokens[by];
  const { body: page } = await get(by, releaseId);
  const { kind, id, hash } = page.toSign as { kind: string; id: string; hash: string };
  const subjects = [{ kind, id, shownHash: hash }];
  const signing = await api.call('POST', '/v1/signings', { token, body: { password, meaning, subjects } });
  const { signingId } = signing.body as { signingId: string };
  return await api.call('POST', `/v1/release-approvals/${releaseId}/${name}`, { token, body: { ...body, signingId } });
}

test('a release is a paper: results with limits, signatures, conditions, and what stands against it at this moment', async () => {
  const { releaseId, lot, number } = await givenRelease({ context, ids });
  const draft = await get('ines', `${releaseId}/certificate`);
  expect(draft).toMatchObject({ status: 200, body: { final: false, released: [] } });
  expect(draft.body.gaps).toEqual([
    'Not everything that is required has been measured',
    'Open: 1 approvals are missing',
    'A part of the stock waits still',
  ]);
  const note = '<script>alert(1)</script>';
  const laboratory = 'Hudson & Sons';
  await step('nina', releaseId, 'results', { results: passing, laboratory, note }, 'authorship');
  await step('ines', releaseId, 'approvals', { customers: ['SEA'], useBy: '2030-06-30', comment: 'As ever' });

  const { body } = await get('ines', `${releaseId}/certificate`);
  expect(body).toMatchObject({
    number,
    final: true,
    gaps: [],
    released: [{ location: 'C-01', quantity: '40' }],
    conditionsNow: [{ releaseNumber: number, customers: ['SEA'], useBy: '2030-06-30' }],
    decisions: [{ decision: 'approve', signature: { printedName: 'ines', meaning: 'approval' } }],
    specification: { characteristics: [{ name: 'Temperature', upper: '7' }, { name: 'Listeria' }] },
  });
  expect(body.policies).not.toEqual([]);
  expect(body.issuer).toMatchObject({ name: expect.any(String), address: { street: expect.any(String) } });
  expect((await get('ines', `${releaseId}/certificate`)).body.contentHash).toBe(body.contentHash);
  const page = await get('ines', `${releaseId}/certificate/page`);
  expect(page.headers.get('content-type')).toContain('text/html');
  const text = String(page.body.text);
  for (const part of [
    lot,
    'Hudson &amp; Sons',
    '&lt;script&gt;',
    'only SEA, until 2030-06-30',
    'Signed: ines',
    String(body.contentHash),
  ])
    expect(text).toContain(part);
  expect(text).not.toContain('<script');

  const hold = await placeHold(
    context,
    commandOf(importer, { lot, site: 'EWR', rule: 'damage', reason: 'A pallet fell from the truck' }),
  );
  if (!hold.ok) throw new Error(hold.violation.message);
  const after = await get('ines', `${releaseId}/certificate`);
  const { holdNumber } = hold.value;
  expect(after.body.contentHash).not.toBe(body.contentHash);
  expect(after.body).toMatchObject({
    final: false,
    heldNow: [holdNumber],
    gaps: [`Not released: hold ${holdNumber} stands`],
  });
  expect(await get('tomas', `${releaseId}/certificate`)).toMatchObject({
    status: 404,
    body: { code: 'release.unknown' },
  });
});
