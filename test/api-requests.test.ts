import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
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

const notePath = `/v1/notes/${randomUUID()}`;
const note = (call: Call) => api.call('POST', notePath, { token, ...call });
const errorsOf = (body: Record<string, unknown>) => body.errors as { code: string; pointer: string }[];

describe('a body', () => {
  test('is told all its problems at once, each with its place', async () => {
    const { status, body, headers } = await api.call('POST', '/v1/notes/7?limit=900&site=EWR', {
      token,
      key: null,
      body: { text: '', lines: [{ count: 'many' }, {}, { count: 1, weight: 2 }], decidedBy: 'me' },
    });
    expect(status).toBe(400);
    expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(body).toMatchObject({ type: '/problems/request.malformed', code: 'request.malformed', status: 400 });
    expect(errorsOf(body).map(({ code, pointer }) => [code, pointer])).toEqual([
      ['idempotency.key-missing', '/headers/Idempotency-Key'],
      ['request.malformed', '/path/noteId'],
      ['request.malformed', '/query/limit'],
      ['request.malformed', '/query/site'],
      ['request.malformed', '/text'],
      ['request.malformed', '/lines/0/count'],
      ['request.malformed', '/lines/1/count'],
      ['request.malformed', '/lines/2/weight'],
      ['request.malformed', '/decidedBy'],
    ]);
  });

  test.each([
    ['text that is no JSON', '{"text": '],
    ['nothing', ''],
    ['a number', '7'],
    ['null', 'null'],
    ['a list', '[]'],
    ['bytes that are no UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d])],
    ['a NUL character', '{"text":"a\\u0000b"}'],
    ['half a character', '{"text":"\\ud800"}'],
    ['ten thousand levels', `{"text":"a","lines":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
    ['a prototype', '{"text":"a","__proto__":{"admin":true}}'],
    ['a constructor', '{"text":"a","constructor":{"prototype":{"admin":true}}}'],
  ])('of %s is malformed', async (_what, raw) => {
    const { status, body } = await note({ raw });
    expect([status, body.code]).toEqual([400, 'request.malformed']);
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });

  test.each([
    ['another media type', { 'Content-Type': 'text/plain' }],
    ['a form', { 'Content-Type': 'application/x-www-form-urlencoded' }],
    ['another encoding', { 'Content-Type': 'application/json; charset=latin1' }],
    ['no media type', { 'Content-Type': '' }],
  ])('of %s is not read', async (_what, headers) => {
    const { status, body } = await note({ raw: '{"text":"a"}', headers });
    expect([status, body.code]).toEqual([415, 'request.unsupported-media-type']);
  });

  test('that is compressed is not unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(10_000_000, ' '));
    const { status, body } = await note({ raw: bomb, headers: { 'Content-Encoding': 'gzip' } });
    expect([status, body.code]).toEqual([415, 'request.unsupported-media-type']);
  });

  test('above a mebibyte is refused, and named as such', async () => {
    const { status, body } = await note({ body: { text: 'a'.repeat(1024 * 1024) } });
    expect([status, body.code]).toEqual([413, 'request.too-large']);
    expect(body.detail).toContain('1048576');
  });

  test('is not read before it is known who sends it', async () => {
    const { status } = await api.call('POST', notePath, { body: { text: 'a'.repeat(2_000_000) } });
    expect(status).toBe(401);
  });
});

describe('a cursor', () => {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  test.each([
    ['rubbish'],
    [encode(['not-a-uuid'])],
    [encode(['a', 'b'])],
    [encode({ a: 1 })],
    [encode([1])],
    [encode(["'; drop table lots"])],
  ])('that no list gave (%s) is refused', async (cursor) => {
    const { status, body } = await api.call('GET', `/v1/list?cursor=${cursor}`, { token });
    expect([status, body.code]).toEqual([400, 'request.cursor-malformed']);
  });

  test.each(['limit=0', 'limit=201', 'limit=x', 'limit=1&limit=2', 'limit=', 'cursor=%00', 'what=1'])(
    'list asked with %s is refused',
    async (query) => {
      const { status, body } = await api.call('GET', `/v1/list?${query}`, { token });
      expect([status, body.code]).toEqual([400, 'request.malformed']);
    },
  );
});
