import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GivenApi, givenApi } from '#test/given/api.ts';

let api: GivenApi;
const ids: Record<string, string> = {};
const tokens: Record<string, string> = {};

beforeAll(async () => {
  api = await givenApi();
  for (const [name, grants] of Object.entries({
    boss: [{ role: 'administrator' }],
    audra: [{ role: 'auditor' }],
    'newark.auditor': [{ role: 'auditor', site: 'EWR' }],
    ruth: [{ role: 'warehouse_lead', site: 'EWR' }],
    ines: [{ role: 'quality_approver', site: 'EWR', category: 'cheese' }],
    helen: [{ role: 'receiver', site: 'CHI' }],
    dana: [{ role: 'quality_manager' }],
    gone: [{ role: 'quality_manager' }],
  })) {
    ids[name] = await api.person(name, grants);
    if (name !== 'gone') tokens[name] = await api.signIn(name);
  }
  await api.call('POST', `/v1/users/${ids.gone}/deactivation`, {
    token: tokens.boss ?? '',
    body: { reason: 'Left the company' },
  });
});
afterAll(() => api.stop());

type Row = Record<string, unknown> & { name: string; rights: string[] };
const review = async (query = '', who = 'boss') => {
  const { status, body } = await api.call('GET', `/v1/access-review?limit=200&${query}`, { token: tokens[who] ?? '' });
  expect(status, JSON.stringify(body)).toBe(200);
  const mine = (body.items as Row[]).filter(({ id }) => Object.values(ids).includes(String(id)));
  return mine.map((row) => row);
};
const names = async (query = '', who = 'boss') => (await review(query, who)).map(({ name }) => name);

test('who may do what is listed with role, place, dates, who granted it and when they last signed in', async () => {
  expect(await names()).toEqual(['audra', 'boss', 'dana', 'helen', 'ines', 'newark.auditor', 'ruth']);
  const [ines] = await review(`user=${ids.ines}`);
  expect(ines).toMatchObject({
    ...{ kind: 'person', username: 'ines', role: 'quality_approver', site: 'EWR', entity: null, category: 'cheese' },
    ...{ until: null, grantedBy: 'system', onBehalfOf: null, lastSeenAt: expect.stringMatching(/^20/) },
  });
  expect(ines?.rights).toContain('review.decide');
  expect(await names('right=review.decide&site=CHI')).toEqual(['dana']);
  expect(await names('right=review.decide&site=EWR')).toEqual(['dana', 'ines']);
  expect(await names('role=receiver')).toEqual(['helen']);
});

test('what is handed over is listed for whoever acts with it, and who loses something soon', async () => {
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const body = { to: ids.helen, until, reason: 'On leave until tomorrow' };
  expect((await api.call('POST', '/v1/delegations', { token: tokens.dana ?? '', body })).status).toBe(201);
  const rows = await review(`user=${ids.helen}`);
  expect(rows).toMatchObject([
    { role: 'receiver', onBehalfOf: null },
    { role: 'quality_manager', onBehalfOf: 'dana', until },
  ]);
  expect(rows[1]?.rights).toContain('review.decide');
  expect(rows[1]?.rights).not.toContain('grant.delegate');
  expect(await names('right=grant.delegate&site=CHI')).toEqual(['dana', 'helen']);
  expect(await names(`endsBefore=${new Date(Date.now() + 7_200_000).toISOString()}`)).toEqual(['helen']);
  // What helen gave dana would come back to her, so it is not hers.
  await api.database.sql`update role_grants set granted_by = ${ids.helen ?? ''} where user_id = ${ids.dana ?? ''}`;
  expect(await review(`user=${ids.helen}`)).toMatchObject([{ role: 'receiver' }]);
  await api.database.sql`update role_grants set granted_by = 'system' where user_id = ${ids.dana ?? ''}`;
});

test('keys are listed until they end', async () => {
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
  const body = { name: 'Dock scanner', role: 'integrator', site: 'EWR', expiresAt };
  const made = await api.call('POST', '/v1/api-keys', { token: tokens.boss ?? '', body });
  const keys = async () => {
    const { body: answer } = await api.call('GET', '/v1/access-review?role=integrator', { token: tokens.boss ?? '' });
    return answer.items;
  };
  expect(await keys()).toMatchObject([
    {
      kind: 'api_key',
      name: 'Dock scanner',
      username: null,
      site: 'EWR',
      until: expiresAt,
      grantedBy: 'boss',
      lastSeenAt: null,
    },
  ]);
  await api.call('DELETE', `/v1/api-keys/${made.body.apiKeyId}`, { token: tokens.boss ?? '' });
  expect(await keys()).toEqual([]);
});

test('whoever reviews one site sees who may act there, and nobody else', async () => {
  expect(await names('', 'newark.auditor')).toEqual(
    expect.arrayContaining(['audra', 'boss', 'dana', 'ines', 'newark.auditor', 'ruth']),
  );
  expect((await review('', 'newark.auditor')).some(({ role }) => role === 'receiver')).toBe(false);
  const { status, body } = await api.call('GET', '/v1/access-review', { token: tokens.ruth ?? '' });
  expect([status, body.code]).toEqual([403, 'access.right-missing']);
});

test('the list goes page by page without a gap, and comes as a table that opens safely', async () => {
  await api.database.sql`update users set name = '=cmd' where username = 'ruth'`;
  const seen: unknown[] = [];
  let cursor: unknown = '';
  do {
    const at = cursor === '' ? '' : `&cursor=${String(cursor)}`;
    const { body } = await api.call('GET', `/v1/access-review?limit=3${at}`, { token: tokens.audra ?? '' });
    seen.push(...(body.items as unknown[]));
    cursor = body.nextCursor;
  } while (cursor !== null);
  const { body: whole } = await api.call('GET', '/v1/access-review?limit=200', { token: tokens.audra ?? '' });
  expect(seen).toEqual(whole.items);

  const { status, headers, body } = await api.call('GET', '/v1/access-review/export?site=EWR&role=warehouse_lead', {
    token: tokens.audra ?? '',
  });
  expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
  const [heading, ...lines] = String(body.text).trim().split('\r\n');
  expect(heading?.replace('\uFEFF', '')).toBe(
    'name,username,kind,role,entity,site,category,from,until,granted_by,on_behalf_of,last_seen,rights',
  );
  expect(lines.some((line) => line.startsWith("'=cmd,ruth,person,warehouse_lead,,EWR,"))).toBe(true);
  expect((await api.call('GET', '/v1/access-review?cursor=bm9wZQ', { token: tokens.audra ?? '' })).body).toMatchObject({
    code: 'request.cursor-malformed',
  });
});
