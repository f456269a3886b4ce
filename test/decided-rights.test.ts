import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { installedRoles } from '#domain/installed-roles.ts';
import type { Right } from '#domain/rights.ts';
import { changeRoleRights } from '#operations/change-role-rights.ts';
import type { OperationContext } from '#operations/context.ts';
import { installBaseline } from '#operations/install-baseline.ts';
import { givenContext } from '#test/given/context.ts';
import { commandOf } from '#test/given/lots.ts';
import { importer } from '#test/given/master-data.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const [file = ''] = globSync('db/migrations/*_fence-lines.sql', { cwd: root });
const migration = readFileSync(`${root}${file}`, 'utf8')
  .split('--> statement-breakpoint')
  .filter((statement) => /insert into decided_rights/.test(statement));

let database: GivenDatabase;
let context: OperationContext;

beforeAll(async () => {
  database = await givenDatabase();
  context = givenContext(database.db);
  await installBaseline(context);
});
afterAll(() => database.drop());

/** An installation as it was before this version: nothing remembered, and an approver from when releases did not exist. */
beforeEach(async () => {
  const { sql } = database;
  await sql`delete from decided_rights`;
  await sql`delete from role_rights`;
  for (const [role, rights] of Object.entries(installedRoles))
    for (const right of rights) await sql`insert into role_rights values (${role}, ${right})`;
  await sql`update roles set version = 1`;
  await sql`delete from role_rights where role = 'quality_approver' and "right" = 'release.approve'`;
});

const everyRight = async (): Promise<string[]> => {
  const rows = await database.sql<
    { held: string }[]
  >`select role || ' ' || "right" as held from role_rights order by 1`;
  return rows.map(({ held }) => held);
};
const migrate = async () => {
  expect(migration).toHaveLength(1);
  for (const statement of migration) await database.sql.unsafe(statement);
};
/** What starting this version gives that was not there. */
const startGives = async (): Promise<string[]> => {
  const before = await everyRight();
  await installBaseline(context);
  const after = await everyRight();
  expect(before.filter((held) => !after.includes(held))).toEqual([]);
  return after.filter((held) => !before.includes(held));
};
const change = async (role: string, rights: readonly Right[]) => {
  const [row] = await database.sql<{ version: number }[]>`select version from roles where name = ${role}`;
  const reason = 'The administrator wants it so';
  const input = { role, rights, version: row?.version ?? 0, reason };
  const answer = await changeRoleRights(context, commandOf(importer, input));
  if (!answer.ok) throw new Error(JSON.stringify(answer.violation));
};

test('the approver of an installation from before releases may approve them from the next start on, and nothing else changes', async () => {
  await migrate();
  expect(await startGives()).toEqual(['quality_approver release.approve']);
  expect(await startGives()).toEqual([]);
  expect(await database.sql`select version from roles where name = 'quality_approver'`).toMatchObject([{ version: 2 }]);
  const [entry] = await database.sql`
    select after from audit_entries where action = 'baseline.installed' order by position desc limit 1`;
  expect(entry?.after).toMatchObject({ rights: ['quality_approver release.approve'], roles: [] });
});

test('not where an administrator has decided about the role, and nothing that is missing elsewhere comes back', async () => {
  await database.sql`update roles set version = 2 where name = 'quality_approver'`;
  await database.sql`delete from role_rights where role = 'finance' and "right" = 'audit.read'`;
  await migrate();
  expect(await startGives()).toEqual([]);
});

test('a right that came with a newer version goes to the roles that start with it', async () => {
  await migrate();
  await startGives();
  await database.sql`delete from role_rights where "right" = 'goods.announce'`;
  await database.sql`delete from decided_rights where "right" = 'goods.announce'`;
  expect(await startGives()).toEqual([
    'integrator goods.announce',
    'order_desk goods.announce',
    'system goods.announce',
  ]);
});

test('a right that an administrator took is never given back, not even where a newer version would bring it', async () => {
  await migrate();
  await startGives();
  // As a newer version would find it: a default that it has not offered yet, and that somebody has taken meanwhile.
  await database.sql`delete from decided_rights where role = 'finance' and "right" = 'audit.read'`;
  await change('finance', ['lot.read']);
  expect(await startGives()).toEqual([]);
});
