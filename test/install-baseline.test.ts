import { afterAll, beforeAll, expect, test } from 'vitest';
import { installedReasonCodes } from '#domain/installed-reason-codes.ts';
import { installedRoles } from '#domain/installed-roles.ts';
import { policyKeys } from '#domain/policies.ts';
import { installedFloors } from '#domain/policy-floors.ts';
import type { OperationContext } from '#operations/context.ts';
import { installBaseline } from '#operations/install-baseline.ts';
import { givenContext } from '#test/given/context.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';

let database: GivenDatabase;
let context: OperationContext;
let answers: { added: boolean }[];

beforeAll(async () => {
  database = await givenDatabase();
  context = givenContext(database.db);
  answers = await Promise.all(Array.from({ length: 6 }, () => installBaseline(context)));
});
afterAll(() => database.drop());

const rightsOf = async (role: string): Promise<string[]> => {
  const rows = await database.sql`select "right" from role_rights where role = ${role} order by 1`;
  return rows.map((row) => String(row.right));
};

test('of several processes that start at once, one installs', async () => {
  expect(answers.filter(({ added }) => added)).toHaveLength(1);
  expect(await database.sql`select from audit_entries where action = 'baseline.installed'`).toHaveLength(1);
});

test('every policy is in force for everybody, every virtual place is there, every role has its rights', async () => {
  const policies = await database.sql`select key from policies where scope_kind = 'global' and version = 1`;
  expect(policies.map((row) => row.key).sort()).toEqual([...policyKeys].sort());
  const floors = await database.sql`select key from policies where by_law and law_reference <> ''`;
  expect(floors.map((row) => row.key)).toEqual(installedFloors.map(({ key }) => key));
  expect(await database.sql`select from reason_codes where active`).toHaveLength(installedReasonCodes.length);
  expect(await database.sql`select from locations where site_id is null`).toHaveLength(7);
  for (const [role, installed] of Object.entries(installedRoles)) {
    expect(await rightsOf(role)).toEqual([...installed].sort());
  }
});

test('what people have changed is not taken back', async () => {
  await database.sql`delete from role_rights where role = 'warehouse_lead' and "right" = 'hold.place'`;
  await database.sql`update policies set value = '"60"' where key = 'supplier_risk_limit'`;
  expect(await installBaseline(context)).toEqual({ added: false });

  expect(await rightsOf('warehouse_lead')).not.toContain('hold.place');
  expect(await database.sql`select value from policies where key = 'supplier_risk_limit'`).toMatchObject([
    { value: '60' },
  ]);
});
