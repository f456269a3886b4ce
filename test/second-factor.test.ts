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
  test('is asked at the sign-in: by its own words to who has the password, and to nobody else', async () => {
    const { secret } = await given('bea');
    expect(await codeOf('bea', undefined, 'not the password of bea')).toBe('access.credentials-wrong');
    expect(await codeOf('bea', codeAt(secret, clock.now), 'not the password of bea')).toBe('access.credentials-wrong');
    expect(await codeOf('bea')).toBe('second-factor.code-missing');
    expect(await codeOf('bea', 'abcdef')).toBe('second-factor.code-wrong');
    const { status, body } = await signIn('bea', codeAt(secret, clock.now));
    expect(status).toBe(201);
    const listed = await api.call('GET', '/v1/sessions', { token: String(body.token) });
    expect(listed.body.items).toEqual(
      expect.arrayContaining([expect.objectContaining({ current: true, method: 'password_and_code' })]),
    );
  });

  test('takes a clock that is one step off, and not two', async () => {
    const { secret } = await given('cy');
    expect(await codeOf('cy', codeAt(secret, later(clock.now, -60)))).toBe('second-factor.code-wrong');
    expect(await codeOf('cy', codeAt(secret, later(clock.now, -30)))).toBe('in');
    expect(await codeOf('cy', codeAt(secret, later(clock.now, 60)))).toBe('second-factor.code-wrong');
    expect(await codeOf('cy', codeAt(secret, later(clock.now, 30)))).toBe('in');
    // A code of an earlier step than the last that was used is over, too.
    expect(await codeOf('cy', codeAt(secret, clock.now))).toBe('second-factor.code-wrong');
  });

  test('counts once for each code, however many use it at once', async () => {
    const { secret } = await given('dan');
    const code = codeAt(secret, clock.now);
    const answers = await Promise.all([1, 2, 3].map(() => codeOf('dan', code)));
    expect(answers.sort()).toEqual(['in', 'second-factor.code-wrong', 'second-factor.code-wrong']);
    expect(await codeOf('dan', code)).toBe('second-factor.code-wrong');
  });

  test('cannot be guessed: codes that are wrong lock the account as passwords do', async () => {
    const { secret } = await given('eve');
    const guesses = ['111111', '222222', '333333', '444444', '555555'];
    for (const guess of guesses) expect(await codeOf('eve', guess)).toBe('second-factor.code-wrong');
    expect(await codeOf('eve', codeAt(secret, clock.now))).toBe('access.locked-out');
    clock.now = later(clock.now, 31);
    expect(await codeOf('eve', codeAt(secret, clock.now))).toBe('in');
  });

  test('does not make a network wait whose people are merely asked for their codes', async () => {
    const { secret } = await given('fay');
    for (let i = 0; i < 4; i++) await codeOf('fay');
    const { sql } = api.database;
    const [network] =
      await sql`select coalesce(sum(failures), 0)::int as failures from sign_in_failures where key like 'network:%'`;
    const before = network?.failures;
    expect(await codeOf('fay')).toBe('second-factor.code-missing');
    const [after] =
      await sql`select coalesce(sum(failures), 0)::int as failures from sign_in_failures where key like 'network:%'`;
    expect(after?.failures).toBe(before);
    clock.now = later(clock.now, 31);
    expect(await codeOf('fay', codeAt(secret, clock.now))).toBe('in');
  });

  test('that was lost is stood in for by a recovery code, once each, at a sign-in', async () => {
    const { recoveryCodes } = await given('gil');
    const [first = '', second = ''] = recoveryCodes;
    expect(await codeOf('gil', first)).toBe('in');
    expect(await codeOf('gil', first)).toBe('second-factor.code-wrong');
    const answers = await Promise.all([1, 2].map(() => codeOf('gil', second.replaceAll('-', '').toUpperCase())));
    expect(answers.sort()).toEqual(['in', 'second-factor.code-wrong']);
    const [last] = await api.database.sql`select method from sessions order by id desc limit 1`;
    expect(last?.method).toBe('password_and_recovery_code');
  });

  test('is asked for at signing, and the signature says what was proved', async () => {
    const { token, secret, recoveryCodes } = await given('kim');
    const subjects = [{ kind: 'lot', id: 'LOT-1', shownHash: '0'.repeat(64) }];
    const sign = (code?: string, key?: string) =>
      api.call('POST', '/v1/signings', {
        token,
        body: { password, meaning: 'review', subjects, ...(code && { code }) },
        ...(key && { key }),
      });
    expect((await sign()).body.code).toBe('second-factor.code-missing');
    expect((await sign(recoveryCodes[0])).body.code).toBe('second-factor.code-wrong');
    const code = codeAt(secret, clock.now);
    const signed = await sign(code, 'sign-1');
    expect(signed.status).toBe(201);
    // A repeat is the same request, another with the same code is not.
    expect((await sign(code, 'sign-1')).body).toEqual(signed.body);
    expect((await sign(code)).body.code).toBe('second-factor.code-wrong');
    const [kept] = await api.database.sql`select method from signings where id = ${String(signed.body.signingId)}`;
    expect(kept?.method).toBe('password_and_code');
  });
});
