import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Contract } from '#api/contracts/contract.ts';
import { page, paging } from '#api/contracts/shared.ts';
import { decodeCursor } from '#api/http/cursor.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { registerRoutes } from '#api/routes/index.ts';
import { listApiKeys } from '#db/queries/list-api-keys.ts';
import { allow, refuse } from '#domain/result.ts';
import { runCommand } from '#operations/run-command.ts';
import { type Call, type GivenApi, givenApi } from './given/api.ts';

const common = { tag: 'Test', summary: 'A test', right: 'signed-in', status: 200, refusals: [] } as const;

const noteContract = {
  ...common,
  operationId: 'note',
  method: 'post',
  path: '/notes/:noteId',
  status: 201,
  location: '/notes/{id}',
  params: z.object({ noteId: z.uuid() }),
  query: z.object({ ...paging }),
  body: z.object({ text: z.string().min(1), lines: z.array(z.strictObject({ count: z.number().int() })).default([]) }),
  response: z.object({ id: z.string(), text: z.string() }),
} as const satisfies Contract;

const readContract = {
  ...common,
  operationId: 'read',
  method: 'get',
  path: '/versioned/:id',
  params: z.object({ id: z.string() }),
  response: z.object({ id: z.string(), version: z.number() }),
  etag: true,
} as const satisfies Contract;

const editContract = { ...readContract, operationId: 'edit', method: 'patch', ifMatch: true } as const;
const anyContract = {
  ...common,
  operationId: 'any',
  method: 'get',
  path: '/answers/:kind',
  params: z.object({ kind: z.string() }),
  response: z.object({ id: z.string() }),
} as const satisfies Contract;
const listContract = {
  ...common,
  operationId: 'list',
  method: 'get',
  path: '/list',
  query: z.object({ ...paging }),
  response: page(z.object({})),
} as const satisfies Contract;
const uploadContract = {
  ...common,
  operationId: 'upload',
  method: 'post',
  path: '/files',
  upload: { types: ['text/plain'], maxBytes: 100 },
  download: { types: ['text/plain'] },
} as const satisfies Contract;

/** Routes of a test's own, beside the real ones, for what no real one does. */
function register(app: ApiRouter, services: Services): void {
  registerRoutes(app, services);
  const { operations } = services;
  app.route(noteContract, async ({ params, body }, request) =>
    runCommand(operations, 'note', request.command({ ...params, ...body }), async () =>
      body.text === 'refuse'
        ? refuse('lot.unknown', 'No', '/text')
        : allow({ id: operations.newId(), text: body.text }),
    ),
  );
  app.route(readContract, async ({ params }) => allow({ id: params.id, version: 7, secret: 'never named' }));
  app.route(editContract, async ({ params }, { ifMatch }) =>
    ifMatch === '7' ? allow({ id: params.id, version: 8 }) : refuse('request.precondition-failed', 'Changed meanwhile'),
  );
  app.route(anyContract, async ({ params: { kind } }) => {
    if (kind === 'broken') return allow({ id: 1 } as unknown as { id: string });
    if (kind === 'fault') throw new Error('the secret inside');
    if (kind === 'lost')
      throw new Error('wrapped', { cause: Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }) });
    return kind === 'gone' ? refuse('lot.unknown', 'There is no such lot') : allow({ id: kind });
  });
  app.route(listContract, async ({ query: { cursor, limit } }) => {
    const after = decodeCursor(cursor, 1);
    if (!after.ok) return after;
    await listApiKeys(operations.db, { siteIds: null, entityIds: null, limit, after: after.value });
    return allow({ items: [], nextCursor: null });
  });
  app.route(uploadContract, async (_asked, { content }) =>
    allow({
      bytes: content?.bytes ?? new Uint8Array(),
      contentType: 'text/plain',
      fileName: 'ä "b".txt',
      sha256: 'ab',
    }),
  );
}

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

describe('an Idempotency-Key', () => {
  test('makes a repeat answer the same, and say so', async () => {
    const first = await note({ body: { text: 'a' }, key: 'key 1' });
    const again = await note({ raw: '{"lines":[],"text":"a"}', key: 'key 1' });
    expect(first.status).toBe(201);
    expect(first.headers.get('location')).toBe(`/v1/notes/${first.body.id}`);
    expect(first.headers.has('idempotency-replayed')).toBe(false);
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });

  test('sent with another body is refused', async () => {
    await note({ body: { text: 'a' }, key: 'key 2' });
    const { status, body } = await note({ body: { text: 'b' }, key: 'key 2' });
    expect([status, body.code]).toEqual([422, 'idempotency.key-reused']);
  });

  test('sent twenty times at once has one effect', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => note({ body: { text: 'a' }, key: 'key 3' })));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers.has('idempotency-replayed'))).toHaveLength(19);
  });

  test('belongs to the caller: another one may use the same', async () => {
    await api.person('ben');
    const first = await note({ body: { text: 'a' }, key: 'key 4' });
    const other = await note({ body: { text: 'b' }, key: 'key 4', token: await api.signIn('ben') });
    expect([first.status, other.status]).toEqual([201, 201]);
  });

  test('of a refused request is free again', async () => {
    expect((await note({ body: { text: 'refuse' }, key: 'key 5' })).status).toBe(422);
    expect((await note({ body: { text: 'a' }, key: 'key 5' })).status).toBe(201);
  });

  test.each([
    ['nothing', null, 'idempotency.key-missing'],
    ['too long', 'k'.repeat(256), 'idempotency.key-malformed'],
    ['not ASCII', 'clé', 'idempotency.key-malformed'],
  ])('that is %s is refused', async (_what, key, code) => {
    const { status, body } = await note({ body: { text: 'a' }, key });
    expect([status, body.code]).toEqual([400, code]);
  });
});

describe('versions', () => {
  test('are entity tags, and what was seen already is not sent again', async () => {
    const { headers, body } = await api.call('GET', '/v1/versioned/a', { token });
    expect([headers.get('etag'), headers.get('cache-control')]).toEqual(['"7"', 'private, no-cache']);
    expect(body).toEqual({ id: 'a', version: 7 });
    for (const seen of ['"7"', 'W/"7"', '"1", "7"', '*']) {
      const again = await api.call('GET', '/v1/versioned/a', { token, headers: { 'If-None-Match': seen } });
      expect([again.status, again.body]).toEqual([304, { text: '' }]);
    }
    const other = await api.call('GET', '/v1/versioned/a', { token, headers: { 'If-None-Match': '"6"' } });
    expect(other.status).toBe(200);
  });

  test.each([
    [undefined, 428, 'request.precondition-required'],
    ['*', 428, 'request.precondition-required'],
    ['"6"', 412, 'request.precondition-failed'],
    ['W/"7"', 412, 'request.precondition-failed'],
    ['7', 412, 'request.precondition-failed'],
    ['"x"', 412, 'request.precondition-failed'],
    ['"7"', 200, undefined],
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
    expect((await api.call('HEAD', '/v1/versioned/a', { token })).headers.get('etag')).toBe('"7"');
  });

  test('to a broken path is a refusal', async () => {
    const { status, body } = await api.call('GET', '/v1/versioned/%E0%A4%A', { token });
    expect([status, body.code]).toEqual([400, 'request.malformed']);
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
