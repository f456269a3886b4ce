import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GivenApi, givenApi, password } from './given/api.ts';
import { codeAt, enrolled, later } from './given/authenticator.ts';

let api: GivenApi;
const clock = { now: new Date() };
beforeAll(async () => {
  api = await givenApi({ clock: { now: () => clock.now }, settings: { signInsPerMinute: 10_000 } });
});
afterAll(() => api.stop());
// Each test in a step of its own, so that no code of the one before is meant.
beforeEach(() => {
  clock.now = later(clock.now, 120);
});

const signIn = (username: string, code?: string, word = password) =>
  api.call('POST', '/v1/sessions', { body: { username, password: word, ...(code && { code }) } });
const codeOf = async (username: string, code?: string, word?: string) => {
  const { status, body } = await signIn(username, code, word);
  return status === 201 ? 'in' : body.code;
};

/** Somebody with a second factor, a minute ago. */
async function given(username: string) {
  await api.person(username, [{ role: 'auditor' }]);
  const person = await enrolled(api, await api.signIn(username), clock);
  clock.now = later(clock.now, 60);
  return person;
}

describe('a second factor', () => {
  test('counts from its first code on, is told once, and ends the other sessions', async () => {
    await api.person('ana');
    const [token, other] = [await api.signIn('ana'), await api.signIn('ana')];
    const begin = () => api.call('POST', '/v1/me/second-factor', { token, key: 'begin-1', body: { password } });
    const begun = await begin();
    const secret = String(begun.body.secret);
    expect(begun.status).toBe(201);
    expect(String(begun.body.uri)).toMatch(/^otpauth:\/\/totp\/Holdfast:ana\?.*secret=[A-Z2-7]{32}/);
    expect((await begin()).body).toMatchObject({ secret: null, uri: null });
    expect(await codeOf('ana')).toBe('in');

    const confirm = (code: string) =>
      api.call('POST', '/v1/me/second-factor/confirmation', { token, key: `with-${code}`, body: { code } });
    expect((await confirm('000000')).body.code).toBe('second-factor.code-wrong');
    const code = codeAt(secret, clock.now);
    const confirmed = await confirm(code);
    expect(confirmed.body.recoveryCodes).toHaveLength(10);
    expect((await confirm(code)).body.recoveryCodes).toBeNull();
    expect((await api.call('GET', '/v1/me', { token: other })).status).toBe(401);
    expect((await api.call('GET', '/v1/me/second-factor', { token })).body).toMatchObject({
      recoveryCodesLeft: 10,
      askedFor: false,
    });
    expect(await codeOf('ana')).toBe('second-factor.code-missing');
  });

  test('is not proved by trying all codes on a session that was left open', async () => {
    await api.person('art');
    const token = await api.signIn('art');
    const { body } = await api.call('POST', '/v1/me/second-factor', { token, body: { password } });
    const prove = async (code: string) =>
      (await api.call('POST', '/v1/me/second-factor/confirmation', { token, body: { code } })).body.code;
    for (const guess of ['111111', '222222', '333333', '444444', '555555'])
      expect(await prove(guess)).toBe('second-factor.code-wrong');
    expect(await prove(codeAt(String(body.secret), clock.now))).toBe('access.locked-out');
    clock.now = later(clock.now, 31);
    expect(await prove(codeAt(String(body.secret), clock.now))).toBeUndefined();
  });

  test('that was not proved in a quarter of an hour is none', async () => {
    await api.person('abe');
    const token = await api.signIn('abe');
    const { body } = await api.call('POST', '/v1/me/second-factor', { token, body: { password } });
    clock.now = later(clock.now, 15 * 60);
    const code = codeAt(String(body.secret), clock.now);
    const confirmed = await api.call('POST', '/v1/me/second-factor/confirmation', { token, body: { code } });
    expect(confirmed.body.code).toBe('second-factor.enrolment-over');
    expect(await codeOf('abe')).toBe('in');
  });

  test('is replaced, and its recovery codes are renewed, by who proves to have it', async () => {
    const { token, secret, recoveryCodes } = await given('hal');
    const ask = (path: string, code?: string) =>
      api.call('POST', `/v1/me/second-factor${path}`, { token, body: { password, ...(code && { code }) } });
    expect((await ask('')).body.code).toBe('second-factor.code-missing');
    expect((await ask('/recovery-codes')).body.code).toBe('second-factor.code-missing');
    const renewed = await ask('/recovery-codes', codeAt(secret, clock.now));
    expect(renewed.body.recoveryCodes).toHaveLength(10);
    expect(await codeOf('hal', recoveryCodes[0])).toBe('second-factor.code-wrong');

    const next = await ask('', (renewed.body.recoveryCodes as string[])[0]);
    clock.now = later(clock.now, 60);
    // The present one counts until the next is proved.
    expect(await codeOf('hal', codeAt(secret, clock.now))).toBe('in');
    const code = codeAt(String(next.body.secret), clock.now);
    expect((await api.call('POST', '/v1/me/second-factor/confirmation', { token, body: { code } })).status).toBe(200);
    clock.now = later(clock.now, 60);
    expect(await codeOf('hal', codeAt(secret, clock.now))).toBe('second-factor.code-wrong');
    expect(await codeOf('hal', codeAt(String(next.body.secret), clock.now))).toBe('in');
  });

  test('is taken away by who proves to have it, and asked for with a new password too', async () => {
    const { token, secret } = await given('ida');
    const take = (code?: string) =>
      api.call('POST', '/v1/me/second-factor/removal', { token, body: { password, ...(code && { code }) } });
    const newPassword = 'nine loud kettles over snow';
    const body = { currentPassword: password, newPassword };
    expect((await api.call('POST', '/v1/me/password', { token, body })).body.code).toBe('second-factor.code-missing');
    expect((await take()).body.code).toBe('second-factor.code-missing');
    expect((await take(codeAt(secret, clock.now))).body).toEqual({ removed: true });
    expect((await take()).body.code).toBe('second-factor.not-enrolled');
    expect(
      (await api.call('POST', '/v1/me/second-factor/recovery-codes', { token, body: { password } })).body.code,
    ).toBe('second-factor.not-enrolled');
    expect(await codeOf('ida')).toBe('in');
    const kept = await api.database.sql`
      select from second_factors join users on users.id = user_id where username = 'ida'
      union all select from recovery_codes join users on users.id = user_id where username = 'ida'`;
    expect(kept).toHaveLength(0);
  });

  test('is reset by an administrator of that person, never their own, and on the record', async () => {
    const { token } = await given('joe');
    await api.person('root', [{ role: 'administrator' }]);
    await api.person('root-ewr', [{ role: 'administrator', site: 'EWR' }]);
    const [root, ewr] = [await api.signIn('root'), await api.signIn('root-ewr')];
    const idOf = async (of: string) => String((await api.call('GET', '/v1/me', { token: of })).body.id);
    const reset = (by: string, id: string) =>
      api.call('POST', `/v1/users/${id}/second-factor/reset`, { token: by, body: { reason: 'Lost the phone at sea' } });
    const joe = await idOf(token);
    expect((await reset(ewr, joe)).body.code).toBe('access.right-missing');
    expect((await reset(root, await idOf(root))).body.code).toBe('access.own-grant');
    expect((await reset(root, joe)).body).toEqual({ userId: joe });
    expect((await reset(root, joe)).body.code).toBe('second-factor.not-enrolled');
    expect((await api.call('GET', '/v1/me', { token })).status).toBe(401);
    expect(await codeOf('joe')).toBe('in');
    const trail = await api.database.sql`select action, actor_name, reason from audit_entries
      where subject_id = ${joe} and action like 'user.second-factor%' order by position`;
    expect(trail).toEqual([
      { action: 'user.second-factor-begun', actor_name: 'joe', reason: null },
      { action: 'user.second-factor-enrolled', actor_name: 'joe', reason: null },
      { action: 'user.second-factor-reset', actor_name: 'root', reason: 'Lost the phone at sea' },
    ]);
  });

  test('lies nowhere as it is', async () => {
    const { secret, recoveryCodes } = await given('lou');
    const code = codeAt(secret, clock.now);
    await codeOf('lou', code);
    await codeOf('lou', recoveryCodes[0]);
    const { sql } = api.database;
    const [kept] = await sql`
      select (select jsonb_agg(to_jsonb(t))::text from second_factors t) || (select jsonb_agg(to_jsonb(t))::text from recovery_codes t)
          || (select jsonb_agg(to_jsonb(t))::text from commands t) || (select jsonb_agg(to_jsonb(t))::text from audit_entries t)
          || (select jsonb_agg(to_jsonb(t))::text from sign_in_failures t) as everything`;
    const everything = `${kept?.everything}${api.logged.join('')}`;
    for (const told of [secret, ...recoveryCodes, ...recoveryCodes.map((one) => one.replaceAll('-', ''))])
      expect(everything).not.toContain(told);
    expect(everything).not.toContain(`"${code}"`);
  });
});
