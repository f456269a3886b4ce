import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GivenApi, givenApi, password, publicUrl } from './given/api.ts';

let api: GivenApi;
let now: Date;

beforeAll(async () => {
  now = new Date(Date.now() + 60_000); // after all that the given functions write
  api = await givenApi({ clock: { now: () => now }, settings: { signInsPerMinute: 10_000 } });
});
afterAll(() => api.stop());

const signIn = (username: string, tried: string = password, headers: Record<string, string> = {}) =>
  api.call('POST', '/v1/sessions', { body: { username, password: tried }, key: null, headers });

describe('a cookie', () => {
  const post = async (username: string, headers: Record<string, string>) => {
    await api.person(username);
    const cookie = `holdfast=${await api.signIn(username)}`;
    return api.call('DELETE', '/v1/sessions/current', { cookie, headers });
  };

  test.each([
    ['another site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['a neighbouring site', { 'Sec-Fetch-Site': 'same-site', Origin: publicUrl }],
    ['another origin', { Origin: 'http://evil.test' }],
    ['an origin that only begins like ours', { Origin: `${publicUrl}.evil.test` }],
    ['no page', {}],
    ['a sandboxed frame', { Origin: 'null' }],
  ])('changes nothing when sent from %s', async (from, headers) => {
    const { status, body } = await post(`guy-${from.replaceAll(' ', '-')}`, headers as Record<string, string>);
    expect([status, body.code]).toEqual([403, 'access.csrf']);
  });

  test.each([
    ['our own pages', { 'Sec-Fetch-Site': 'same-origin' }],
    ['our own origin, by an older browser', { Origin: publicUrl }],
  ])('counts from %s', async (from, headers) => {
    expect((await post(`hal-${from.slice(-7)}`.trim().toLowerCase(), headers as Record<string, string>)).status).toBe(
      204,
    );
  });

  test('of another site signs nobody in', async () => {
    await api.person('ivy');
    const { body } = await signIn('ivy', password, { 'Sec-Fetch-Site': 'cross-site' });
    expect(body.code).toBe('access.csrf');
  });
});
