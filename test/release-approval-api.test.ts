import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { OperationContext } from '#operations/context.ts';
import { type GivenApi, givenApi, password } from '#test/given/api.ts';
import { givenContext } from '#test/given/context.ts';
import { givenEngine } from '#test/given/engine.ts';
import { readStoryIds, type StoryIds } from '#test/given/master-data.ts';
import { givenRelease, givenSpecifications } from '#test/given/release.ts';
import { failing, passing } from '#test/given/release-steps.ts';
import { untilStarted } from '#test/given/workflow.ts';

let api: GivenApi;
let engine: Awaited<ReturnType<typeof givenEngine>>;
let context: OperationContext;
let ids: StoryIds;
type Name = 'dana' | 'ines' | 'nina' | 'tomas' | 'ruth';
let tokens: Record<Name, string>;

beforeAll(async () => {
  api = await givenApi({}, { TEMPORAL_ADDRESS: inject('temporalAddress') });
  engine = await givenEngine(api.database);
  context = givenContext(api.database.db);
  ids = await readStoryIds(context);
  await givenSpecifications({ context }, 'GC-BULK');
  await engine.workers();
  await api.person('dana', [{ role: 'quality_manager' }]);
  await api.person('ines', [{ role: 'quality_approver', site: 'EWR' }]);
  await api.person('nina', [{ role: 'quality_inspector', site: 'EWR' }]);
  await api.person('tomas', [{ role: 'quality_approver', site: 'CHI' }]);
  await api.person('ruth', [{ role: 'receiver', site: 'EWR' }]);
  const names: Name[] = ['dana', 'ines', 'nina', 'tomas', 'ruth'];
  const signedIn = await Promise.all(names.map((name) => api.signIn(name)));
  tokens = Object.fromEntries(names.map((name, index) => [name, signedIn[index]])) as Record<Name, string>;
});
afterAll(async () => {
  await engine.stop();
  await api.stop();
});

const path = (releaseId: string, step = '') => `/v1/release-approvals/${releaseId}${step && `/${step}`}`;
const read = (by: Name, releaseId: string) => api.call('GET', path(releaseId), { token: tokens[by] });

/** A step as a person takes it: reads the page, signs for what it shows, and sends the step. */
async function step(by: Name, releaseId: string, name: string, body: object, meaning = 'approval', key?: string) {
  const { body: page } = await read(by, releaseId);
  const { kind, id, hash } = page.toSign as { kind: string; id: string; hash: string };
  const signing = await api.call('POST', '/v1/signings', {
    token: tokens[by],
    body: { password, meaning, subjects: [{ kind, id, shownHash: hash }] },
  });
  expect(signing.status).toBe(201);
  const { signingId } = signing.body as { signingId: string };
  return await api.call('POST', path(releaseId, name), {
    token: tokens[by],
    body: { ...body, signingId },
    ...(key && { key }),
  });
}

const release = () => givenRelease({ context, ids });
const enter = (releaseId: string, results = passing) => step('nina', releaseId, 'results', { results }, 'authorship');

