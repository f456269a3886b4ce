import { expect, test } from 'vitest';
import { startApi } from '#api/main.ts';
import { readConfig } from '#config';
import { givenApi, password, publicUrl } from './given/api.ts';
import { codeAt, enrolled, later } from './given/authenticator.ts';

const [first, second] = ['the secret that everything was made with', 'the secret that is in its place from now on'];

/** The same installation with other secrets; answers the status of a call, and stops it again. */
async function restarted<T>(
  database: { url: string },
  env: Record<string, string>,
  ask: (call: (path: string, token: string, body?: unknown) => Promise<Response>) => Promise<T>,
  now: () => Date,
): Promise<T> {
  const config = readConfig({
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: '127.0.0.1:1',
    HOLDFAST_PUBLIC_URL: publicUrl,
    ...env,
  });
  const again = await startApi({ ...config, port: 0 }, { clock: { now }, logTo: { write: () => {} } });
  try {
    return await ask((path, token, body) =>
      fetch(`${again.url}${path}`, {
        method: body ? 'POST' : 'GET',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    );
  } finally {
    await again.stop();
  }
}

test('sessions, keys and second factors outlive a change of the secret, and then the secret before', async () => {
  // Ahead of what is granted below by the real clock.
  const clock = { now: later(new Date(), 3_600) };
  const now = () => clock.now;
  const api = await givenApi({ clock: { now } }, { HOLDFAST_SECRET: first });
  await api.person('quinn', [{ role: 'administrator' }]);
  const { token, secret, recoveryCodes } = await enrolled(api, await api.signIn('quinn'), clock);
  const made = await api.call('POST', '/v1/api-keys', { token, body: { name: 'WMS', role: 'integrator' } });
  const hook = { name: 'Chat', url: 'https://chat.example.com/hook' };
  expect((await api.call('POST', '/v1/webhook-endpoints', { token, body: hook })).status).toBe(201);
  const key = String(made.body.key);
  const { sql } = api.database;
  const boxes = () => sql`select secret_box from webhook_endpoints union all select secret_box from second_factors`;
  const before = await boxes();

  const without = await restarted(api.database, { HOLDFAST_SECRET: second }, (call) => call('/v1/me', token), now);
  expect(without.status).toBe(401);

  const both = { HOLDFAST_SECRET: second, HOLDFAST_PREVIOUS_SECRET: first };
  clock.now = later(clock.now, 60);
  const during = await restarted(
    api.database,
    both,
    async (call) => {
      const signIn = (code: string | undefined) => call('/v1/sessions', 'none', { username: 'quinn', password, code });
      const asked = [await call('/v1/me', token), await call('/v1/lots', key), await signIn(recoveryCodes[0])];
      return asked.map(({ status }) => status);
    },
    now,
  );
  expect(during).toEqual([200, 200, 201]);
  const after = await boxes();
  expect(after.map((row) => before.some(({ secret_box }) => secret_box === row.secret_box))).toEqual([false, false]);

  clock.now = later(clock.now, 60);
  const afterwards = await restarted(
    api.database,
    { HOLDFAST_SECRET: second },
    async (call) => {
      const body = { username: 'quinn', password, code: codeAt(secret, clock.now) };
      const asked = [
        await call('/v1/me', token),
        await call('/v1/lots', key),
        await call('/v1/sessions', 'none', body),
      ];
      return asked.map(({ status }) => status);
    },
    now,
  );
  expect(afterwards).toEqual([200, 200, 201]);
  await api.stop();
});
