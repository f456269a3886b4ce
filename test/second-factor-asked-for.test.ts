import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GivenApi, givenApi, password } from './given/api.ts';
import { codeAt, enrolled, later } from './given/authenticator.ts';

let api: GivenApi;
// Ahead of whatever is granted below by the real clock.
const clock = { now: later(new Date(), 3_600) };
beforeAll(async () => {
  api = await givenApi(
    { clock: { now: () => clock.now }, settings: { signInsPerMinute: 10_000, callerCacheMilliseconds: 0 } },
    { HOLDFAST_SECOND_FACTOR_ROLES: 'quality_approver administrator' },
  );
});
afterAll(() => api.stop());

const lots = (token: string, behalf?: string) =>
  api.call('GET', '/v1/lots', { token, ...(behalf && { headers: { 'On-Behalf-Of': behalf } }) });

test('whose role asks for a second factor does nothing before it is set up, and everything afterwards', async () => {
  await api.person('mia', [{ role: 'quality_approver' }]);
  const token = await api.signIn('mia');
  expect((await lots(token)).body.code).toBe('access.second-factor-due');
  expect((await api.call('GET', '/v1/me', { token })).status).toBe(200);
  expect((await api.call('GET', '/v1/me/second-factor', { token })).body).toMatchObject({ askedFor: true });
  const { secret } = await enrolled(api, token, clock);
  expect((await lots(token)).status).toBe(200);
  clock.now = later(clock.now, 60);
  const body = { password, code: codeAt(secret, clock.now) };
  const removal = await api.call('POST', '/v1/me/second-factor/removal', { token, body });
  expect(removal.body.code).toBe('second-factor.asked-for');
});

test('others go on with their password, until a role that asks for more is theirs or is acted in', async () => {
  const id = await api.person('ned', [{ role: 'auditor' }]);
  const token = await api.signIn('ned');
  expect((await lots(token)).status).toBe(200);

  const { token: approver } = await enrolled(api, await givenApprover('olga'), clock);
  const me = await api.call('GET', '/v1/me', { token: approver });
  const delegation = await api.call('POST', '/v1/delegations', {
    token: approver,
    body: {
      to: id,
      until: later(clock.now, 86_400).toISOString(),
      reason: 'Away for the day',
    },
  });
  expect(delegation.status, JSON.stringify(delegation.body)).toBe(201);
  clock.now = later(clock.now, 1);
  expect((await lots(token, String(me.body.id))).body.code).toBe('access.second-factor-due');
  expect((await lots(token)).status).toBe(200);

  await api.database.sql`insert into role_grants (id, user_id, role, valid_from, granted_by)
    values (gen_random_uuid(), ${id}, 'quality_approver', ${clock.now.toISOString()}, 'test')`;
  clock.now = later(clock.now, 1);
  expect((await lots(token)).body.code).toBe('access.second-factor-due');
});

const givenApprover = async (username: string) => {
  await api.person(username, [{ role: 'quality_approver' }]);
  return api.signIn(username);
};

test('keys of systems are asked for none', async () => {
  const { token } = await enrolled(api, await givenAdministrator(), clock);
  const made = await api.call('POST', '/v1/api-keys', { token, body: { name: 'WMS', role: 'integrator' } });
  expect((await lots(String(made.body.key))).status).toBe(200);
});

const givenAdministrator = async () => {
  await api.person('pat', [{ role: 'administrator' }]);
  return api.signIn('pat');
};
