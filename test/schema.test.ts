import { readFileSync } from 'node:fs';
import { drizzle } from 'drizzle-orm/postgres-js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '#db/connect.ts';
import { describeSchema } from '#db/describe-schema.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';

let database: GivenDatabase;
let owner: Db;

beforeAll(async () => {
  database = await givenDatabase();
  // Only raw statements are asked of it, so it needs no tables by name.
  owner = drizzle(database.sql) as unknown as Db;
});
afterAll(() => database.drop());

test('db/schema.sql is what the migrations make; "npm run db:generate" renews it', async () => {
  const written = readFileSync(new URL('../db/schema.sql', import.meta.url), 'utf8');

  expect(await describeSchema(owner)).toBe(written);
});

test('the description sees each kind of change', async () => {
  const before = await describeSchema(owner);
  for (const [change, undo] of [
    ['alter table sites add column colour text', 'alter table sites drop column colour'],
    ['alter table sites alter column phone drop not null', 'alter table sites alter column phone set not null'],
    ['alter table sites add constraint short check (length(code) < 9)', 'alter table sites drop constraint short'],
    ['create index by_name on sites (name)', 'drop index by_name'],
    ['create view bare as select 1 as one', 'drop view bare'],
    ['create function two() returns int language sql return 2', 'drop function two()'],
    [
      'alter table movements disable trigger movements_append_only',
      'alter table movements enable trigger movements_append_only',
    ],
    ['grant update on stock to holdfast_app', 'revoke update on stock from holdfast_app'],
    ['grant update (name) on roles to holdfast_report', 'revoke update (name) on roles from holdfast_report'],
    ['alter table holds disable row level security', 'alter table holds enable row level security'],
    ['create policy wide on holds using (true)', 'drop policy wide on holds'],
    ['create sequence more_numbers', 'drop sequence more_numbers'],
  ] as const) {
    await database.sql.unsafe(change);
    expect(await describeSchema(owner), change).not.toBe(before);
    await database.sql.unsafe(undo);
    expect(await describeSchema(owner), undo).toBe(before);
  }
});
