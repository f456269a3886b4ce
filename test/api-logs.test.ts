import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GivenApi, givenApi, password } from './given/api.ts';
import { loggedSecrets, registerTrialRoutes as register } from './given/trial-routes.ts';

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
  for (const secret of loggedSecrets) expect(slow).not.toContain(secret);
});

describe('the address of a caller', () => {
  const forwarded = { 'X-Forwarded-For': '198.51.100.1, 203.0.113.7' };
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
