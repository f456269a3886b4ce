import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Call, type GivenApi, givenApi } from './given/api.ts';
import { registerTrialRoutes as register } from './given/trial-routes.ts';

let api: GivenApi;
let token: string;
beforeAll(async () => {
  api = await givenApi({ register });
  await api.person('ana');
  token = await api.signIn('ana');
});
afterAll(() => api.stop());

/** The version, and a mark of everything else that the answer says. */
const readVersion = expect.stringMatching(/^"7\.[0-9a-f]{16}"$/);
const notePath = `/v1/notes/${randomUUID()}`;
const note = (call: Call) => api.call('POST', notePath, { token, ...call });

describe('versions', () => {
  test('are entity tags, and what was seen already is not sent again', async () => {
    const { headers, body } = await api.call('GET', '/v1/versioned/a', { token });
    const tag = String(headers.get('etag'));
    expect([tag, headers.get('cache-control')]).toEqual([readVersion, 'private, no-cache']);
    expect(body).toEqual({ id: 'a', version: 7 });
    for (const seen of [tag, `W/${tag}`, `"1", ${tag}`, '*']) {
      const again = await api.call('GET', '/v1/versioned/a', { token, headers: { 'If-None-Match': seen } });
      expect([again.status, again.body]).toEqual([304, { text: '' }]);
    }
    for (const other of ['"6"', '"7"', '"7.0123456789abcdef"'])
      expect(
        await api.call('GET', '/v1/versioned/a', { token, headers: { 'If-None-Match': other } }),
        other,
      ).toMatchObject({ status: 200 });
  });

  test.each([
    [undefined, 428, 'request.precondition-required'],
    ['*', 428, 'request.precondition-required'],
    ['"6"', 412, 'request.precondition-failed'],
    ['W/"7"', 412, 'request.precondition-failed'],
    ['7', 412, 'request.precondition-failed'],
    ['"x"', 412, 'request.precondition-failed'],
    ['"7"', 200, undefined],
    ['"7.0123456789abcdef"', 200, undefined],
    ['"6.0123456789abcdef"', 412, 'request.precondition-failed'],
  ])('guard edits: If-Match %s', async (ifMatch, status, code) => {
    const headers = ifMatch === undefined ? {} : { 'If-Match': ifMatch };
    const answer = await api.call('PATCH', '/v1/versioned/a', { token, headers });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });
});

describe('an answer', () => {
  test.each(['broken', 'fault'])('that is a fault (%s) tells nothing of it, and the log tells all', async (kind) => {
    const { status, body } = await api.call('GET', `/v1/answers/${kind}`, { token });
    expect([status, body.code]).toEqual([500, 'internal']);
    expect(JSON.stringify(body)).not.toMatch(/secret|contract|stack|Error/);
    const line = api.logged.find((logged) => logged.includes(String(body.requestId)) && logged.includes('stack'));
    expect(line).toMatch(/the secret inside|breaks its contract/);
  });

  test('says when the database was out of reach', async () => {
    const { status, body, headers } = await api.call('GET', '/v1/answers/lost', { token });
    expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'unavailable', '2']);
  });

  test('is 404 for what the path names, 422 for what the body names', async () => {
    expect((await api.call('GET', '/v1/answers/gone', { token })).status).toBe(404);
    const inBody = await note({ body: { text: 'refuse' } });
    expect([inBody.status, inBody.body.code, inBody.body.pointer]).toEqual([422, 'lot.unknown', '/text']);
  });

  test.each(['/v1/nothing', '/nothing', '/v1/answers', '/v1/Me', '/v1/%2e%2e/etc'])(
    'at %s is: nothing here',
    async (path) => {
      const { status, body } = await api.call('GET', path, { token });
      expect([status, body.code]).toEqual([404, 'request.not-found']);
    },
  );

  test('to a method that is not there names those that are', async () => {
    const { status, body, headers } = await api.call('PUT', '/v1/versioned/a', { token });
    expect([status, body.code]).toEqual([405, 'request.method-not-allowed']);
    expect(headers.get('allow')).toBe('GET, PATCH, HEAD, OPTIONS');
    expect((await api.call('OPTIONS', '/v1/versioned/a')).status).toBe(204);
    expect((await api.call('HEAD', '/v1/versioned/a', { token })).headers.get('etag')).toEqual(readVersion);
  });

  test('to a broken path is a refusal', async () => {
    const { status, body } = await api.call('GET', '/v1/versioned/%E0%A4%A', { token });
    expect([status, body.code]).toEqual([400, 'request.malformed']);
  });
});

describe('bytes', () => {
  const upload = (raw: string, type = 'text/plain') =>
    api.call('POST', '/v1/files', { token, raw, headers: { 'Content-Type': type } });

  test('go in and come out as they are, to be saved and never shown in our origin', async () => {
    const { body, headers } = await upload('<script>alert(1)</script>');
    expect(body.text).toBe('<script>alert(1)</script>');
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename=".*"; filename\*=UTF-8''/);
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none', sandbox");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('too many, or of another type, are refused', async () => {
    expect((await upload('a'.repeat(101))).status).toBe(413);
    expect((await upload('a', 'image/png')).status).toBe(415);
  });
});
