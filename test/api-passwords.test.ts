import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GivenApi, givenApi, password } from './given/api.ts';
import { later } from './given/authenticator.ts';

let api: GivenApi;
let admin: string;
// Ahead of what is granted below by the real clock.
const clock = { now: later(new Date(), 3_600) };
const folder = mkdtempSync(join(tmpdir(), 'holdfast-words-'));
beforeAll(async () => {
  const words = join(folder, 'words.txt');
  writeFileSync(words, 'Fruit of Newark 1999\r\n\nelkgrovedock\n');
  api = await givenApi(
    { clock: { now: () => clock.now }, settings: { signInsPerMinute: 10_000 } },
    { HOLDFAST_REFUSED_PASSWORDS_PATH: words, HOLDFAST_FIRST_PASSWORD_HOURS: '48' },
  );
  await api.person('head', [{ role: 'administrator' }]);
  admin = await api.signIn('head');
});
afterAll(async () => {
  await api.stop();
  rmSync(folder, { recursive: true });
});

let made = 0;
const make = (word: string, username = `person-${made++}`) =>
  api.call('POST', '/v1/users', { token: admin, body: { username, name: username, password: word } });
const signIn = (username: string, word: string) =>
  api.call('POST', '/v1/sessions', { body: { username, password: word } });

test('what is tried first is no password: the commonest of what was breached, and what people make of them', async () => {
  for (const word of ['1qaz2wsx3edc', 'sonyericsson', 'Liverpool2024!', 'M0nkeym0nkey', '123456qwerty']) {
    const { status, body } = await make(word);
    expect([status, body.code, body.pointer], word).toEqual([422, 'password.too-weak', '/password']);
  }
  expect((await make('liverpool lost at sea')).status).toBe(201);
});

test('nor is what an operator lists, in whatever case', async () => {
  for (const word of ['fruit of newark 1999', 'ElkGroveDock!7'])
    expect((await make(word)).body.code, word).toBe('password.too-weak');
});

test('one chooses none of them oneself either', async () => {
  const body = { currentPassword: password, newPassword: 'Sonyericsson1' };
  const changed = await api.call('POST', '/v1/me/password', { token: admin, body });
  expect([changed.body.code, changed.body.pointer]).toEqual(['password.too-weak', '/newPassword']);
});

test('a password that an administrator chose is good for a while only, and one that its owner chose for good', async () => {
  const chosen = 'chosen for you on Monday';
  const { body: user } = await make(chosen, 'late');
  await make(chosen, 'in-time');
  const token = String((await signIn('in-time', chosen)).body.token);
  const own = { currentPassword: chosen, newPassword: 'nine loud kettles over snow' };
  expect((await api.call('POST', '/v1/me/password', { token, body: own })).status).toBe(204);
  clock.now = later(clock.now, 48 * 3_600);
  expect((await signIn('late', chosen)).body.code).toBe('access.first-password-over');
  expect((await signIn('late', 'another guess at it')).body.code).toBe('access.credentials-wrong');
  expect((await signIn('in-time', own.newPassword)).status).toBe(201);

  admin = await api.signIn('head');
  const again = { password: 'chosen for you on Thursday', reason: 'Was on holiday' };
  const set = await api.call('POST', `/v1/users/${String(user.userId)}/password`, { token: admin, body: again });
  expect(set.status).toBe(200);
  expect((await signIn('late', again.password)).status).toBe(201);
});

test('a page of a browser gets its session as a cookie alone', async () => {
  const body = { username: 'head', password };
  const headers = { 'Sec-Fetch-Site': 'same-origin' };
  const page = await api.call('POST', '/v1/sessions', { body, headers });
  expect([page.status, page.body.token]).toEqual([201, null]);
  const cookie = page.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  expect((await api.call('GET', '/v1/me', { cookie })).status).toBe(200);
});