describe.concurrent('releases over HTTP', () => {
  test('the whole way: read, enter results signed, approve signed, and find it on the lot', async () => {
    const { releaseId, lotId, lot } = await release();
    expect(await enter(releaseId)).toMatchObject({ status: 200, body: { outcome: 'pass', state: 'open' } });
    const approved = await step('ines', releaseId, 'approvals', { customers: ['SEA'], comment: 'As ever' });
    expect(approved).toMatchObject({ status: 200, body: { state: 'approved', waiting: '0' } });
    const page = await read('dana', releaseId);
    expect(page).toMatchObject({
      status: 200,
      body: {
        state: 'approved',
        lot: { lot },
        samples: { samples: 2, accept: 0, reject: 1 },
        decisions: [{ decision: 'approve', byName: 'ines', signature: { printedName: 'ines', meaning: 'approval' } }],
        supplier: { supplier: 'TGD', lastYear: { failed: expect.any(Number) } },
      },
    });
    const detail = await api.call('GET', `/v1/lots/${lotId}`, { token: tokens.dana });
    expect(detail.body.stock).toMatchObject([{ condition: 'approved', limits: [{ customers: ['SEA'], useBy: null }] }]);
    const timeline = await api.call('GET', `/v1/lots/${lotId}/timeline`, { token: tokens.dana });
    expect(JSON.stringify(timeline.body)).toContain('release_approval.approved');
  });

  test('results that fail hold the stock at once, also while the engine has not heard of the release', async () => {
    const { releaseId } = await release();
    expect(await enter(releaseId, failing)).toMatchObject({
      status: 200,
      body: { state: 'failed', hold: { reviewNumber: expect.any(String) } },
    });
    expect(await step('ines', releaseId, 'approvals', {})).toMatchObject({
      status: 409,
      body: { code: 'release.already-decided' },
    });
  });

  test('a result of something else, of a sample not taken, or none at all is refused with its place', async () => {
    const { releaseId } = await release();
    const results = [
      { characteristic: 'Colour', sample: 1, value: 'red' },
      { characteristic: 'Temperature', sample: 9, value: '4' },
    ];
    expect(await step('nina', releaseId, 'results', { results }, 'authorship')).toMatchObject({
      status: 422,
      body: {
        code: 'result.refused',
        errors: [{ pointer: '/results/0/characteristic' }, { pointer: '/results/1/sample' }],
      },
    });
  });

  test('the same key and body is one approval with one answer, and the page has an ETag', async () => {
    const { releaseId } = await release();
    await enter(releaseId);
    const { body: page, headers } = await read('ines', releaseId);
    expect(headers.get('etag')).toBeTruthy();
    const { kind, id, hash } = page.toSign as { kind: string; id: string; hash: string };
    const signing = await api.call('POST', '/v1/signings', {
      token: tokens.ines,
      body: { password, meaning: 'approval', subjects: [{ kind, id, shownHash: hash }] },
    });
    const key = randomUUID();
    const { signingId } = signing.body;
    const send = () => api.call('POST', path(releaseId, 'approvals'), { token: tokens.ines, body: { signingId }, key });
    const [one, two] = await Promise.all([send(), send()]);
    expect([one.status, two.status]).toEqual([200, 200]);
    expect(one.body).toEqual(two.body);
  });

  test('each action says why it may not be taken, and what is elsewhere is unknown', async () => {
    const { releaseId } = await release();
    const codes = (body: Record<string, unknown>) =>
      Object.fromEntries(
        (body.actions as { action: string; code?: string }[]).map(({ action, code }) => [action, code]),
      );
    expect(codes((await read('nina', releaseId)).body)).toMatchObject({
      record_results: undefined,
      approve: 'access.right-missing',
    });
    expect(codes((await read('dana', releaseId)).body)).toMatchObject({
      approve: 'release.results-missing',
      release_urgently: undefined,
      settle_exception: 'release.nothing-to-settle',
    });
    expect(await read('tomas', releaseId)).toMatchObject({ status: 404, body: { code: 'release.unknown' } });
    expect(await read('dana', randomUUID())).toMatchObject({ status: 404, body: { code: 'release.unknown' } });
  });

  test('a workflow that somebody ended in the engine is started again by the next step', async () => {
    const { releaseId, workflowId } = await release();
    await untilStarted(context, workflowId);
    await engine.client.workflow.getHandle(workflowId).terminate('by mistake');
    const freed = await step('dana', releaseId, 'urgent-release', { reason: 'The hospital has no other' });
    expect(freed).toMatchObject({ status: 200, body: { state: 'released_urgently' } });
  });

  test('the list is what is due first, by state, outcome, site and lot, page by page, and only what the caller may see', async () => {
    const one = await release();
    const two = await release();
    await enter(two.releaseId);
    const list = async (query: string, token = tokens.ines) => {
      const { status, body } = await api.call('GET', `/v1/release-approvals?${query}`, { token });
      expect(status).toBe(200);
      return body as { items: { releaseId: string }[]; nextCursor: string | null };
    };
    const found = async (query: string, token?: string) =>
      (await list(query, token)).items.map(({ releaseId }) => releaseId);
    expect(await found(`lot=${one.lot}&site=EWR&owner=MFF`)).toEqual([one.releaseId]);
    expect(await found(`lot=${one.lot}&outcome=pass`)).toEqual([]);
    expect(await found(`lot=${two.lot}&outcome=pass&state=open`)).toEqual([two.releaseId]);
    expect(await found(`lot=${two.lot}&overdue=true`)).toEqual([]);
    expect(await found('limit=200', tokens.tomas)).toEqual([]);
    expect(await found('mine=true')).toEqual([]);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await list(`limit=1&site=EWR${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.items.map(({ releaseId }) => releaseId));
      cursor = page.nextCursor;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.indexOf(one.releaseId)).toBeLessThan(seen.indexOf(two.releaseId));
  });

  test('its task leads from the inbox to the release', async () => {
    const { releaseId, lot } = await release();
    const inbox = await api.call('GET', `/v1/tasks?view=team&lot=${lot}`, { token: tokens.nina });
    const [task] = inbox.body.items as { taskId: string; kind: string }[];
    expect(task?.kind).toBe('record_release_results');
    const detail = await api.call('GET', `/v1/tasks/${task?.taskId}`, { token: tokens.nina });
    expect(detail.body.subject).toMatchObject({ kind: 'release_approval', id: releaseId, state: 'open' });
  });
});
