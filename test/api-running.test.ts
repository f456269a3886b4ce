import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApi } from '#api/main.ts';
import { readConfig } from '#config';
import { type GivenApi, givenApi } from './given/api.ts';
import { registerTrialRoutes as register } from './given/trial-routes.ts';

let api: GivenApi;
beforeAll(async () => {
  api = await givenApi({ register });
  await api.person('ana');
});
afterAll(() => api.stop());

describe('health', () => {
  test('is: alive; ready with the database, whatever the engine does', async () => {
    expect((await api.call('GET', '/healthz')).body).toEqual({ status: 'alive' });
    const { status, body } = await api.call('GET', '/readyz');
    expect([status, body]).toEqual([200, { status: 'ready', database: 'ready', engine: 'unavailable' }]);
  });

  test('is: not ready while a migration is missing', async () => {
    const { sql } = api.database;
    const [last] =
      await sql`delete from drizzle.__drizzle_migrations where id = (select max(id) from drizzle.__drizzle_migrations) returning *`;
    const { status, body } = await api.call('GET', '/readyz');
    expect([status, body.database]).toEqual([503, 'not migrated']);
    await sql`insert into drizzle.__drizzle_migrations ${sql(last ?? {})}`;
  });

  test('is: alive and not ready without a database, and a request says so', async () => {
    const config = readConfig({
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
      TEMPORAL_ADDRESS: '127.0.0.1:1',
      HOLDFAST_SECRET: 'x'.repeat(32),
      LOG_LEVEL: 'silent',
    });
    const alone = await startApi({ ...config, port: 0 });
    expect((await fetch(`${alone.url}/healthz`)).status).toBe(200);
    const ready = await fetch(`${alone.url}/readyz`);
    expect([ready.status, await ready.json()]).toMatchObject([503, { database: 'unavailable' }]);
    const asked = await fetch(`${alone.url}/v1/me`, { headers: { Authorization: `Bearer hs_${'A'.repeat(43)}` } });
    expect([asked.status, await asked.json()]).toMatchObject([503, { code: 'unavailable' }]);
    await alone.stop();
  });

  test('is told to Prometheus: requests by template, refusals by code, what waits in the outbox', async () => {
    const { sql } = api.database;
    await sql`insert into outbox (workflow_type, workflow_id, task_queue, input, search_attributes, summary, created_at, next_attempt_at)
      values ('x', 'x-1', 'q', '{}', '{}', 's', now() - interval '90 seconds', now())`;
    await api.call('GET', '/v1/users', { token: await api.signIn('ana') });
    const { body, headers } = await api.call('GET', '/metrics');
    expect(headers.get('content-type')).toContain('text/plain; version=0.0.4');
    const text = String(body.text);
    expect(text).toMatch(
      /holdfast_http_request_seconds_count\{method="POST",route="\/v1\/sessions",status="201"\} [1-9]/,
    );
    expect(text).toMatch(/holdfast_refusals_total\{code="access.right-missing"\} [1-9]/);
    expect(text).toContain('holdfast_outbox_waiting 1');
    expect(Number(/^holdfast_outbox_oldest_seconds (\S+)$/m.exec(text)?.[1])).toBeGreaterThanOrEqual(90);
    expect(text).toContain('process_cpu_seconds_total');
  });
});

test('a decision while the engine is away is refused, with when to send it again', async () => {
  const { status, body, headers } = await api.call('GET', '/v1/decide');
  expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'engine.unavailable', '2']);
});

describe('stopping', () => {
  test('takes no new requests, finishes those it has, and may be asked twice', async () => {
    const { url, logged, database } = await givenApi({ register });
    const config = readConfig({
      DATABASE_URL: database.url,
      TEMPORAL_ADDRESS: '127.0.0.1:1',
      HOLDFAST_SECRET: 'x'.repeat(32),
    });
    const stopping = await startApi(
      { ...config, port: 0 },
      { register, logTo: { write: (line) => void logged.push(line) } },
    );
    const answered = fetch(`${stopping.url}/v1/slow`);
    await sleep(100);
    const stopped = Promise.all([stopping.stop(), stopping.stop()]);
    expect((await answered).status).toBe(204);
    await stopped;
    await expect(fetch(`${stopping.url}/healthz`)).rejects.toThrow();
    expect(url).not.toBe(stopping.url);
  });

  test('cuts off what does not finish in time', async () => {
    const config = readConfig({
      DATABASE_URL: api.database.url,
      TEMPORAL_ADDRESS: '127.0.0.1:1',
      HOLDFAST_SECRET: 'x'.repeat(32),
      LOG_LEVEL: 'silent',
    });
    const stopping = await startApi({ ...config, port: 0 }, { settings: { drainMilliseconds: 50 } });
    const half = request(`${stopping.url}/v1/sessions`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Content-Length': '100' },
    });
    const broken = new Promise((resolve) => half.on('error', resolve));
    half.write('{');
    await sleep(50);
    await stopping.stop();
    expect(await broken).toBeInstanceOf(Error);
  });
});
