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

const notePath = `/v1/notes/${randomUUID()}`;
const note = (call: Call) => api.call('POST', notePath, { token, ...call });

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
