import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { roleGrants } from '#db/schema/people.ts';
import type { OperationContext } from '#operations/context.ts';
import { type GivenApi, givenApi } from '#test/given/api.ts';
import { givenContext } from '#test/given/context.ts';
import { givenEngine } from '#test/given/engine.ts';
import { readStoryIds, type StoryIds } from '#test/given/master-data.ts';
import { givenHold, historyOf } from '#test/given/workflow.ts';

let api: GivenApi;
let engine: Awaited<ReturnType<typeof givenEngine>>;
let context: OperationContext;
let ids: StoryIds;
let ines: string;

beforeAll(async () => {
  api = await givenApi({}, { TEMPORAL_ADDRESS: inject('temporalAddress') });
  engine = await givenEngine(api.database);
  context = givenContext(api.database.db);
  ids = await readStoryIds(context);
  await engine.workers();
  await api.person('ines', [{ role: 'quality_approver', site: 'EWR' }]);
  ines = await api.signIn('ines');
});
afterAll(async () => {
  await engine.stop();
  await api.stop();
});

const reason = 'Re-test of five units passed on every count';
const held = () => givenHold({ context, ids });
const post = (path: string, body: unknown, key: string) =>
  api.call('POST', `/v1/quarantine-reviews/${path}`, { token: ines, body, key });

describe.concurrent('a step over HTTP that is sent again', () => {
  test('the same key and body again gets the first answer; another body is refused', async () => {
    const hold = await held();
    const key = randomUUID();
    const body = { outcome: 'lift', reason, ...(await api.signing(ines, hold.reviewId)) };
    const first = await post(`${hold.reviewId}/decision`, body, key);
    const again = await post(`${hold.reviewId}/decision`, body, key);
    expect(again.status).toBe(200);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const other = await post(`${hold.reviewId}/decision`, { ...body, outcome: 'dispose' }, key);
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency.key-reused' } });
    expect(await historyOf(context, hold.reviewId)).toEqual(['opened', 'decided', 'closed']);
  });

  test('the same key ten times at once decides once, and each sender gets its answer', async () => {
    const hold = await held();
    const key = randomUUID();
    const body = { outcome: 'lift', reason, ...(await api.signing(ines, hold.reviewId)) };
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(`${hold.reviewId}/decision`, body, key)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(await historyOf(context, hold.reviewId)).toEqual(['opened', 'decided', 'closed']);
  });

  test('a refusal whose cause is gone is asked for again, also when the request comes again with its own id', async () => {
    const hold = await held();
    const id = await api.person('vera', [
      { role: 'quality_approver', site: 'CHI' },
      { role: 'warehouse_lead', site: 'EWR' },
    ]);
    const token = await api.signIn('vera');
    const again = {
      token,
      body: { outcome: 'lift', reason, ...(await api.signing(token, hold.reviewId)) },
      key: randomUUID(),
      headers: { 'X-Request-Id': 'sent-twice-with-the-same-id' },
    };
    const path = `/v1/quarantine-reviews/${hold.reviewId}/decision`;
    expect(await api.call('POST', path, again)).toMatchObject({ status: 403, body: { code: 'access.right-missing' } });
    await context.db.insert(roleGrants).values({
      id: context.newId(),
      userId: id,
      role: 'quality_approver',
      siteId: ids.site('EWR'),
      validFrom: new Date(0),
      grantedBy: 'test',
    });
    expect(await api.call('POST', path, again)).toMatchObject({ status: 200, body: { state: 'closed' } });
  });

  test('a case that the engine has ended and its table has open is neither decided nor started: the caller is told to ask again', async () => {
    const hold = await held();
    // As a run that came to its end before its case did: started once, and over.
    await api.database.sql`update outbox set started_at = now() where workflow_id = ${hold.workflowId}`;
    await engine.client.workflow.execute('auditSeal', {
      workflowId: hold.workflowId,
      taskQueue: engine.taskQueue,
      workflowIdConflictPolicy: 'TERMINATE_EXISTING',
    });
    const body = { outcome: 'lift', reason, ...(await api.signing(ines, hold.reviewId)) };
    const answer = await post(`${hold.reviewId}/decision`, body, randomUUID());
    expect(answer).toMatchObject({ status: 503, body: { code: 'engine.case-not-started' } });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await historyOf(context, hold.reviewId)).toEqual(['opened']);
  });
});
