import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { policies } from '#db/schema/policies.ts';
import type { OperationContext } from '#operations/context.ts';
import { installBaseline } from '#operations/install-baseline.ts';
import { readPolicyBook } from '#operations/policy-book.ts';
import { givenContext } from '#test/given/context.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';

let database: GivenDatabase;
let context: OperationContext;
let version = 1;

beforeAll(async () => {
  database = await givenDatabase();
  context = givenContext(database.db);
  await installBaseline(context);
});
afterAll(() => database.drop());
beforeEach(() => database.sql`delete from policies where key = 'supplier_risk_limit' and version > 1`);
beforeEach(() => database.sql`update policies set effective_until = null where key = 'supplier_risk_limit'`);

const row = (value: string, from: string, more: Partial<typeof policies.$inferInsert> = {}) => ({
  id: context.newId(),
  key: 'supplier_risk_limit' as const,
  scopeKind: 'global' as const,
  scopeKey: null,
  value,
  version: ++version,
  effectiveFrom: new Date(from),
  reason: 'As the test has it',
  proposedBy: 'a',
  approvedBy: 'b',
  ...more,
});
const written = (...rows: ReturnType<typeof row>[]) => context.db.insert(policies).values(rows);
const spans = async () => {
  const rows = await database.sql`
    select value #>> '{}' as value, to_char(effective_from at time zone 'UTC', 'YYYY-MM') as since,
           to_char(effective_until at time zone 'UTC', 'YYYY-MM') as until
      from policies where key = 'supplier_risk_limit' and not by_law order by version`;
  return rows.map(({ value, since, until }) => `${value} ${since} ${until ?? '…'}`);
};
const valueAt = async (at: string) => {
  const book = await readPolicyBook(context.db, new Date(at), ['supplier_risk_limit']);
  return book.read('supplier_risk_limit', { itemId: null, category: null, siteId: null, entityId: null }).value;
};

test('a version ends the one before it where it begins, and what held until then is still told', async () => {
  await written(row('60', '2027-01-01T00:00:00Z'));
  expect(await spans()).toEqual(['70 1970-01 2027-01', '60 2027-01 …']);
  expect(await valueAt('2026-12-31T23:59:59Z')).toBe('70');
  expect(await valueAt('2027-01-01T00:00:00Z')).toBe('60');
});

test('one approved later that begins earlier holds until the one that was approved before it begins', async () => {
  await written(row('60', '2027-06-01T00:00:00Z'));
  await written(row('50', '2027-03-01T00:00:00Z'));
  expect(await spans()).toEqual(['70 1970-01 2027-03', '60 2027-06 …', '50 2027-03 2027-06']);
  expect(await valueAt('2027-05-31T00:00:00Z')).toBe('50');
  expect(await valueAt('2027-06-01T00:00:00Z')).toBe('60');
});

test('one that begins at the same instant stands in the place of the other, which never takes effect', async () => {
  await written(row('60', '2027-06-01T00:00:00Z'));
  await written(row('55', '2027-06-01T00:00:00Z'));
  expect(await valueAt('2027-06-01T00:00:00Z')).toBe('55');
  await written(row('50', '2027-03-01T00:00:00Z'));
  expect(await spans()).toEqual(['70 1970-01 2027-03', '60 2027-06 2027-06', '55 2027-06 …', '50 2027-03 2027-06']);
});

test('scopes, floors and what nobody approved do not end each other', async () => {
  await written(row('60', '2027-01-01T00:00:00Z', { scopeKind: 'jurisdiction', scopeKey: 'US' }));
  await written(row('65', '2027-01-01T00:00:00Z', { byLaw: true, lawReference: 'An act' }));
  await written(row('10', '2027-01-01T00:00:00Z', { approvedBy: null }));
  const open = await database.sql`select from policies where key = 'supplier_risk_limit' and effective_until is null`;
  expect(open).toHaveLength(4);
});

test('of two that are written at once for the same time, the database lets one in', async () => {
  const twice = [row('60', '2027-01-01T00:00:00Z'), row('61', '2027-02-01T00:00:00Z')];
  const answers = await Promise.allSettled(twice.map((one) => written({ ...one, version: 9_000 })));
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await database.sql`alter table policies disable trigger policies_follow`;
  await expect(written(row('62', '2027-03-01T00:00:00Z'))).rejects.toMatchObject({
    cause: { constraint_name: 'policies_no_overlap' },
  });
  await database.sql`alter table policies enable trigger policies_follow`;
});

test('the application ends versions and edits none', async () => {
  const app = context.db.$client;
  await expect(app`update policies set value = '"1"'`).rejects.toThrow('permission denied');
  await expect(app`delete from policies`).rejects.toThrow('permission denied');
  await app`update policies set effective_until = effective_until where key = 'supplier_risk_limit'`;
});
