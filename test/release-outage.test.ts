import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { OperationContext } from '#operations/context.ts';
import { type GivenApi, givenApi, password } from '#test/given/api.ts';
import { givenContext } from '#test/given/context.ts';
import { givenEngine } from '#test/given/engine.ts';
import { readStoryIds, type StoryIds } from '#test/given/master-data.ts';
import { type GivenProxy, givenProxy } from '#test/given/proxy.ts';
import { givenRelease, givenSpecifications, releaseHistoryOf } from '#test/given/release.ts';
import { failing, passing } from '#test/given/release-steps.ts';
import { givenPolicy, untilStarted } from '#test/given/workflow.ts';

let engineWay: GivenProxy;
let api: GivenApi;
let engine: Awaited<ReturnType<typeof givenEngine>>;
let context: OperationContext;
let ids: StoryIds;
type Name = 'dana' | 'ines' | 'nina';
let tokens: Record<Name, string>;

beforeAll(async () => {
  engineWay = await givenProxy(inject('temporalAddress'));
  api = await givenApi({}, { TEMPORAL_ADDRESS: engineWay.address });
  engine = await givenEngine(api.database);
  context = givenContext(api.database.db);
  ids = await readStoryIds(context);
  await givenSpecifications({ context }, 'GC-BULK', 'GC-CUP');
  await givenPolicy({ context }, 'release_approvals', '2', { kind: 'item', key: ids.item('GC-CUP') });
  await engine.workers();
  await api.person('dana', [{ role: 'quality_manager' }]);
  await api.person('ines', [{ role: 'quality_approver', site: 'EWR' }]);
  await api.person('nina', [{ role: 'quality_inspector', site: 'EWR' }]);
  const names: Name[] = ['dana', 'ines', 'nina'];
  const signedIn = await Promise.all(names.map((name) => api.signIn(name)));
  tokens = Object.fromEntries(names.map((name, index) => [name, signedIn[index]])) as Record<Name, string>;
});
afterAll(async () => {
  engineWay.join();
  await engine.stop();
  await api.stop();
  await engineWay.close();
});

/** Reads the page, signs for what it shows, and sends the step under a key. */
async function step(by: Name, releaseId: string, name: string, body: object, meaning = 'approval', key = randomUUID()) {
  const token = tokens[by];
  const page = await api.call('GET', `/v1/release-approvals/${releaseId}`, { token });
  const { kind, id, hash } = page.body.toSign as { kind: string; id: string; hash: string };
  const subjects = [{ kind, id, shownHash: hash }];
  const signing = await api.call('POST', '/v1/signings', { token, body: { password, meaning, subjects } });
  const { signingId } = signing.body as { signingId: string };
  const send = () =>
    api.call('POST', `/v1/release-approvals/${releaseId}/${name}`, { token, key, body: { ...body, signingId } });
  return { answer: await send(), send };
}

const until = () => new Date(context.clock.now().getTime() + 9 * 86_400_000).toISOString();
const reason = 'The laboratory answers on Tuesday';

describe('with the engine away', () => {
  test('what frees stock or gives time waits and is told so, and the same key is carried out when it is back', async () => {
    const { releaseId, workflowId } = await givenRelease({ context, ids });
    await untilStarted(context, workflowId);
    engineWay.cut();
    const asked = { until: until(), reason };
    const { answer, send } = await step('ines', releaseId, 'extension', asked, 'review');
    expect(answer).toMatchObject({ status: 503, body: { code: 'engine.unavailable' } });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await releaseHistoryOf({ context }, releaseId)).toEqual(['opened']);
    engineWay.join();
    expect(await send()).toMatchObject({ status: 200, body: { state: 'open', dueAt: asked.until } });
    const page = await api.call('GET', `/v1/release-approvals/${releaseId}`, { token: tokens.dana });
    expect(page.body).toMatchObject({
      extensions: 1,
      dueAt: asked.until,
      decisions: [
        { decision: 'extend', until: asked.until, reason, signature: { printedName: 'ines', meaning: 'review' } },
      ],
    });
    const tooLong = await step('ines', releaseId, 'extension', { until: '2099-01-01T00:00:00Z', reason });
    expect(tooLong.answer).toMatchObject({
      status: 422,
      body: { code: 'release.extension-too-long', pointer: '/until' },
    });
  });

  test('what stops stock does not wait: results that fail hold it, and an approval is taken back', async () => {
    const one = await givenRelease({ context, ids });
    const two = await givenRelease({ context, ids }, { item: 'GC-CUP' });
    await step('nina', two.releaseId, 'results', { results: passing }, 'authorship');
    const first = await step('ines', two.releaseId, 'approvals', {});
    expect(first.answer).toMatchObject({ status: 200, body: { approvals: { given: [{ byName: 'ines' }] } } });
    engineWay.cut();
    const failed = await step('nina', one.releaseId, 'results', { results: failing }, 'authorship');
    expect(failed.answer).toMatchObject({
      status: 200,
      body: { state: 'failed', hold: { number: expect.any(String) } },
    });
    const path = `/v1/release-approvals/${two.releaseId}/approvals/withdrawal`;
    const body = { reason: 'I have doubts about it' };
    const taken = await api.call('POST', path, { token: tokens.ines, body });
    expect(taken).toMatchObject({ status: 200, body: { approvals: { given: [] } } });
    engineWay.join();
    const again = await api.call('POST', path, { token: tokens.ines, body });
    expect(again).toMatchObject({ status: 409, body: { code: 'release.nothing-to-take-back' } });
  });
});
