import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Contract } from '#api/contracts/contract.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { startApi } from '#api/main.ts';
import { registerRoutes } from '#api/routes/index.ts';
import { readConfig } from '#config';
import { allow } from '#domain/result.ts';
import { type GivenApi, givenApi, password } from './given/api.ts';

const slowContract = {
  operationId: 'slow',
  tag: 'Test',
  summary: 'Takes its time',
  method: 'get',
  path: '/slow',
  right: 'public',
  status: 204,
  refusals: [],
} as const satisfies Contract;
const decideContract = { ...slowContract, operationId: 'decide', path: '/decide' } as const;

function register(app: ApiRouter, services: Services): void {
  registerRoutes(app, services);
  app.route(slowContract, async (_asked, { cause }) => {
    services.log.info({ password, headers: { cookie: 'a-cookie' }, body: { token: 'a-token' }, cause }, 'slow');
    await sleep(400);
    return allow(undefined);
  });
  app.route(decideContract, () => services.temporal.ask((client) => client.workflow.getHandle('x').describe()));
}

let api: GivenApi;
beforeAll(async () => {
  api = await givenApi({ register });
  await api.person('ana');
});
afterAll(() => api.stop());

const lineOf = (requestId: unknown, message = 'answered') => {
  const line = api.logged.find((logged) => logged.includes(String(requestId)) && logged.includes(`"msg":"${message}"`));
  return line === undefined ? undefined : (JSON.parse(line) as Record<string, unknown>);
};

describe('a request', () => {
  test('has the id its caller gave it, in the answer, the log and the audit trail', async () => {
    const headers = { 'X-Request-Id': 'my-own.request_1' };
    const answer = await api.call('POST', '/v1/sessions', { body: { username: 'ana', password }, headers });
    expect(answer.headers.get('x-request-id')).toBe('my-own.request_1');
    expect(lineOf('my-own.request_1')).toMatchObject({ method: 'POST', route: '/v1/sessions', status: 201 });
    const [row] = await api.database.sql`select action from audit_entries where request_id = 'my-own.request_1'`;
    expect(row).toEqual({ action: 'session.opened' });
  });

  test.each(['short', 'with space', '<script>alert(1)</script>', 'x'.repeat(200), "1' or '1'='1"])(
    'named %s is given another id',
    async (given) => {
      const { headers } = await api.call('GET', '/v1/me', { headers: { 'X-Request-Id': given } });
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-/);
    },
  );

  test('is one line in the log, with who asked, without what they searched for', async () => {
    const token = await api.signIn('ana');
    const { headers, body } = await api.call('GET', '/v1/users?active=true', { token });
    const line = lineOf(headers.get('x-request-id'));
    expect(body.code).toBe('access.right-missing');
    expect(line).toMatchObject({ path: '/v1/users', route: '/v1/users', status: 403, code: 'access.right-missing' });
    expect(line?.callerId).toMatch(/-7/);
    expect(api.logged.filter((logged) => logged.includes(String(headers.get('x-request-id'))))).toHaveLength(1);
    expect(api.logged.join('')).not.toContain('active=true');
    expect(api.logged.join('')).not.toContain(token);
  });

  test('hands its trace on, unless it is none', async () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const { headers } = await api.call('GET', '/v1/slow', { headers: { traceparent } });
    expect(lineOf(headers.get('x-request-id'), 'slow')?.cause).toMatchObject({ traceparent });
    const wrong = await api.call('GET', '/v1/slow', { headers: { traceparent: `00-${'0'.repeat(32)}-x` } });
    const cause = lineOf(wrong.headers.get('x-request-id'), 'slow')?.cause as Record<string, unknown>;
    expect(cause.traceparent).toBeUndefined();
  });

  test('says nothing of what serves it, and is closed to frames and foreign scripts', async () => {
    const { headers } = await api.call('GET', '/v1/me');
    expect(headers.has('x-powered-by')).toBe(false);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});

test('whatever is logged, secrets are not', () => {
  const slow = api.logged.filter((line) => line.includes('"msg":"slow"')).join('');
  expect(slow).toContain('[secret]');
  for (const secret of [password, 'a-cookie', 'a-token']) expect(slow).not.toContain(secret);
});

describe('the address of a caller', () => {
  const forwarded = { 'X-Forwarded-For': '203.0.113.7' };
  const addressOf = async (given: GivenApi) => {
    const { headers } = await given.call('GET', '/v1/me', { headers: forwarded });
    return given.logged.find((line) => line.includes(String(headers.get('x-request-id'))));
  };
  test('is not what a header claims', async () => {
    expect(await addressOf(api)).toContain('"from":"127.0.0.1"');
  });
  test('is what the proxy says, where one is trusted', async () => {
    const behind = await givenApi({}, { HOLDFAST_TRUST_PROXY: '1' });
    expect(await addressOf(behind)).toContain('"from":"203.0.113.7"');
    await behind.stop();
  });
});

describe('too many requests', () => {
  test('of one caller are refused, with when to come back, and others go on', async () => {
    const busy = await givenApi({ settings: { requestsPerMinute: 3 } });
    await busy.person('bo');
    await busy.person('bea');
    const [token, other] = [await busy.signIn('bo'), await busy.signIn('bea')];
    const answers = [];
    for (let i = 0; i < 4; i++) answers.push(await busy.call('GET', '/v1/me', { token }));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(answers[0]?.headers.get('ratelimit')).toMatch(/limit=3, remaining=2, reset=\d+/);
    expect(answers[3]?.body.code).toBe('request.too-many');
    expect(Number(answers[3]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await busy.call('GET', '/v1/me', { token: other })).status).toBe(200);
    await busy.stop();
  });

  test('to sign in from one address are refused, whatever account they try', async () => {
    const busy = await givenApi({ settings: { signInsPerMinute: 3 } });
    const tried = [];
    for (const username of ['a', 'b', 'c', 'd']) {
      tried.push((await busy.call('POST', '/v1/sessions', { body: { username, password: 'x' } })).body.code);
    }
    expect(tried).toEqual([...Array(3).fill('access.credentials-wrong'), 'request.too-many']);
    await busy.stop();
  });
});

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

describe('the pages', () => {
  test.each([
    ['/', 'Lot control'],
    ['/problems', 'access.csrf'],
    ['/problems/access.csrf', 'Request from another site'],
    ['/docs', '/docs/scalar.js'],
    ['/docs/start.js', 'createApiReference'],
  ])('%s is there', async (path, text) => {
    const { status, body } = await api.call('GET', path, { headers: { Accept: 'text/html' } });
    expect(status).toBe(200);
    expect(body.text).toContain(text);
  });

  test('explain a code to programs as well', async () => {
    const { body } = await api.call('GET', '/problems/idempotency.key-reused', {
      headers: { Accept: 'application/json' },
    });
    expect(body).toMatchObject({ code: 'idempotency.key-reused', status: 422 });
    expect((await api.call('GET', '/problems/no-such-code')).status).toBe(404);
  });

  test('load nothing from elsewhere', async () => {
    const { headers, body } = await api.call('GET', '/docs');
    expect(headers.get('content-security-policy')).toContain("script-src 'self';");
    expect(String(body.text)).not.toMatch(/https?:/);
    const script = await api.call('GET', '/docs/scalar.js');
    expect(script.headers.get('content-type')).toContain('javascript');
    expect(String(script.body.text).length).toBe(
      readFileSync(
        new URL(import.meta.resolve('@scalar/api-reference')).pathname.replace('index.js', 'browser/standalone.js'),
        'utf8',
      ).length,
    );
  });
});
