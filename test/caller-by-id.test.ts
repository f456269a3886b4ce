import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#db/new-id.ts';
import { callerById } from '#db/queries/caller-by-id.ts';
import { givenContext } from './given/context.ts';
import { givenStory, type StoryIds } from './given/master-data.ts';
import { type GivenDatabase, givenDatabase } from './setup/database.ts';

let database: GivenDatabase;
let story: StoryIds;
const now = new Date('2026-09-01T12:00:00.000Z');
const before = new Date('2026-08-01T00:00:00.000Z');
const after = new Date('2026-10-01T00:00:00.000Z');

beforeAll(async () => {
  database = await givenDatabase();
  story = await givenStory(givenContext(database.db, before));
});
afterAll(() => database.drop());

type Grant = { role?: string; siteId?: string | null; from?: Date; until?: Date | null };

async function givenUser(active: boolean, ...grants: Grant[]): Promise<string> {
  const id = newId();
  await database.sql`insert into users ${database.sql({ id, username: id, name: 'Ana', active })}`;
  await give({ user_id: id }, grants);
  return id;
}

async function givenKey(changes: { revoked_at?: Date; expires_at?: Date }, ...grants: Grant[]): Promise<string> {
  const id = newId();
  const key = { id, name: 'WMS', prefix: id.slice(-12), secret_hmac: 'x', created_by: 'ana', created_at: before };
  await database.sql`insert into api_keys ${database.sql({ ...key, ...changes })}`;
  await give({ api_key_id: id }, grants);
  return id;
}

async function give(holder: Record<string, string>, grants: Grant[]): Promise<void> {
  for (const { role = 'quality_approver', siteId = null, from = before, until = null } of grants) {
    const grant = { id: newId(), ...holder, role, site_id: siteId, granted_by: 'ana' };
    await database.sql`insert into role_grants ${database.sql({ ...grant, valid_from: from, valid_until: until })}`;
  }
}

const person = (id: string) => callerById(database.db, { kind: 'person', id }, now);
const key = (id: string) => callerById(database.db, { kind: 'api_key', id }, now);

test('a caller has the rights of each role held now, where it is held', async () => {
  const siteId = story.site('EWR');
  const id = await givenUser(true, { siteId }, { role: 'auditor' }, { from: after }, { until: now });
  const caller = await person(id);
  expect(caller).toMatchObject({ kind: 'person', id, name: 'Ana' });
  expect(caller?.grants.map(({ role, siteId: at, entityId }) => [role, at, entityId]).sort()).toEqual([
    ['auditor', null, null],
    ['quality_approver', siteId, null],
  ]);
  const [quality] = caller?.grants.filter(({ role }) => role === 'quality_approver') ?? [];
  expect(quality?.rights).toContain('review.decide');
  const [auditor] = caller?.grants.filter(({ role }) => role === 'auditor') ?? [];
  expect(auditor?.rights).not.toContain('review.decide');
});

test('who holds no role may do nothing, and is known all the same', async () => {
  expect((await person(await givenUser(true)))?.grants).toEqual([]);
});

test('a closed account, and a key that was revoked or has expired, is nobody', async () => {
  expect(await person(await givenUser(false, {}))).toBeUndefined();
  expect(await key(await givenKey({ revoked_at: before }, {}))).toBeUndefined();
  expect(await key(await givenKey({ expires_at: now }, {}))).toBeUndefined();
  expect(await person(newId())).toBeUndefined();
  expect(await key(await givenKey({ expires_at: after }, {}))).toMatchObject({ kind: 'api_key', name: 'WMS' });
});

test('neither is taken for the other, and a right this version does not know permits nothing', async () => {
  const id = await givenUser(true, {});
  expect(await key(id)).toBeUndefined();
  await database.sql`insert into role_rights (role, "right") values ('quality_approver', 'moon.land')`;
  expect((await person(id))?.grants[0]?.rights).not.toContain('moon.land');
});
