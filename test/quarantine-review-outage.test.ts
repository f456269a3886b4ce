import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type GivenApi, givenApi } from '#test/given/api.ts';
import { givenContext } from '#test/given/context.ts';
import { givenEngine } from '#test/given/engine.ts';
import { readStoryIds, type StoryIds } from '#test/given/master-data.ts';
import { type GivenProxy, givenProxy } from '#test/given/proxy.ts';
import { givenHold, givenPolicy, historyOf, until } from '#test/given/workflow.ts';

let engineWay: GivenProxy;
let databaseWay: GivenProxy;
let api: GivenApi;
let engine: Awaited<ReturnType<typeof givenEngine>>;
let ids: StoryIds;
let token: string;

beforeAll(async () => {
  engineWay = await givenProxy(inject('temporalAddress'));
  api = await givenApi({}, { TEMPORAL_ADDRESS: engineWay.address });
  engine = await givenEngine(api.database);
  ids = await readStoryIds(givenContext(api.database.db));
  await api.person('ines', [{ role: 'quality_approver', site: 'EWR' }]);
  token = await api.signIn('ines');
  const { host } = new URL(api.database.url);
  databaseWay = await givenProxy(host);
  await engine.workers({
    config: {
      home: '',
      database: { url: api.database.url.replace(host, databaseWay.address), ownerUrl: '', apiPool: 5, workerPool: 10 },
      temporal: { namespace: 'default', connection: { address: inject('temporalAddress') } },
      metricsPort: undefined,
      tracesUrl: undefined,
    },
  });
});
afterAll(async () => {
  databaseWay.join();
  await engine.stop();
  await api.stop();
  await Promise.all([engineWay.close(), databaseWay.close()]);
});

const reason = 'Re-test of five units passed on every count';

test('with the engine away a decision is answered 503 with Retry-After, and the same key decides when it is back', async () => {
  const context = givenContext(api.database.db);
  const hold = await givenHold({ context, ids });
  const key = randomUUID();
  const signed = await api.signing(token, hold.reviewId);
  const decide = () =>
    api.call('POST', `/v1/quarantine-reviews/${hold.reviewId}/decision`, {
      token,
      key,
      body: { outcome: 'lift', reason, ...signed },
    });
  engineWay.cut();
  const away = await decide();
  expect(away).toMatchObject({ status: 503, body: { code: 'engine.unavailable' } });
  expect(Number(away.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await historyOf(context, hold.reviewId)).toEqual(['opened']);
  // Evidence is a fact: it needs the database alone. What is signed is another review.
  const other = await givenHold({ context, ids });
  const note = await api.call('POST', `/v1/quarantine-reviews/${other.reviewId}/evidence`, {
    token,
    body: { kind: 'note', note: 'The engine is away' },
  });
  expect(note.status).toBe(201);

  engineWay.join();
  let decided = await decide();
  for (; decided.status === 503; decided = await decide()) await sleep(100);
  expect(decided).toMatchObject({ status: 200, body: { state: 'closed' } });
});

test('with the database away a reminder that falls due is made up for when it is back', async () => {
  const context = givenContext(api.database.db);
  const jam = { kind: 'item', key: ids.item('FIG-JAM') } as const;
  await givenPolicy({ context }, 'review_remind_after_minutes', '0.02', jam);
  const hold = await givenHold({ context, ids }, { item: 'FIG-JAM' });
  await until(async () => (await startedAt(hold.workflowId)) !== null);
  databaseWay.cut();
  await sleep(2_000);
  expect(await historyOf(context, hold.reviewId)).toEqual(['opened']);
  databaseWay.join();
  await until(async () => (await historyOf(context, hold.reviewId)).includes('reminded'));
  expect(await historyOf(context, hold.reviewId)).toEqual(['opened', 'reminded']);
});

const startedAt = async (workflowId: string) => {
  const [row] = await api.database.sql`select started_at from outbox where workflow_id = ${workflowId}`;
  return row?.started_at as Date | null;
};
