import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { givenContext } from '#test/given/context.ts';
import { givenStory } from '#test/given/master-data.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const [file = ''] = globSync('db/migrations/*_guard-duties.sql', { cwd: root });

let database: GivenDatabase;

beforeAll(async () => {
  database = await givenDatabase();
  await givenStory(givenContext(database.db));
});
afterAll(() => database.drop());

test('people of the first roles keep every right they had, changed ones included, under the new names', async () => {
  const { sql } = database;
  // An installation as it was: two roles, one of which an administrator had changed, and their people.
  await sql`delete from decided_rights`;
  await sql`delete from role_rights where role in ('warehouse_lead', 'quality_approver')`;
  await sql`update role_grants set role = 'auditor' where role in ('warehouse_lead', 'quality_approver')`;
  await sql`delete from roles where name in ('warehouse_lead', 'quality_approver')`;
  await sql`insert into roles (name) values ('warehouse'), ('quality')`;
  await sql`insert into role_rights values ('warehouse', 'receipt.create'), ('quality', 'review.decide'), ('quality', 'stock.pick')`;
  await sql`
    insert into role_grants (id, user_id, role, valid_from, granted_by)
    select gen_random_uuid(), id, case username when 'r.okafor' then 'warehouse' else 'quality' end, now(), 'test'
      from users where username in ('r.okafor', 't.brandt')`;

  const renaming = readFileSync(`${root}${file}`, 'utf8')
    .split('--> statement-breakpoint')
    .filter((statement) => /\b(roles|role_rights|role_grants)\b/.test(statement) && /'quality'/.test(statement));
  expect(renaming).toHaveLength(4);
  for (const statement of renaming) await sql.unsafe(statement);

  expect(
    await sql`select role, "right" from role_rights where role in ('warehouse_lead', 'quality_approver') order by 1, 2`,
  ).toMatchObject([
    { role: 'quality_approver', right: 'review.decide' },
    { role: 'quality_approver', right: 'stock.pick' },
    { role: 'warehouse_lead', right: 'receipt.create' },
  ]);
  expect(
    await sql`select username, role from role_grants join users on users.id = user_id
               where role in ('warehouse_lead', 'quality_approver') order by 1`,
  ).toMatchObject([
    { username: 'r.okafor', role: 'warehouse_lead' },
    { username: 't.brandt', role: 'quality_approver' },
  ]);
  expect(await sql`select from roles where name in ('warehouse', 'quality')`).toEqual([]);
});
